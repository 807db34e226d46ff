"""The command line."""
from __future__ import annotations

import argparse

import torch

from .board import ALL_FACTS
from .tactics import TACTIC_FACTS


# name, default, help; the type is the default's
TRAIN_OPTIONS = (
    ("valid", "", "prepared folder to validate on"), ("start", "", "model folder to go on from"),
    ("steps", 0, "planned steps, or"), ("minutes", 30.0, "planned minutes of training; the rates follow the plan"),
    ("stop-after", 0, "steps until this call stops; call again to go on"), ("seed", 1, ""),
    ("sequence", "game", "xiangqi layout: game or keyframe"),
    ("facts", ALL_FACTS, f"1261: the board, 5433: the possible moves too, {TACTIC_FACTS}: and tactics, or 0"),
    ("candidate-width", 32, f"units of the head that scores moves by their tactics, with {TACTIC_FACTS} facts"),
    ("length", 256, "most tokens of a sequence"), ("tail", 40, "moves after a keyframe"),
    ("width", 384, ""), ("layers", 8, ""), ("heads", 0, "0: heads of 64"), ("ffn", 0, "0: 8/3 of the width"),
    ("dropout", 0.0, ""), ("mirror", 0.5, "chance that a game is mirrored"),
    ("known", 0.5, "chance that each label is told"),
    ("label-temperature", 50.0, "of the engine's scores as targets: so many hundredths of a soldier are a factor of e"),
    ("outcome-weight", 0.2, ""),
    ("plain-weight", 0.25, "of the loss without the scores of moves, where there are some"),
    ("infill", 0.0, "share of the texts that have blanks"), ("seen-whole", 0.0, "share of these that are seen whole"),
    ("tasks", "", "prepared folder of tasks, beside texts"), ("task-share", 0.5, "share of the sequences"),
    ("step-tokens", 8192, "tokens of a batch, each process"), ("accumulate", 1, "batches of a step"),
    ("fixed", 0, "pad sequences to so many tokens; on a GPU 0 is the longest"),
    ("ahead", -1, "batches made on a thread before they are wanted; -1: 4 on a GPU, 0 elsewhere"),
    ("optimizer", "muon", "muon or adamw"), ("rate", 3e-3, "of AdamW"), ("muon-rate", 0.02, ""), ("momentum", 0.95, ""),
    ("beta1", 0.9, ""), ("beta2", 0.98, ""), ("epsilon", 1e-8, ""), ("decay", 0.01, "of AdamW"),
    ("muon-decay", 0.05, ""),
    ("clip", 1.0, "greatest norm of the gradient, 0: any"), ("ema", 0.0, "averaging of the weights, such as 0.999"),
    ("schedule", "wsd", "wsd, cosine or constant"), ("warmup", 0.02, "share of the plan"),
    ("cooldown", 0.4, "share of the plan, of wsd"), ("log-steps", 20, ""),
    ("save-seconds", 120.0, "between checkpoints with validation"), ("valid-positions", 8192, ""),
    ("shard-mb", 0.0, "greatest file of the model, 0: one file"),
)
EVAL_OPTIONS = (("positions", 0, "0: all"), ("out", "", "JSON file"))
CONVERT_OPTIONS = (
    ("dtype", "bf16", "f32 or bf16"), ("shard-mb", 0.0, "greatest file, 0: one file"),
    ("facts", 0, f"widen the state embedding to so many facts, new ones at zero; {TACTIC_FACTS}: with a new head"),
    ("candidate-width", 32, "units of that head"),
)
BENCH_OPTIONS = (
    ("threads", 2, ""), ("shapes", "8M,16M", ""), ("modes", "f32,f32+compile,bf16,bf16+compile", ""),
    ("facts", "1261x30,5433x110", "rows of the state embedding x facts of a token"), ("step-tokens", 4096, ""),
    ("length", 100, "of a sequence"), ("dropout", 0.0, ""), ("seconds", 20.0, "least time of each row"),
    ("least-steps", 3, ""), ("out", "", "JSON file"),
)


def parse(line: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)

    def command(name, text, options, *places):
        p = sub.add_parser(name, help=text, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
        for place in places:
            p.add_argument(place)
        for option, default, text in options:
            p.add_argument("--" + option, type=type(default), default=default, help=text or " ")
        return p

    p = command("train", "train a model, or go on", TRAIN_OPTIONS, "data", "run")
    p.add_argument("--compile", action=argparse.BooleanOptionalAction, default=torch.cuda.is_available())
    p.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=torch.cuda.is_available())
    p = command("eval", "figures of a model by ply", EVAL_OPTIONS, "data", "model")
    p.add_argument("--plain", action="store_true", help="leave out what a model is told of each legal move")
    p.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=torch.cuda.is_available())
    command("convert", "write a model folder anew", CONVERT_OPTIONS, "model", "out")
    command("golden", "write tiny models with their gradients and training steps", (), "out")
    command("answers", "write what a model answers into a golden file of games", (), "model", "file")
    command("check", "self check", ())
    p = command("bench", "training throughput", BENCH_OPTIONS)
    p.add_argument("--qk-norm", action="store_true")
    return parser.parse_args(line)
