"""What an engine says of positions, as soft targets."""
from __future__ import annotations

import numpy as np

from .board import MOVES


MIDDLE, MOST_CENTIPAWNS, MATE_CODE = 32_768, 20_000, 32_000  # of the scores of moves in 16 bits


def score_values(codes: np.ndarray) -> np.ndarray:
    """What scores count in hundredths of a soldier: beyond 20 soldiers no more, but 30 for a mate, half a one less for
    each of its moves up to 20 (PositionLabel.swift)."""
    score = codes.astype(np.int64) - MIDDLE
    mate = 3000 - 50 * np.minimum(MATE_CODE - np.abs(score), 20)
    return np.where(np.abs(score) > MOST_CENTIPAWNS, np.sign(score) * mate, np.clip(score, -2000, 2000))


class Labels:
    """The best moves of positions with the probabilities that they have as targets, the best first
    (PreparedLabels.swift). P plies, K moves of the longest label."""

    def __init__(self, arrays: dict[str, np.ndarray], plies: int, temperature: float):
        self.offsets, self.moves = arrays["label_offsets"].astype(np.int64), arrays["label_moves"].astype(np.int64)
        codes, counts = arrays["label_scores"].astype(np.int64), np.diff(self.offsets)
        if (len(counts) != plies or self.offsets[0] != 0 or (counts < 0).any()
                or not 0 < self.offsets[-1] == len(self.moves) == len(codes)):
            raise ValueError("tokens.safetensors: the labels do not fit the moves")
        if (self.moves >= MOVES).any() or (np.abs(codes - MIDDLE) > MATE_CODE).any():
            raise ValueError("tokens.safetensors: a label has a move or a score that there is not")
        self.widest = int(counts.max())
        # An engine that ran out of nodes has searched some moves less deep than the first, which is its choice all the
        # same; so the first is never less than another, and no power is above 1.
        best = np.repeat(codes[self.offsets[:-1][counts > 0]], counts[counts > 0])
        position = np.repeat(np.arange(plies), counts)
        power = np.exp((score_values(np.minimum(codes, best)) - score_values(best)) / max(temperature, 1))
        self.shares = (power / np.bincount(position, power, plies)[position]).astype(np.float32)

    def targets(self, plies: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """plies [...] -> the moves of their labels and their probabilities, both 0 behind the last, [..., K]."""
        place = np.arange(self.widest)
        there = place < np.diff(self.offsets)[plies][..., None]
        at = np.minimum(self.offsets[plies][..., None] + place, len(self.moves) - 1)
        return np.where(there, self.moves[at], 0), np.where(there, self.shares[at], 0)
