"""Texts, texts with blanks, and tasks."""
from __future__ import annotations

import json
import os
from dataclasses import dataclass

import numpy as np

from .decoder import Batch, Config
from .source import Source, coins


@dataclass
class Sequence:
    """What is read, and what is asked at each token; -1 for nothing."""

    tokens: np.ndarray
    targets: np.ndarray
    outcomes: np.ndarray | None = None
    prefix: int = 0


class Sequences(Source):
    """A source that makes its sequences one by one."""

    def sequence(self, number: int, item: int) -> Sequence:
        raise NotImplementedError

    def batch_of(self, numbers, items, fixed=0):
        made = [self.sequence(int(number), int(item)) for number, item in zip(numbers, items)]
        lengths = [fixed or len(one.tokens) for one in made]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        tokens, targets, outcomes = np.zeros(starts[-1], np.int64), *np.full((2, starts[-1]), -1)
        for start, length, one in zip(starts, lengths, made):
            width = min(length, len(one.tokens))
            tokens[start:start + width], targets[start:start + width] = one.tokens[:width], one.targets[:width]
            if one.outcomes is not None:
                outcomes[start:start + width] = one.outcomes[:width]
        batch = Batch.of(tokens, np.concatenate([np.arange(length) for length in lengths]), np.zeros(len(tokens) + 1),
                         np.zeros(0), starts, [one.prefix for one in made], targets, np.ones(len(tokens)), outcomes)
        return batch, (None, None, np.zeros(int((targets >= 0).sum())))


BOS, EOS = 1, 2
MOST_BLANKS = 12
TEXT_OUTCOMES = 5  # classes of the outcome head of a text model (TextOutcome.swift)


def hidden_spans(count: int, generator: np.random.Generator) -> list[tuple[int, int]]:
    """Stretches of a text of `count` tokens, at least one, in their order, at least a token between them: those of
    Infilling.swift, from other draws."""
    draw = lambda low, high: int(generator.integers(low, high + 1))
    kind = draw(0, 99)
    if kind < 60:
        number, shortest, longest = min(MOST_BLANKS, max(1, count // draw(16, 48))), 1, 4
    elif kind < 85:
        number, shortest, longest = draw(1, 4), 4, 24
    else:
        number, shortest, longest = 1, 1, max(1, count // 2)
    spans = []
    for _ in range(number):
        length = min(draw(shortest, longest), max(1, count // 2))
        start = draw(0, count - length)
        spans.append((start, start + length))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if not kept or start > kept[-1][1]:
            kept.append((start, end))
    return kept


class Text(Sequences):
    """Documents, cut where they are longer than the model sees; each token is asked for the next. A share of them,
    `infill`, has blanks and behind the text what is missing, and of these a share, `seen_whole`, is a prefix of which
    only what is missing is asked."""

    def __init__(self, folder: str, config: Config, seed=1, shuffled=True, rank=0, world=1, infill=0.0, seen_whole=0.0):
        super().__init__(folder, seed, shuffled, rank, world)
        self.text, offsets = self.arrays["tokens"], self.arrays["offsets"].astype(np.int64)
        self.infill, self.seen_whole = infill, seen_whole
        if infill:
            with open(os.path.join(folder, "tokenizer.json"), encoding="utf-8") as file:
                special = {token["content"]: token["id"] for token in json.load(file)["added_tokens"]}
            self.blank, self.fill, self.end = (special[f"<{name}>"] for name in ("blank", "fill", "end"))
        self.longest = config.max_position_embeddings
        targets = np.maximum(0, np.diff(offsets) - 1)
        parts = -(-targets // self.longest)
        document = np.repeat(np.arange(len(targets)), parts)
        within = (np.arange(len(document)) - (np.cumsum(parts) - parts)[document]) * self.longest
        self.first = offsets[document] + within
        self.lengths = np.minimum(targets[document] - within, self.longest)
        self.length = len(document)

    def sequence(self, number, item):
        first = self.first[item]
        words = self.text[first:first + self.lengths[item] + 1].astype(np.int64)
        if self.infill and coins(self.seed, np.array([number]), 0, self.infill)[0]:
            text = words[int(words[0] == BOS):len(words) - int(words[-1] == EOS)]
            if len(text) > 2:
                return self.blanked(number, text[:self.longest - 2 - 2 * MOST_BLANKS])
        return Sequence(words[:-1], words[1:])

    def blanked(self, number: int, text: np.ndarray) -> Sequence:
        """`<bos> text with <blank> ... <fill> missing <end> missing <end>`."""
        spans = hidden_spans(len(text), np.random.default_rng([self.seed, number]))
        pieces, place = [[BOS]], 0
        for start, end in spans:
            pieces += [text[place:start], [self.blank]]
            place = end
        pieces += [text[place:], [self.fill]]
        prefix = sum(len(piece) for piece in pieces)
        for start, end in spans:
            pieces += [text[start:end], [self.end]]
        words = np.concatenate(pieces).astype(np.int64)
        whole = bool(coins(self.seed, np.array([number]), 1, self.seen_whole)[0])
        behind = np.arange(len(words) - 1) >= prefix - 1
        asked = behind | (not whole) & (words[1:] != self.blank) & (words[1:] != self.fill)
        return Sequence(words[:-1], np.where(asked, words[1:], -1), prefix=prefix if whole else 0)


class Tasks(Sequences):
    """Questions seen whole, and their answers; `yiwen prepare --as tasks` wrote them."""

    def __init__(self, folder: str, config: Config, seed=1, shuffled=True, rank=0, world=1):
        super().__init__(folder, seed, shuffled, rank, world)
        self.words, self.offsets = self.arrays["tokens"], self.arrays["offsets"].astype(np.int64)
        self.longest = config.max_position_embeddings
        self.lengths = np.minimum(np.diff(self.offsets), self.longest)
        self.length = len(self.lengths)

    def sequence(self, number, item):
        """One that is too long is cut at its beginning; its last token is read only where something is asked at it."""
        end = self.offsets[item + 1]
        start = end - self.lengths[item]
        words = self.words[start:end].astype(np.int64)
        asked = self.arrays["outcomes"][start:end].astype(np.int64)
        prefix = max(1, int(self.arrays["prefixes"][item] - (start - self.offsets[item])))
        targets = np.where(np.arange(1, len(words)) >= prefix, words[1:], -1)
        length = len(words) - int(asked[-1] == 255 and len(words) > prefix)
        return Sequence(words[:length], np.append(targets, -1)[:length], np.where(asked == 255, -1, asked)[:length],
                        min(prefix, length))


class Mixed(Sequences):
    """Texts, and of a thousand sequences `share` tasks, spread evenly."""

    def __init__(self, texts: Text, tasks: Tasks, share: int):
        self.texts, self.tasks, self.share = texts, tasks, share
        self.rank, self.world = texts.rank, texts.world
        self.lengths = np.concatenate((texts.lengths, tasks.lengths))
        self.longest = texts.longest
        self.length = texts.length * 1000 // (1000 - share)

    def places(self, numbers):
        before = numbers * self.share // 1000
        return np.where((numbers + 1) * self.share // 1000 > before, self.texts.length + self.tasks.places(before),
                        self.texts.places(numbers - before))

    def sequence(self, number, item):
        texts = self.texts.length
        return self.texts.sequence(number, item) if item < texts else self.tasks.sequence(number, item - texts)
