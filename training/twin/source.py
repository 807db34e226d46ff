"""Sequences of a prepared folder, shuffled and packed into batches."""
from __future__ import annotations

import json
import os
import queue
import threading

import numpy as np
from safetensors.torch import load_file

from .decoder import Batch


def coins(seed: int, numbers: np.ndarray, stream: int, chance: float) -> np.ndarray:
    """For each number a coin that shows heads with `chance`, the same for ever (the finaliser of splitmix64)."""
    with np.errstate(over="ignore"):
        x = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed * 1_000_003 + stream)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            x = (x ^ x >> np.uint64(shift)) * np.uint64(factor)
    return ((x ^ x >> np.uint64(31)) >> np.uint64(11)).astype(np.float64) / 2**53 < chance


class Source:
    """Sequences of a prepared folder, shuffled anew each epoch. It keeps no place: `batch` of a cursor is the same for
    ever. Of several machines each takes every `world`-th sequence."""

    def __init__(self, folder: str, seed: int, shuffled: bool, rank=0, world=1):
        self.seed, self.shuffled, self.rank, self.world = seed, shuffled, rank, world
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            self.manifest = json.load(file)
        self.arrays = {k: t.numpy() for k, t in load_file(os.path.join(folder, "tokens.safetensors")).items()}
        self.order: dict[int, np.ndarray] = {}
        self.lengths, self.length = np.zeros(0), 0  # tokens of each sequence; sequences of an epoch

    def items(self, cursor: int, count: int) -> tuple[np.ndarray, np.ndarray]:
        """The numbers, over all epochs, of the `count` sequences from cursor on, and which of the data they are."""
        numbers = (cursor + np.arange(count)) * self.world + self.rank
        return numbers, self.places(numbers)

    def places(self, numbers: np.ndarray) -> np.ndarray:
        """Which of the data have these numbers."""
        epochs, places = numbers // self.length, numbers % self.length
        if not self.shuffled:
            return places
        for epoch in np.unique(epochs):
            if int(epoch) not in self.order:
                self.order = {k: v for k, v in self.order.items() if k >= epoch - 1}
                self.order[int(epoch)] = np.random.default_rng([self.seed, int(epoch)]).permutation(self.length)
            chosen = epochs == epoch
            places[chosen] = self.order[int(epoch)][places[chosen]]
        return places

    def choose(self, cursor: int, tokens: int, fixed: int):
        """(numbers, items) of the whole sequences that `tokens` hold, at least one; `fixed`: all are that long."""
        if fixed:
            return self.items(cursor, max(1, tokens // fixed))
        numbers, items = self.items(cursor, max(1, tokens // int(self.lengths.min())))
        fitting = max(1, int(np.searchsorted(np.cumsum(self.lengths[items]), tokens, "right")))
        return numbers[:fitting], items[:fitting]

    def batch(self, cursor: int, tokens: int, fixed=0) -> tuple[Batch, int]:
        """The batch at a cursor, and the next cursor."""
        numbers, items = self.choose(cursor, tokens, fixed)
        return self.batch_of(numbers, items, fixed)[0], cursor + len(items)


def ahead(make, start, depth: int):
    """Runs make(cursor) -> (batch, next) on a thread, `depth` batches before they are wanted."""
    box: queue.Queue = queue.Queue(depth)

    def work():
        cursor = start
        while True:
            try:
                batch, cursor = make(cursor)
            except Exception as error:  # raised again where the batch is wanted
                return box.put(error)
            box.put((batch, cursor))

    threading.Thread(target=work, daemon=True).start()
    while True:
        item = box.get()
        if isinstance(item, Exception):
            raise item
        yield item
