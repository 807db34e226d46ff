"""Openings for matches that are to be learned from: the first 6 to 52 plies of games that people played.

    python training/openings.py games.train.tsv.xz OUT [--without neko-dpxq]

Writes OUT/o0.txt … OUT/o7.txt, an opening a line in ICCS, for `yiwen match --openings`. Engines that always answer the
same play as many different games as there are openings, and from late ones the positions that people reach. Long
openings in which a move occurs twice are left out: most of them repeat positions, which a match refuses.
"""
import argparse
import csv
import lzma
import os
import random

LENGTHS = [6, 8, 10, 12, 16, 20, 24, 30, 36, 44, 52]
LEAST = 14  # plies of a game; four at least are left to be played


def openings(path: str, without: set[str]):
    with (lzma.open if path.endswith(".xz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        for game in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            moves = game["moves"].split()
            if game["source"] in without or game["start_fen"] or len(moves) < LEAST:
                continue
            yield moves[:min(random.choice(LENGTHS), len(moves) - 4)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("games")
    parser.add_argument("out")
    parser.add_argument("--without", nargs="*", default=[], help="sources that are left out")
    parser.add_argument("--files", type=int, default=8)
    parser.add_argument("--lines", type=int, default=1200, help="openings of a file before any is left out")
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    random.seed(args.seed)
    found = list(openings(args.games, set(args.without)))
    random.shuffle(found)
    os.makedirs(args.out, exist_ok=True)
    for number in range(args.files):
        lines = found[number * args.lines:(number + 1) * args.lines]
        kept = [" ".join(moves) for moves in lines if len(moves) <= 12 or len(set(moves)) == len(moves)]
        with open(os.path.join(args.out, f"o{number}.txt"), "w", encoding="utf-8") as file:
            file.write("\n".join(kept) + "\n")


if __name__ == "__main__":
    main()
