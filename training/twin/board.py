"""The xiangqi board: moves as numbers, possible and legal ones, and the facts that a model is told."""
from __future__ import annotations

import numba
import numpy as np


# Squares are rank * 9 + file from a0; codes 0 empty, 1-7 `KABNRCP` of the first side, 8-14 of the second.
BOARD_FACTS, ALL_FACTS = 1261, 5433  # `tactics` adds more
NO_MORE_FACTS = 33 + 320 + 36  # room for the facts of one position: board, moves, tactics


def make_move_table():
    """All (from, to) that some piece can play, ascending. For each the set of codes that move so (a bit each) and
    the squares that matter in between: a horse's leg, an elephant's eye, a straight line's inside."""
    rows = []
    for a in range(90):
        for b in range(90):
            (r, f), (x, y) = divmod(a, 9), divmod(b, 9)
            dr, df = x - r, y - f
            pieces, between = set(), []
            in_palace = lambda low: 3 <= f <= 5 and 3 <= y <= 5 and low <= r <= low + 2 and low <= x <= low + 2
            if (dr == 0) != (df == 0):
                pieces |= {5, 6, 12, 13}
                steps = max(abs(dr), abs(df))
                between = [a + (b - a) // steps * k for k in range(1, steps)]
                if steps == 1:
                    pieces |= ({1} if in_palace(0) else set()) | ({8} if in_palace(7) else set())
                    pieces |= {7} if dr == 1 or dr == 0 and r >= 5 else set()
                    pieces |= {14} if dr == -1 or dr == 0 and r <= 4 else set()
            elif {abs(dr), abs(df)} == {1, 2}:
                pieces |= {4, 11}
                between = [(r + int(dr / 2)) * 9 + f + int(df / 2)]
            elif abs(dr) == abs(df) == 1:
                points = {(0, 3), (0, 5), (1, 4), (2, 3), (2, 5)}
                pieces |= {2} if {(r, f), (x, y)} <= points else set()
                pieces |= {9} if {(9 - r, f), (9 - x, y)} <= points else set()
            elif abs(dr) == abs(df) == 2:
                points = {(0, 2), (0, 6), (2, 0), (2, 4), (2, 8), (4, 2), (4, 6)}
                pieces |= {3} if {(r, f), (x, y)} <= points else set()
                pieces |= {10} if {(9 - r, f), (9 - x, y)} <= points else set()
                between = [(a + b) // 2]
            if pieces:
                rows.append((a, b, sum(1 << p for p in pieces), between + [-1] * (8 - len(between))))
    return tuple(np.array(column, np.int64) for column in zip(*rows))


MOVE_FROM, MOVE_TO, MOVE_PIECES, MOVE_BETWEEN = make_move_table()
MOVES = len(MOVE_FROM)
FIRST_MOVE = np.searchsorted(MOVE_FROM, np.arange(91))  # moves from square q: FIRST_MOVE[q] ..< FIRST_MOVE[q + 1]
MOVES_TO = np.argsort(MOVE_TO, kind="stable")
FIRST_MOVE_TO = np.searchsorted(MOVE_TO[MOVES_TO], np.arange(91))
# Four views of a game: bit 0 turns the board to the second side (ranks flipped, colours swapped), bit 1 mirrors files.
SQUARES = np.arange(90)
SQUARE_MAP = np.stack([(SQUARES // 9 if v & 1 == 0 else 9 - SQUARES // 9) * 9
                       + (SQUARES % 9 if v & 2 == 0 else 8 - SQUARES % 9) for v in range(4)])
MOVE_NUMBER = np.full((90, 90), -1)
MOVE_NUMBER[MOVE_FROM, MOVE_TO] = np.arange(MOVES)
MOVE_MAP = np.stack([MOVE_NUMBER[m[MOVE_FROM], m[MOVE_TO]] for m in SQUARE_MAP])
SWAP = np.array([0] + [c + 7 for c in range(1, 8)] + [c - 7 for c in range(8, 15)])
PIECE_LETTERS = "KABNRCPkabnrcp"


def move_name(move: int) -> str:
    name = lambda q: "abcdefghi"[q % 9] + str(q // 9)
    return name(MOVE_FROM[move]) + name(MOVE_TO[move])


@numba.njit(cache=True, nogil=True)
def is_possible(board, move):
    """Whether the piece on the move's first square may play it, checks aside."""
    piece, taken = board[MOVE_FROM[move]], board[MOVE_TO[move]]
    if piece == 0 or MOVE_PIECES[move] >> piece & 1 == 0 or (taken != 0 and (taken > 7) == (piece > 7)):
        return False
    screens = 0
    for k in range(8):
        square = MOVE_BETWEEN[move, k]
        if square < 0:
            break
        screens += board[square] != 0
    if piece == 6 or piece == 13:
        return screens == (1 if taken else 0)
    return screens == 0


@numba.njit(cache=True, nogil=True)
def in_check(board, side):
    """Whether the general of `side` can be taken, by the other general down an open file too."""
    square = 0
    while square < 90 and board[square] != 1 + 7 * side:
        square += 1
    if square == 90:
        return True
    for k in range(FIRST_MOVE_TO[square], FIRST_MOVE_TO[square + 1]):
        if is_possible(board, MOVES_TO[k]):
            return True
    step = 9 if side == 0 else -9
    square += step
    while 0 <= square < 90 and board[square] == 0:
        square += step
    return 0 <= square < 90 and board[square] == 8 - 7 * side


@numba.njit(cache=True, nogil=True, parallel=True)
def legal_moves(boards, sides):
    """boards [P, 90], sides [P] -> [P, 2086]: whether each move may be played."""
    legal = np.zeros((len(boards), MOVES), np.bool_)
    for p in numba.prange(len(boards)):
        board, side = boards[p].copy(), sides[p]
        for move in range(MOVES):
            a, b = MOVE_FROM[move], MOVE_TO[move]
            if board[a] != 0 and (board[a] > 7) == (side == 1) and is_possible(board, move):
                taken = board[b]
                board[b], board[a] = board[a], 0
                legal[p, move] = not in_check(board, side)
                board[a], board[b] = board[b], taken
    return legal


@numba.njit(cache=True, nogil=True)
def write_facts(board, turned, everything, out):
    """The facts of a position, ascending, into out; how many. `turned`: the second side is to move."""
    n = 0
    for q in range(90):
        if board[q]:
            out[n] = q * 14 + board[q] - 1
            n += 1
    if turned:
        out[n] = 1260
        n += 1
    if everything:
        for other in range(2):
            for q in range(90):
                if board[q] and (board[q] > 7) == (turned != (other == 1)):
                    for move in range(FIRST_MOVE[q], FIRST_MOVE[q + 1]):
                        if is_possible(board, move) and n < len(out):
                            out[n] = 1261 + 2086 * other + move
                            n += 1
    return n


@numba.njit(cache=True, nogil=True, parallel=True)
def unroll(moves, offsets, starts, game, first, count, view, everything):
    """Parts of games seen in a view: for sequence s the positions before plies first ..< first + count of its game.

    Returns boards [S, n, 90], whether the second side of the view is to move [S, n], facts [S, n, NO_MORE_FACTS] and
    how many they are [S, n], n the greatest count.
    """
    widest = count.max()
    boards = np.zeros((len(game), widest, 90), np.uint8)
    turned = np.zeros((len(game), widest), np.bool_)
    facts = np.zeros((len(game), widest, NO_MORE_FACTS if everything else 33), np.int16)
    amount = np.zeros((len(game), widest), np.int64)
    for s in numba.prange(len(game)):
        squares, swapped = SQUARE_MAP[view[s]], view[s] & 1
        board = np.zeros(90, np.uint8)
        for q in range(90):
            piece = starts[game[s], q]
            board[squares[q]] = SWAP[piece] if swapped else piece
        begin = offsets[game[s]]
        for ply in range(first[s] + count[s]):
            at = ply - first[s]
            if at >= 0:
                boards[s, at] = board
                turned[s, at] = (starts[game[s], 90] + ply) % 2 != swapped
                amount[s, at] = write_facts(board, turned[s, at], everything, facts[s, at])
            move = MOVE_MAP[view[s], moves[begin + ply]]
            board[MOVE_TO[move]] = board[MOVE_FROM[move]]
            board[MOVE_FROM[move]] = 0
    return boards, turned, facts, amount


@numba.njit(cache=True, nogil=True, parallel=True)
def join_facts(facts, sequence, place, offsets):
    """The facts of each token one after another: token t has those of facts[sequence[t], place[t]], or none where its
    offsets say so."""
    joined = np.empty(offsets[-1], np.int64)
    for t in numba.prange(len(sequence)):
        for k in range(offsets[t + 1] - offsets[t]):
            joined[offsets[t] + k] = facts[sequence[t], place[t], k]
    return joined


def board_of(fen: str) -> np.ndarray:
    board = np.zeros(91, np.uint8)
    for rank, row in zip(range(9, -1, -1), fen.split()[0].split("/")):
        file = 0
        for letter in row:
            if not letter.isdigit():
                board[rank * 9 + file] = PIECE_LETTERS.index(letter) + 1
            file += int(letter) if letter.isdigit() else 1
    board[90] = " b" in fen
    return board
