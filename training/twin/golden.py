"""The golden files that the Swift side is held against."""
from __future__ import annotations

import json
import math
import os
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from .board import ALL_FACTS, MOVE_FROM, MOVE_NUMBER, MOVE_TO, NO_MORE_FACTS, board_of, move_name, write_facts
from .decoder import Batch, Config, Decoder, total_loss
from .files import load_model, read_words, save_model, save_tensors, stored_tensors, write_text
from .optimizers import Optimizer


SMALL = dict(vocab_size=40, num_hidden_layers=2, max_position_embeddings=48)
MEMBERS = {
    "board": Config(**SMALL, hidden_size=32, num_attention_heads=2, intermediate_size=48, qk_norm=True,
                    board_embedding=24, wdl_head=3),
    "prefix": Config(**SMALL, hidden_size=40, num_attention_heads=4, num_key_value_heads=2, head_dim=12,
                     intermediate_size=56, qk_norm=True, attention_mask="prefix", state_embedding=30, wdl_head=3),
    "plain": Config(**SMALL, hidden_size=36, num_attention_heads=3, intermediate_size=50, norm="layernorm",
                    position="learned", hidden_act="gelu_new", attention_bias=True, mlp_bias=True,
                    tie_word_embeddings=True),
    "mixed": Config(**SMALL, hidden_size=32, num_attention_heads=4, num_key_value_heads=1, intermediate_size=44,
                    norm="layernorm", mlp_bias=True, tie_word_embeddings=True, wdl_head=3),
    "candidates": Config(**SMALL, hidden_size=36, num_attention_heads=2, num_key_value_heads=1, intermediate_size=44,
                         qk_norm=True, state_embedding=24, wdl_head=3, candidate_features=30, candidate_width=10),
    "soft": Config(**SMALL, hidden_size=28, num_attention_heads=2, intermediate_size=36, tie_word_embeddings=True,
                   wdl_head=3),
    "soft-candidates": Config(**SMALL, hidden_size=24, num_attention_heads=2, num_key_value_heads=1,
                              intermediate_size=40, qk_norm=True, state_embedding=20, wdl_head=3,
                              candidate_features=26, candidate_width=8),
}
SOFT_MEMBERS = ("soft", "soft-candidates")
GOLDEN_RUN = {
    "steps": 10, "outcomeWeight": 0.3, "factors": [0.25, 0.5, 0.75, 1, 1, 1, 1, 0.75, 0.5, 0.25],
    "rate": 3e-3, "beta1": 0.9, "beta2": 0.98, "epsilon": 1e-5, "decay": 0.1, "clip": 2.0,
    "muonRate": 0.02, "momentum": 0.95, "muonDecay": 0.05,
}
PLAIN_WEIGHT = 0.25  # where there are candidates


def golden_batch(name: str, lengths: list[int], generator: np.random.Generator) -> Batch:
    """A random batch for a member, with every edge: a sequence of one token, prefixes of 0 and 1 and of a whole
    sequence, positions that repeat in a prefix, tokens without facts, rows without a target, weights of 0 and above 1;
    candidates behind some tokens, also where no target is, the target among them or not, some without features; soft
    targets of one to six tokens behind some, also where no target is."""
    c = MEMBERS[name]
    total = sum(lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    prefixes = [0] * len(lengths)
    positions = np.concatenate([np.arange(n) for n in lengths])
    if c.attention_mask == "prefix":
        prefixes = [min(n, (5, 1, n, 0, 3)[i % 5]) for i, n in enumerate(lengths)]
        for start, length, prefix in zip(starts, lengths, prefixes):
            positions[start:start + length] = np.maximum(0, np.arange(length) - prefix // 2)
    counts = generator.integers(0, 7, total) if c.facts else np.zeros(total, np.int64)
    facts = [np.sort(generator.choice(c.facts, n, replace=False)) for n in counts] if c.facts else [np.zeros(0)]
    targets = generator.integers(0, c.vocab_size, total)
    targets[generator.random(total) < 0.25] = -1
    outcomes = np.full(total, -1)
    if c.wdl_head:
        outcomes = np.where(generator.random(total) < 0.4, generator.integers(0, c.wdl_head, total), -1)
    weights = generator.choice([0, 0.25, 1, 1, 1.5], total)
    tokens = generator.integers(0, c.vocab_size, total)
    batch = tokens, positions, np.concatenate(([0], np.cumsum(counts))), np.concatenate(facts), starts, prefixes
    if not c.candidate_features:
        return Batch.of(*batch, targets, weights, outcomes, soft=golden_shares(name, targets, generator))
    chosen = [generator.choice(c.vocab_size, n, replace=False) for n in generator.integers(-3, 8, total).clip(0)]
    for own, target in zip(chosen[::2], targets[::2]):
        if target >= 0 and target not in own:
            own[:1] = target
    places = np.repeat(np.arange(total), [len(own) for own in chosen])
    known = [np.sort(generator.choice(c.candidate_features, n, replace=False))
             for n in generator.integers(0, 6, len(places))]
    candidates = places, np.concatenate(chosen), np.cumsum([0] + [len(rows) for rows in known]), np.concatenate(known)
    return Batch.of(*batch, targets, weights, outcomes, candidates, golden_shares(name, targets, generator))


def golden_shares(name: str, targets: np.ndarray, generator: np.random.Generator):
    """The tokens of soft targets, in any order, and their probabilities; None for a member that has none."""
    if name not in SOFT_MEMBERS:
        return None
    tokens, shares = np.zeros((len(targets), 6), np.int64), np.zeros((len(targets), 6))
    for row, target in enumerate(targets):
        count = max(0, generator.integers(-3, 7))
        own = generator.choice(MEMBERS[name].vocab_size, count, replace=False)
        if count and target >= 0 and target not in own:
            own[generator.integers(0, count)] = target
        power = np.exp(1.5 * generator.standard_normal(count))
        tokens[row, :count], shares[row, :count] = own, power / power.sum()
    return tokens, shares


def golden_model(c: Config, seed: int) -> Decoder:
    """Random weights with nothing left at 0 or 1, where an error would hide."""
    generator = torch.Generator().manual_seed(seed)
    model = Decoder(c)
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=generator)
        if p.ndim == 2:
            p.data = noise * (0.3 if "embed" in name else 1 / math.sqrt(p.shape[1]))
        else:
            p.data = 0.1 * noise + (1 if name.endswith("weight") else 0)
    return model


def golden_numbers(model: Decoder, batch: Batch) -> tuple[dict[str, Tensor], dict]:
    """Logits, gradients and the two runs of ten steps, computed in the model's own precision; leaves it as it was."""
    run = GOLDEN_RUN
    begin = {name: p.detach().clone() for name, p in model.named_parameters()}
    batch = replace(batch, weights=batch.weights.to(model.model.norm.weight.dtype))
    hidden = model.hidden(batch)
    tensors = {"logits": model.logits(hidden).detach()}
    if model.candidate_head is not None:
        told = model.candidate_head(tensors["logits"], hidden, *model.candidate_head.behind(batch, None))
        tensors["told_logits"] = told.detach()
    if model.wdl_head is not None:
        tensors["outcome_logits"] = model.wdl_head(hidden).detach()
    loss = total_loss(model, batch, run["outcomeWeight"], PLAIN_WEIGHT)
    loss.backward()
    gradients = {name: p.grad for name, p in model.named_parameters()}
    tensors |= {"gradient." + name: t for name, t in stored_tensors(model, gradients).items()}
    numbers = {"loss": loss.item()}
    for kind in ("adamw", "muon"):
        model.load_state_dict(begin)
        model.zero_grad()
        optimizer = Optimizer(model, kind, run["rate"], (run["beta1"], run["beta2"]), run["epsilon"], run["decay"],
                              run["muonRate"], run["momentum"], run["muonDecay"], run["clip"])
        losses, norms = [], []
        for factor in run["factors"]:
            loss = total_loss(model, batch, run["outcomeWeight"], PLAIN_WEIGHT)
            loss.backward()
            losses.append(loss.item())
            norms.append(optimizer.step(factor).item())
        after = total_loss(model, batch, run["outcomeWeight"], PLAIN_WEIGHT).item()
        sums = {name: {"count": p.numel(), "sum": p.double().sum().item(),
                       "sumOfSquares": p.double().square().sum().item(), "first": p.flatten()[:4].tolist()}
                for name, p in stored_tensors(model).items()}
        numbers[kind] = {"losses": losses, "gradientNorms": norms, "lossAfter": after, "parametersAfter": sums}
    model.load_state_dict(begin)
    model.zero_grad()
    return tensors, numbers


def difference(a, b) -> float:
    """The greatest difference of two nests of tensors and numbers, relative to the greatest number of each tensor or
    list, or to 1e-3 where that is less (a key bias without rotary positions has a gradient of exactly 0)."""
    if isinstance(a, dict) and "sumOfSquares" in a:  # of a parameter: the sum of n numbers is known as n numbers are
        scale = math.sqrt(a["count"] * b["sumOfSquares"])
        return max(abs(a["sum"] - b["sum"]) / scale, difference(a["sumOfSquares"], b["sumOfSquares"]),
                   difference(a["first"], b["first"]))
    if isinstance(a, dict):
        return max(difference(a[key], b[key]) for key in a)
    a, b = torch.as_tensor(a).double(), torch.as_tensor(b).double()
    return ((a - b).abs().max() / b.abs().max().clamp(min=1e-3)).item()


def golden(folder: str):
    """Writes OUT/NAME/{config.json, model.safetensors, golden.json, golden.safetensors} for each family member.

    All is computed in float32 and again in float64 from the same weights; the files have float64's answers (rounded
    to float32 in the tensors), and golden.json says how far float32 was from them.
    """
    for seed, (name, config) in enumerate(MEMBERS.items(), 1):
        lengths = [9, 1, 6, 13, 8, 3] if name != "mixed" else [16, 16, 5]
        batch = golden_batch(name, lengths, np.random.default_rng(seed))
        model = golden_model(config, seed)
        place = os.path.join(folder, name)
        save_model(model, place, torch.float32)
        rough_tensors, rough = golden_numbers(model, batch)
        tensors, numbers = golden_numbers(model.double(), batch)
        errors = {"tensors": max(difference(rough_tensors[key], t) for key, t in tensors.items()),
                  "steps": difference(rough, numbers)}
        run = GOLDEN_RUN | ({"plainWeight": PLAIN_WEIGHT} if config.candidate_features else {})
        content = {"hyperparameters": run, "float32Error": errors, **numbers, "batch": batch.swift()}
        write_text(os.path.join(place, "golden.json"), json.dumps(content) + "\n")
        tensors = {key: t.float().contiguous() for key, t in tensors.items()}
        save_tensors(tensors, os.path.join(place, "golden.safetensors"))
        print(f"{name}: loss {numbers['loss']:.6f}, after ten steps of adamw {numbers['adamw']['lossAfter']:.6f}, "
              f"of muon {numbers['muon']['lossAfter']:.6f}; float32 differs by {errors}")
        if max(errors.values()) > 5e-5:
            raise ValueError(f"{name}: float32 and float64 differ by more than 5e-5: {errors}")


def answers(folder: str, path: str):
    """Computes anew, in float32, what a model of whole games answers after the games of a golden file: a JSON of
    `cases` with `name`, `fen`, `prefix` (its labels) and `moves`. Everything else in the file is replaced, but facts of
    tactics, which only the Swift side works out, stay where the file has some."""
    model, words = load_model(folder).eval(), read_words(folder)
    number = {word: n for n, word in enumerate(words)}
    cases = []
    with open(path, encoding="utf-8") as file:
        given = json.load(file)["cases"]
    for case in given:
        board, room, facts = board_of(case["fen"]), np.zeros(NO_MORE_FACTS, np.int64), []
        for move in [None] + [MOVE_NUMBER[square(m[:2]), square(m[2:])] for m in case["moves"]]:
            if move is not None:
                board[MOVE_TO[move]], board[MOVE_FROM[move]] = board[MOVE_FROM[move]], 0
                board[90] ^= 1
            count = write_facts(board[:90], board[90] == 1, model.config.facts >= ALL_FACTS, room)
            facts.append(room[:count].tolist())
        facts = facts[:1] * len(case["prefix"]) + facts
        known = case.get("facts", [[]] * len(facts))
        facts = [own + [f for f in old if ALL_FACTS <= f < model.config.facts] for own, old in zip(facts, known)]
        tokens = [number[w] for w in ["<bos>"] + case["prefix"] + case["moves"]]
        none = np.full(len(tokens), -1)
        batch = Batch.of(tokens, np.arange(len(tokens)), np.cumsum([0] + [len(f) for f in facts]), sum(facts, []),
                         [0, len(tokens)], [0], none, np.ones(len(tokens)), none)
        with torch.no_grad():
            hidden = model.hidden(batch)
            logits, outcome = model.logits(hidden), model.wdl_head(hidden[-1])
        last, best = logits[-1], logits[-1].topk(20)
        first = number[move_name(0)]
        rounded = lambda x: [round(v, 5) for v in x.tolist()]
        cases.append({key: case[key] for key in ("name", "fen", "prefix", "moves")} | {
            "token_ids": tokens, "facts": facts,
            "last_logits_top20": [[words[i], v] for i, v in zip(best.indices.tolist(), rounded(best.values))],
            "last_logits_logsumexp": round(last.logsumexp(0).item(), 5),
            "last_logits_first64_moves": rounded(last[first:first + 64]), "wdl_logits_last": rounded(outcome),
            "argmax_each_position": [words[i] for i in logits.argmax(1).tolist()]})
    about = "float32 arithmetic on the stored weights; outcomes: Red wins, draw, Black wins"
    # A line for each member of a case, and for each token's facts.
    lines = ["{", f'"about": {json.dumps(about)},', '"cases": [']
    for case in cases:
        members = []
        for key, value in case.items():
            text = json.dumps(value, ensure_ascii=False)
            members.append(f' "{key}": ' + (text.replace("], [", "],\n  [") if key == "facts" else text))
        lines.append("{\n" + ",\n".join(members) + "\n}" + ("," if case is not cases[-1] else ""))
    write_text(path, "\n".join(lines + ["]", "}"]) + "\n")


def square(name: str) -> int:
    return int(name[1]) * 9 + "abcdefghi".index(name[0])
