"""Training steps a second."""
from __future__ import annotations

import argparse
import json
import statistics
import sys
import time

import numpy as np
import torch

from .decoder import Batch, Config, Decoder
from .evaluation import precision
from .files import write_text
from .optimizers import Optimizer


SHAPES = {
    "8M": dict(hidden_size=256, num_hidden_layers=8, num_attention_heads=4, intermediate_size=704),
    "16M": dict(hidden_size=384, num_hidden_layers=8, num_attention_heads=6, intermediate_size=1024),
}


def bench_batch(facts: int, facts_a_token: int, tokens: int, length: int) -> Batch:
    """Whole sequences of `length` tokens, as many as `tokens` hold, as a game has them: targets and outcomes from the
    fourth token on."""
    generator, count = np.random.default_rng(1), tokens // length
    total = count * length
    chosen = np.sort(generator.permuted(np.tile(np.arange(facts), (total, 1)), axis=1)[:, :facts_a_token], axis=1)
    asked = np.tile(np.arange(length) >= 3, count)
    return Batch.of(generator.integers(0, 2261, total), np.tile(np.arange(length), count),
                    np.arange(total + 1) * facts_a_token, chosen.ravel(), np.arange(count + 1) * length, [0] * count,
                    np.where(asked, generator.integers(0, 2261, total), -1), np.ones(total),
                    np.where(asked, generator.integers(0, 3, total), -1))


def bench(args: argparse.Namespace):
    """Training steps (forward, backward, clipping, fused AdamW) of the shapes of the xiangqi models, timed."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(args.threads)
    report = {"torch": torch.__version__, "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
              "threads": args.threads, "instructions": torch.backends.cpu.get_cpu_capability(), "rows": []}
    for shape in args.shapes.split(","):
        for variant in args.facts.split(","):
            facts, a_token = (int(x) for x in variant.split("x"))
            batch = bench_batch(facts, a_token, args.step_tokens, args.length).to(device)
            for mode in args.modes.split(","):
                kind, _, compiled = mode.partition("+")
                torch.manual_seed(1)
                torch.compiler.reset()
                model = Decoder(Config(vocab_size=2261, max_position_embeddings=256, wdl_head=3, qk_norm=args.qk_norm,
                                       dropout=args.dropout, state_embedding=facts, **SHAPES[shape])).to(device)
                model.every_row = device == "cuda"
                if compiled:
                    model.losses = torch.compile(model.losses)
                optimizer = Optimizer(model, "adamw")

                def step():
                    with precision(device, kind == "bf16"):
                        token, outcome, _ = model(batch)
                    (token / len(batch.tokens) + 0.2 * outcome / len(batch.tokens)).backward()
                    return optimizer.step(1.0).item()

                begin = time.perf_counter()
                step()  # compiles, makes the optimizer's state
                first = time.perf_counter() - begin
                rates, begin = [], time.perf_counter()
                spent = lambda: time.perf_counter() - begin
                while spent() < args.seconds or len(rates) < args.least_steps and spent() < 5 * args.seconds:
                    start = time.perf_counter()
                    step()
                    rates.append(len(batch.tokens) / (time.perf_counter() - start))
                rates.sort()
                row = {"shape": shape, "parameters": sum(p.numel() for p in model.parameters()), "facts": variant,
                       "mode": mode, "tokens": len(batch.tokens),
                       "median_tokens_per_s": round(statistics.median(rates)), "lowest": round(rates[0]),
                       "highest": round(rates[-1]), "steps": len(rates), "first_step_s": round(first, 1)}
                report["rows"].append(row)
                print(json.dumps(row), file=sys.stderr, flush=True)
    text = json.dumps(report, indent=1)
    if args.out:
        write_text(args.out, text + "\n")
    print(text)
