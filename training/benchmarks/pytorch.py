"""Our trainer beside PyTorch's on the same shapes, optimizer and number of tokens, in turn.

    python training/benchmarks/pytorch.py .build/release/yiwen [--threads 2] [--rounds 2] [--modes f32,f32+compile]

The PyTorch side is `training/yiwen_twin.py bench`: scaled_dot_product_attention, fused AdamW, no padding. Each round
runs ours, then PyTorch's; the best median of the rounds counts on both sides. Mode bf16 is worth a row only where the
processor multiplies bf16 itself.
"""
import argparse
import json
import os
import subprocess
import sys

TWIN = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "yiwen_twin.py")
FACTS = {"board": "1261x30", "board and moves": "5433x110"}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("yiwen")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--modes", default="f32,f32+compile")
    args = parser.parse_args()
    best = {}  # (shape, facts, who) -> tokens/s

    def note(key, rate):
        best[key] = max(rate, best.get(key, 0))

    for _ in range(args.rounds):
        ours = json.loads(subprocess.check_output(
            [args.yiwen, "bench", "train", "--steps", "12", "--threads", str(args.threads), "--format", "json"]))
        for row in ours["rows"]:
            shape, _, told = row["model"].partition(", ")
            note((shape, FACTS[told], "yiwen"), row["tokensPerSecond"]["median"])
        theirs = json.loads(subprocess.check_output(
            [sys.executable, TWIN, "bench", "--threads", str(args.threads), "--modes", args.modes]))
        for row in theirs["rows"]:
            note((row["shape"], row["facts"], row["mode"]), row["median_tokens_per_s"])

    modes = args.modes.split(",")
    print("| model | facts | yiwen tokens/s | " + " | ".join(f"PyTorch {mode}" for mode in modes) + " |")
    print("| --- " * (3 + len(modes)) + "|")
    for shape, facts, who in sorted(best, key=str):
        if who == "yiwen":
            own = best[shape, facts, who]
            cells = [f"{best[shape, facts, mode]:,.0f} ({own / best[shape, facts, mode]:.2f}x)" for mode in modes]
            print(f"| {shape} | {facts} | {own:,.0f} | " + " | ".join(cells) + " |")
    print(f"\nPyTorch {theirs['torch']}, {theirs['instructions']}, {args.threads} threads.")


if __name__ == "__main__":
    main()
