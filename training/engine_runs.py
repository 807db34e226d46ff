"""Engine moves of games with random blunders, as games of their own: every run of engine moves begins with the position
that a random move left.

    engine_runs.py GAMES.tsv.xz OUT.pgn     # comments say what the engine expected before its move

A line of the table: moves | a letter a move (h of a game of people, e the engine's, r random) | the engine's score in
centipawns for the mover before each e move, else `.` | result.
"""
import lzma, math, sys

START = "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR"


def board(placement):
    squares = {}
    for row, text in enumerate(placement.split("/")):
        file = 0
        for c in text:
            if c.isdigit(): file += int(c)
            else:
                squares[file, 9 - row] = c
                file += 1
    return squares


def fen(squares, side):
    rows = []
    for rank in range(9, -1, -1):
        text, empty = "", 0
        for file in range(9):
            c = squares.get((file, rank))
            if c is None: empty += 1
            else:
                text += (str(empty) if empty else "") + c
                empty = 0
        rows.append(text + (str(empty) if empty else ""))
    return "/".join(rows) + f" {side} - - 0 1"


def comment(score):
    if score == ".": return ""
    share = 1 / (1 + math.exp(-float(score) / 220))
    return f" {{{share * 100:.1f}%}}"


def runs(moves, letters, scores):
    """The runs of engine moves: (start FEN, [(move, score)])."""
    squares, run, start = board(START), [], None
    for ply, (move, letter, score) in enumerate(zip(moves, letters, scores)):
        if letter == "e":
            if not run: start = fen(squares, "wb"[ply % 2])
            run.append((move, score))
        elif run:
            yield start, run
            run = []
        source, target = [(ord(move[i]) - 97, int(move[i + 1])) for i in (0, 2)]
        squares[target] = squares.pop(source)
    if run: yield start, run


def main(source, target):
    games = 0
    with lzma.open(source, "rt") as lines, open(target, "w") as out:
        for line in lines:
            moves, letters, scores, result = line.rstrip("\n").split("\t")
            for start, run in runs(moves.split(), letters, scores.split()):
                if len(run) < 2: continue
                games += 1
                tags = {"Game": "Chinese Chess", "Red": "engine", "Black": "engine", "Result": result, "FEN": start,
                        "SetUp": "1", "Format": "ICCS"}
                out.write("".join(f'[{name} "{value}"]\n' for name, value in tags.items()) + "\n")
                text = " ".join(f"{move[:2]}-{move[2:]}".upper() + comment(score) for move, score in run)
                out.write(f"{text} {result}\n\n")
    print(games, "games")


if __name__ == "__main__": main(*sys.argv[1:])
