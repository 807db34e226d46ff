"""Figures of a model on data that it was not trained on."""
from __future__ import annotations

import contextlib
import json
import os

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from .board import MOVES, legal_moves
from .decoder import Config, Decoder, cross_entropies
from .games import PARALLEL, Games
from .source import Source
from .texts import Tasks, Text


BUCKETS = (("all", 0, 1 << 30), ("0-9", 0, 10), ("10-19", 10, 20), ("20-39", 20, 40), ("40-79", 40, 80),
           ("80-119", 80, 120), ("120+", 120, 1 << 30))


def precision(device: str, bf16: bool):
    return torch.autocast(device, torch.bfloat16) if bf16 else contextlib.nullcontext()


@torch.no_grad()
def evaluate(model: Decoder, source: Source, limit: int, bf16=False, step_tokens=8192, legality=True,
             plain=False) -> dict:
    """Figures of the first `limit` targets (0: all) of an unshuffled source, labels open: cross-entropy (nats), move
    match (with the best of a soft target), and for games legality of the unmasked argmax, illegal mass and the outcome
    head, by ply. A model with a candidate head is told of the legal moves, unless `plain`; `plain_ce` is its
    cross-entropy when it is not."""
    device = next(model.parameters()).device.type
    games = isinstance(source, Games)
    columns: dict[str, list[Tensor]] = {}
    was_training, seen, cursor = model.training, 0, 0
    model.eval()
    while cursor < source.length and (not limit or seen < limit):
        numbers, items = (x[:source.length - cursor] for x in source.choose(cursor, step_tokens, 0))
        batch, (boards, sides, plies) = source.batch_of(numbers, items)
        cursor += len(items)
        batch = batch.to(device)
        rows = (batch.targets >= 0).nonzero().flatten()
        with precision(device, bf16):
            h = model.hidden(batch)[rows]
            logits = model.logits(h).float()
            value = model.wdl_head(h).float() if model.wdl_head is not None else None
            told = model.candidate_head is not None and not plain
            unaided = logits
            if told:
                logits = model.candidate_head(logits, h, *model.candidate_head.behind(batch, rows))
        target, outcome = batch.targets[rows], batch.outcomes[rows]
        seen += len(rows)
        top = logits.topk(3).indices
        soft = batch.soft and tuple(x[rows] for x in batch.soft)
        row = {"ce": cross_entropies(logits, target, soft), "top1": top[:, 0] == target,
               "top3": (top == target[:, None]).any(1)}
        if told:
            row["plain_ce"] = cross_entropies(unaided, target, soft)
        row["ply"] = torch.from_numpy(plies).to(device)
        if games and legality:
            with PARALLEL:
                legal = torch.from_numpy(legal_moves(boards, sides)).to(device)
            p = logits.softmax(1)[:, source.first_move:source.first_move + MOVES] * legal
            best = logits.argmax(1) - source.first_move
            row["legal"] = (best >= 0) & (best < MOVES) & legal.gather(1, best.clamp(0, MOVES - 1)[:, None])[:, 0]
            row["illegal_mass"] = 1 - p.sum(1)
            row["masked_top1"] = p.argmax(1) + source.first_move == target
        if games and value is not None:
            each = F.cross_entropy(value, outcome, ignore_index=-1, reduction="none")
            row["wdl"] = each.masked_fill(outcome < 0, torch.nan)
            row["wdl_hit"] = (value.argmax(1) == outcome).float().masked_fill(outcome < 0, torch.nan)
        for key, column in row.items():
            columns.setdefault(key, []).append(column.double())
    model.train(was_training)
    joined = {key: torch.cat(parts)[:limit or None] for key, parts in columns.items()}
    ply, report = joined.pop("ply"), {}
    for name, low, high in BUCKETS if games else BUCKETS[:1]:
        chosen = (ply >= low) & (ply < high)
        report[name] = {"positions" if games else "tokens": int(chosen.sum())} | {
            key: round(column[chosen].nanmean().item(), 5) for key, column in joined.items()}
    return report


def open_source(folder: str, config: Config, words: list[str] | None, **options) -> Source:
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        kind = json.load(file)["kind"]
    if kind == "games":
        return Games(folder, config, words, **options)
    order = {k: v for k, v in options.items() if k in ("seed", "shuffled", "rank", "world")}
    return Tasks(folder, config, **order) if kind == "tasks" else Text(folder, config, **order)


def position_sample(source: Games, count: int) -> Games:
    """A keyframe source of every k-th position, about `count`; a game source as it is."""
    if source.keyframe and 0 < count < source.length:
        chosen = np.arange(0, source.length, source.length // count)
        for key in ("game", "first", "count", "lengths"):
            setattr(source, key, getattr(source, key)[chosen])
        source.length = len(chosen)
    return source


def open_validation(folder: str, config: Config, words, limit: int) -> Source:
    source = open_source(folder, config, words, shuffled=False, mirror=0.0, known=0.0, tail=0)
    return position_sample(source, limit) if isinstance(source, Games) else source
