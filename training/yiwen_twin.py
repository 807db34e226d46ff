#!/usr/bin/env python3
"""The PyTorch twin of Yiwen's decoder: the reference for its gradients, and the way to GPUs.

`training/README.md` says how to run it and gives every formula that the Swift side must match; the parts are in `twin`.

Letters in shapes: T tokens of a step, S sequences of a step, D width, H heads, K key/value heads, N facts of the
state embedding, V vocabulary, P plies.
"""
from __future__ import annotations

import argparse
import json

import torch

from twin.bench import bench
from twin.checks import check
from twin.decoder import Config
from twin.evaluation import evaluate, open_validation
from twin.files import load_model, read_words, save_model, write_text
from twin.games import widened
from twin.golden import answers, golden
from twin.options import parse
from twin.runs import train


def convert(args: argparse.Namespace):
    """Reads a model folder, of ours or of an earlier trainer, whole or in shards, and writes it anew."""
    own = Config.read(args.model)
    torch.manual_seed(1)
    model = load_model(args.model, **widened(own, args.facts, args.candidate_width) if args.facts else {})
    dtype = {"f32": torch.float32, "bf16": torch.bfloat16}[args.dtype]
    save_model(model, args.out, dtype, int(args.shard_mb * 1e6), read_words(args.model))
    print(f"{args.out}: {sum(p.numel() for p in model.parameters()):,} parameters, {args.dtype}, "
          f"{own.facts} facts -> {model.config.facts}")


def evaluate_folder(args: argparse.Namespace):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = load_model(args.model).to(device)
    source = open_validation(args.data, model.config, read_words(args.model), args.positions)
    report = evaluate(model, source, args.positions, args.bf16, plain=args.plain)
    for name, row in report.items():
        print(name, json.dumps(row))
    if args.out:
        write_text(args.out, json.dumps(report, indent=1) + "\n")


def main():
    args = parse()
    if args.command == "golden":
        golden(args.out)
    elif args.command == "answers":
        answers(args.model, args.file)
    elif args.command == "check":
        check()
    else:
        {"train": train, "eval": evaluate_folder, "convert": convert, "bench": bench}[args.command](args)


if __name__ == "__main__":
    main()
