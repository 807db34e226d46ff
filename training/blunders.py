"""Positions after a blunder, with the answers that take what it gives away; and how often an engine finds one.

    python training/blunders.py games.valid.tsv.xz --count 600 > blunders.tsv
    python training/blunders.py --measure blunders.tsv --nodes 1000

From a position of a game that people played, a random legal move other than theirs is a blunder if it is worth at
least GAIN centipawns to the other side, as fairy-stockfish sees it with the same number of nodes before and after. Good
answers are those within SLACK of the best one: each keeps three fifths of the gain, and there are MOST of them at most.
A game gives one position, unless there are fewer games than positions. A line: FEN before, blunder, good answers, gain;
mate counts as 10,000. Moves are in ICCS; the engine counts ranks from 1. The same seed gives the same positions.
"""
import argparse
import csv
import lzma
import random
import re
import subprocess
import sys

GAIN, SLACK, MOST = 250, 100, 4
UNDECIDED = 600  # the value before is no further from 0
LINES = MOST + 2  # variations that the engine searches
TRIES = 60  # random moves tried in a game
FIRST, LAST = 8, 4  # plies that are played before a blunder, and that were left in the game


def shift(move: str, by: int) -> str:
    """The move with its ranks moved: by 1 from ICCS to the engine's, by -1 back."""
    return re.sub(r"\d+", lambda rank: str(int(rank[0]) + by), move)


class Engine:
    def __init__(self, path: str, lines: int):
        self.process = subprocess.Popen([path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.ask("readyok", "uci", "setoption name UCI_Variant value xiangqi",
                 f"setoption name MultiPV value {lines}", "isready")

    def ask(self, end: str, *commands: str) -> list[str]:
        """What the engine writes up to a line that starts with `end`."""
        self.process.stdin.write("\n".join(commands) + "\n")
        self.process.stdin.flush()
        answer = []
        for line in self.process.stdout:
            answer.append(line.strip())
            if line.startswith(end):
                return answer
        raise SystemExit("the engine has stopped")

    def fen(self, position: str) -> str:
        return self.ask("Fen: ", f"position {position}", "d")[-1].removeprefix("Fen: ")

    def legal(self, position: str) -> list[str]:
        found = self.ask("Nodes searched", f"position {position}", "go perft 1")
        return sorted(shift(line.split(":")[0], -1) for line in found if re.match(r"[a-i]\d+[a-i]\d+:", line))

    def search(self, position: str, nodes: int) -> list[str]:
        return self.ask("bestmove", "ucinewgame", f"position {position}", f"go nodes {nodes}")

    def values(self, position: str, nodes: int) -> list[tuple[int, str]]:
        """Value and move of the best moves, from the last depth that was finished for all of them."""
        depths: dict[str, list[tuple[int, str]]] = {}
        first = ""  # depth of the first of LINES lines; those that it has not reached yet are one depth behind
        for line in self.search(position, nodes):
            match = re.match(r"info depth (\d+) .*multipv (\d+) score (cp|mate) (-?\d+) .*pv (\S+)", line)
            if match and match[2] == "1":  # a slow search writes a depth more than once: the last counts
                first = match[1]
                depths[first] = []
            if match and match[1] == first:
                score = int(match[4])
                value = score if match[3] == "cp" else (10_000 if score > 0 else -10_000) - score
                depths[first].append((value, shift(match[5], -1)))
        width = max(map(len, depths.values()), default=0)
        return sorted([found for found in depths.values() if len(found) == width][-1], reverse=True) if width else []


def played(path: str, without: set[str]) -> list[list[str]]:
    with (lzma.open if path.endswith(".xz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        games = [game["moves"].split() for game in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
                 if game["source"] not in without and not game["start_fen"]]
    return [moves for moves in games if len(moves) >= FIRST + LAST]


def blunder(engine: Engine, moves: list[str], nodes: int):
    """A random move at a random place of the game, if it is a blunder: FEN before, blunder, good answers, gain."""
    ply = random.randint(FIRST, len(moves) - LAST)
    fen = engine.fen("startpos moves " + " ".join(shift(move, 1) for move in moves[:ply]))
    others = [move for move in engine.legal(f"fen {fen}") if move != moves[ply]]
    before = engine.values(f"fen {fen}", nodes)
    if not others or not before or abs(before[0][0]) > UNDECIDED:
        return None
    move = random.choice(others)
    after = f"fen {fen} moves {shift(move, 1)}"
    answers = engine.values(after, nodes)
    if not answers or answers[0][0] + before[0][0] < GAIN:
        return None
    good = [answer for value, answer in answers if value >= answers[0][0] - SLACK]
    if len(good) > MOST or len(good) == len(engine.legal(after)):
        return None
    return fen, move, " ".join(good), str(answers[0][0] + before[0][0])


def write(engine: Engine, games: list[list[str]], count: int, nodes: int):
    seen, tried = set(), 0
    while len(seen) < count:
        before = len(seen)
        for moves in random.sample(games, len(games)):
            for _ in range(TRIES):
                tried += 1
                found = blunder(engine, moves, nodes)
                if found and found[:2] not in seen:
                    seen.add(found[:2])
                    print(*found, sep="\t", flush=True)
                    if len(seen) % 20 == 0 or len(seen) == count:
                        print(f"{len(seen)} of {count}, {tried} moves tried", file=sys.stderr)
                    break
            if len(seen) == count:
                return
        if len(seen) == before:
            raise SystemExit("no more blunders in these games")


def measure(engine: Engine, path: str, nodes: int):
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file]
    found = (engine.search(f"fen {row[0]} moves {shift(row[1], 1)}", nodes)[-1].split()[1] for row in rows)
    right = sum(shift(answer, -1) in row[2].split() for answer, row in zip(found, rows))
    print(f"{right} of {len(rows)} answered right, {100 * right / len(rows):.1f} %")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("games", nargs="?")
    parser.add_argument("--measure", metavar="FILE", help="ask the engine about these positions instead")
    parser.add_argument("--count", type=int, default=600)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--nodes", type=int, default=60_000, help="nodes of a search")
    parser.add_argument("--engine", default="fairy-stockfish")
    parser.add_argument("--without", nargs="*", default=[], help="sources that are left out")
    args = parser.parse_args()
    if (args.games is None) == (args.measure is None):
        parser.error("either games or --measure")
    random.seed(args.seed)
    if args.measure:
        measure(Engine(args.engine, 1), args.measure, args.nodes)
    else:
        write(Engine(args.engine, LINES), played(args.games, set(args.without)), args.count, args.nodes)


if __name__ == "__main__":
    main()
