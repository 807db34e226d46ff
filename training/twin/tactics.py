"""What the rules say of positions and their legal moves: the stored bytes as rows of the model's embeddings.

`yiwen prepare --tactics` works out the bytes (Sources/Xiangqi/Tactics/Tactics+Code.swift); the rows are those of
Sources/Players/TacticFeatures.swift. A position's bytes are gain, threat, check, the number of hanging pieces; square
and gain of each of these; then net, answer, plan, threat, exposed and marks of every legal move in order.
"""
from __future__ import annotations

import os

import numba
import numpy as np
from safetensors.torch import load_file

from .board import ALL_FACTS, FIRST_MOVE, MOVE_FROM, MOVE_MAP, MOVE_TO, SQUARE_MAP, in_check, is_possible


MATE, MOST = 50, 40  # a forced mate; the greatest gain that is not one
GAINS = 51  # rows for a gain
HEADER, MOVE_BYTES = 4, 6
NO_MORE_MOVES = 160  # room for those of a side


def firsts(begin: int, *sizes: int) -> list[int]:
    """Where blocks of those sizes begin, and the end of the last."""
    return [begin + sum(sizes[:n]) for n in range(len(sizes) + 1)]


# The facts of a position behind those of the board and the possible moves.
(GAIN, THREAT, BEST_NET, LEAST_PLAN, BALANCE, CHECK, OWN_HANGING, OTHER_HANGING,
 TACTIC_FACTS) = firsts(ALL_FACTS, *[GAINS] * 5, 1, 90, 90)
# The features of a legal move.
(ALWAYS, NET, ANSWER, PLAN, THREATENS, HUNG, EXPOSED, RELATIVE, TOTAL, VICTIM, MOVER, MARKS, MOVER_NET, STANDING,
 EXCHANGE, PATTERN, IN_CHECK, MOVE_FEATURES) = firsts(0, 1, *[GAINS] * 8, 8, 7, 5, 21, 3 * GAINS, 56, 16, 14)
ROWS_OF_A_MOVE = 16  # and one for each of its marks
WORTH = np.array([20, 4, 4, 8, 18, 9, 2])  # of `KABNRCP` in half soldiers; a soldier beyond the river is worth 4


class Tactics:
    """The tactics of all positions of a prepared folder of games; a game has one more of them than moves."""

    def __init__(self, folder: str, positions: int):
        path = os.path.join(folder, "tactics.safetensors")
        if not os.path.exists(path):
            raise ValueError(f"{path}: is missing; `yiwen prepare --tactics` writes it")
        arrays = {key: tensor.numpy() for key, tensor in load_file(path).items()}
        self.path, self.offsets, self.code = path, arrays["offsets"], arrays["code"].view(np.int8)
        if (len(self.offsets) != positions + 1 or self.offsets[0] != 0 or self.offsets[-1] != len(self.code)
                or (np.diff(self.offsets) < HEADER).any()):
            raise ValueError(f"{path}: the offsets should be those of {positions} positions in {len(self.code)} bytes")

    def add_facts(self, first: np.ndarray, boards, turned, view, facts, amount):
        """Adds the tactics' facts to those that `unroll` found; `first`: the numbers of its first positions."""
        wrong = append_facts(self.offsets, self.code, first, boards, turned, view, facts, amount)
        self.refuse(wrong, first)

    def candidates(self, position: np.ndarray, boards, sides, view, first_move: int):
        """The legal moves of positions, seen in their views: how many, their tokens, where the features of each begin
        and the features."""
        moves, rows = count_rows(self.offsets, self.code, position)
        starts, row_starts = (np.concatenate(([0], np.cumsum(x))) for x in (moves, rows))
        tokens, feature_offsets = np.empty(starts[-1], np.int64), np.empty(starts[-1] + 1, np.int64)
        features = np.empty(row_starts[-1], np.int64)
        feature_offsets[-1] = row_starts[-1]
        wrong = write_candidates(self.offsets, self.code, position, boards, sides, view, starts, row_starts, tokens,
                                 feature_offsets, features)
        self.refuse(wrong, position)
        return moves, tokens + first_move, feature_offsets, features

    def refuse(self, wrong: np.ndarray, position: np.ndarray):
        if wrong.any():
            raise ValueError(f"{self.path}: the bytes from position {position[wrong][0]} on are not of these games")


@numba.njit(cache=True, nogil=True)
def gain_row(gain):
    """A row for each gain up to 20 half soldiers, one for each five beyond, one for a mate."""
    if abs(gain) >= MATE:
        return 50 if gain > 0 else 0
    if gain > 20:
        return 46 + (min(gain, MOST) - 21) // 5
    if gain < -20:
        return 4 - (min(-gain, MOST) - 21) // 5
    return 25 + gain


@numba.njit(cache=True, nogil=True)
def worth(piece, square):
    if piece == 0:
        return 0
    beyond = square >= 45 if piece <= 7 else square < 45
    return 4 if beyond and (piece - 1) % 7 == 6 else WORTH[(piece - 1) % 7]


@numba.njit(cache=True, nogil=True)
def first_move_byte(code):
    """Where the moves begin; -1 where the bytes are not as many as they should be."""
    begin = HEADER + 2 * code[3]
    return begin if begin <= len(code) and (len(code) - begin) % MOVE_BYTES == 0 else -1


@numba.njit(cache=True, nogil=True)
def best_net(code, begin):
    best = np.int64(-MATE)
    for at in range(begin, len(code), MOVE_BYTES):
        best = max(best, np.int64(code[at]))
    return best


@numba.njit(cache=True, nogil=True)
def write_tactics(code, board, turned, view, out, n):
    """Writes the rows of a position, seen in a view, into out from place n on; the place behind them, -1 where the
    bytes are not those of a position. `turned`: the second side is to move."""
    begin = first_move_byte(code)
    if begin < 0:
        return -1
    least, balance = np.int64(MATE), 0
    for at in range(begin, len(code), MOVE_BYTES):
        least = min(least, np.int64(code[at + 2]))
    for q in range(90):
        balance += worth(board[q], q) * (1 if (board[q] > 7) == turned else -1)
    blocks = (GAIN, THREAT, BEST_NET, LEAST_PLAN, BALANCE)
    gains = (np.int64(code[0]), np.int64(code[1]), best_net(code, begin), least, max(-MOST, min(MOST, balance)))
    for k in range(5):
        out[n] = blocks[k] + gain_row(gains[k])
        n += 1
    if code[2] == 1:
        out[n] = CHECK
        n += 1
    hanging = n
    for at in range(HEADER, begin, 2):
        if not 0 <= code[at] < 90 or n == len(out):
            return -1
        square = SQUARE_MAP[view, code[at]]
        if board[square] == 0:
            return -1
        out[n] = (OWN_HANGING if (board[square] > 7) == turned else OTHER_HANGING) + square
        n += 1
    out[hanging:n].sort()
    return n


@numba.njit(cache=True, nogil=True, parallel=True)
def append_facts(offsets, code, first, boards, turned, view, facts, amount):
    """`Tactics.add_facts`; says which sequences have bytes that are not theirs."""
    wrong = np.zeros(len(boards), np.bool_)
    for s in numba.prange(len(boards)):
        for at in range(boards.shape[1]):
            if amount[s, at] > 0:
                p = first[s] + at
                n = write_tactics(code[offsets[p]:offsets[p + 1]], boards[s, at], turned[s, at], view[s], facts[s, at],
                                  amount[s, at])
                wrong[s] |= n < 0
                amount[s, at] = max(n, 0)
    return wrong


@numba.njit(cache=True, nogil=True, parallel=True)
def count_rows(offsets, code, position):
    """How many moves the bytes of each position are of, and how many features these have."""
    moves, rows = np.zeros(len(position), np.int64), np.zeros(len(position), np.int64)
    for i in numba.prange(len(position)):
        own = code[offsets[position[i]]:offsets[position[i] + 1]]
        begin = first_move_byte(own)
        for at in range(max(begin, 0), len(own) if begin >= 0 else 0, MOVE_BYTES):
            moves[i] += 1
            rows[i] += ROWS_OF_A_MOVE
            for mark in range(5):
                rows[i] += own[at + 5] >> mark & 1
    return moves, rows


@numba.njit(cache=True, nogil=True)
def write_move(code, at, best, hung, mover, taken, victim, out, n):
    """Writes the features of the move whose bytes are at that place, `ROWS_OF_A_MOVE` and its marks. mover and taken:
    kinds from 0, and from 1 with 0 for nothing."""
    own = code[at:at + MOVE_BYTES].astype(np.int64)
    net, answer, plan, threat, exposed, marks = own[0], own[1], own[2], own[3], own[4], own[5]
    sign = (net > 0) - (net < 0) + 1
    blocks = (NET, ANSWER, PLAN, THREATENS, HUNG, EXPOSED, RELATIVE, TOTAL)
    gains = (net, answer, plan, threat, hung, exposed, max(-MATE, net - best), max(-MATE, min(MATE, victim - plan)))
    out[n] = ALWAYS
    for k in range(8):
        out[n + 1 + k] = blocks[k] + gain_row(gains[k])
    out[n + 9] = VICTIM + taken
    out[n + 10] = MOVER + mover
    n += 11
    for mark in range(5):
        if marks >> mark & 1:
            out[n] = MARKS + mark
            n += 1
    out[n] = MOVER_NET + mover * 3 + sign
    out[n + 1] = STANDING + gain_row(code[1]) * 3 + sign
    out[n + 2] = EXCHANGE + taken * 7 + mover
    out[n + 3] = PATTERN + (threat > 0) + 2 * (exposed > 0) + 4 * (hung > 0) + 8 * (marks & 1)
    out[n + 4] = IN_CHECK + mover * 2 + (code[2] == 1)
    return n + 5


@numba.njit(cache=True, nogil=True, parallel=True)
def write_candidates(offsets, code, position, boards, sides, view, starts, row_starts, tokens, feature_offsets,
                     features):
    """`Tactics.candidates` without the number of the first move; says which positions have bytes that are not theirs.

    The bytes follow the moves of the board as it is, so these are gone through in its order and looked up in the view.
    """
    wrong = np.zeros(len(position), np.bool_)
    for i in numba.prange(len(position)):
        own = code[offsets[position[i]]:offsets[position[i] + 1]]
        board, side, seen = boards[i].copy(), sides[i], view[i]
        begin = first_move_byte(own)
        best, k, n = best_net(own, max(begin, 0)), starts[i], row_starts[i]
        possible, count = np.empty((NO_MORE_MOVES, 2), np.int64), 0
        for q in range(90):
            square = SQUARE_MAP[seen, q]
            if board[square] and (board[square] > 7) == (side == 1):
                for number in range(FIRST_MOVE[q], FIRST_MOVE[q + 1]):
                    move = MOVE_MAP[seen, number]
                    if is_possible(board, move):
                        possible[count] = move, q
                        count += 1
        is_sure = count == starts[i + 1] - starts[i]  # every possible move is legal
        for move, q in possible[:count]:
            a, b = MOVE_FROM[move], MOVE_TO[move]
            piece, taken = board[a], board[b]
            if not is_sure:
                board[b], board[a] = piece, 0
                is_legal = not in_check(board, side)
                board[a], board[b] = piece, taken
                if not is_legal:
                    continue
            if k == starts[i + 1]:
                wrong[i] = True
                break
            hung = np.int64(0)
            for at in range(HEADER, begin, 2):
                if own[at] == q:
                    hung = np.int64(own[at + 1])
                    break
            tokens[k], feature_offsets[k] = move, n
            n = write_move(own, begin + MOVE_BYTES * (k - starts[i]), best, hung, (piece - 1) % 7,
                           (taken - 1) % 7 + 1 if taken else 0, worth(taken, b), features, n)
            k += 1
        wrong[i] |= k != starts[i + 1]
    return wrong
