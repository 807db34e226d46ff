"""Games of xiangqi as sequences of moves."""
from __future__ import annotations

import threading

import numpy as np

from .board import ALL_FACTS, BOARD_FACTS, MOVE_MAP, MOVES, PIECE_LETTERS, join_facts, move_name, unroll
from .decoder import Batch, Config
from .labels import Labels
from .source import Source, coins
from .tactics import MOVE_FEATURES, TACTIC_FACTS, Tactics


KNOWN_RESULTS = {"game": ("1-0", "1/2-1/2", "0-1", "?"), "keyframe": ("win", "draw", "loss", "?")}
KEYFRAME_LABELS, KEYFRAME_HISTORY = 3, 8
ENGINE = "engine"  # the player that labels are by: no person, and so never left open
PARALLEL = threading.Lock()  # not every threading layer of numba bears two parallel calls at once


def make_words(sequence: str, players: list[str]) -> list[str]:
    """The tokens of a xiangqi model, in order."""
    moves = [move_name(m) for m in range(MOVES)]
    players = ["<player=?>"] + [f"<player={p}>" for p in players]
    if sequence == "game":
        results = [f"<result={r}>" for r in ("?", "1-0", "0-1", "1/2-1/2")]
        return ["<pad>", "<bos>"] + results + players + moves
    pieces = [f"{letter}@{'abcdefghi'[q % 9]}{q // 9}" for letter in PIECE_LETTERS for q in range(90)]
    results = [f"<result={r}>" for r in KNOWN_RESULTS["keyframe"]]
    return ["<pad>", "<turn=red>", "<turn=black>"] + results + players + pieces + moves


def widened(config: Config, facts: int, candidate_width: int) -> dict:
    """What changes in a configuration that is given so many facts; with tactics it is given a candidate head too."""
    changes = {"board_embedding": 0, "state_embedding": facts}
    if facts == TACTIC_FACTS and not config.candidate_features:
        changes |= {"candidate_features": MOVE_FEATURES, "candidate_width": candidate_width}
    return changes


class Games(Source):
    """Games as sequences of moves. Two layouts, alike but for what stands before the first move:

    game      `<bos> result red black`, each with the facts of the first position, in the first side's view.
    keyframe  result, own player, other player, the last 8 moves, `<turn>`, seen whole, the facts of the position at
              `<turn>` only, in the view of the side to move there; any position can be the first.
    Then move by move, each with the facts after it; a target at the last token of the prefix and at each move. The
    outcome is asked where the result is not told: the result, or one drawn from what the position is worth where the
    data say it. A model with a candidate head is told of the legal moves beside each target.

    Where the folder has labels these are the targets, soft ones in whole games, in keyframes their best moves; where a
    position has none only the outcome is asked.
    """

    def __init__(self, folder: str, config: Config, words: list[str], seed=1, shuffled=True, mirror=0.5, known=0.5,
                 tail=0, label_temperature=50.0, rank=0, world=1):
        super().__init__(folder, seed, shuffled, rank, world)
        self.config, self.mirror, self.known = config, mirror, known
        self.keyframe = config.sequence == "keyframe"
        if config.pieces:
            raise ValueError("config.json: pieces in the prefix are not supported, only 0")
        if config.facts not in (0, BOARD_FACTS, ALL_FACTS, TACTIC_FACTS):
            raise ValueError(f"config.json: {config.facts} facts are none that are known")
        if config.candidate_features not in (0, MOVE_FEATURES):
            raise ValueError(f"config.json: candidate_features is {config.candidate_features}, of moves there are "
                             f"{MOVE_FEATURES}")
        number = {word: i for i, word in enumerate(words)}
        self.first_move = number[move_name(0)]
        if words[self.first_move:self.first_move + MOVES] != [move_name(m) for m in range(MOVES)]:
            raise ValueError("tokens.txt: the 2,086 moves should stand in ascending order")
        self.result_ids = np.array([number[f"<result={r}>"] for r in KNOWN_RESULTS[config.sequence or "game"]])
        players = [""] + list(self.manifest.get("players", []))
        self.engine = players.index(ENGINE) if ENGINE in players else -1
        self.player_ids = np.array([number.get(f"<player={p}>", number["<player=?>"]) for p in players])
        self.pad, self.turn = number["<pad>"], number.get("<turn=red>", -1)
        self.bos = number.get("<bos>", -1)
        a = self.arrays
        self.moves, self.offsets = a["moves"].astype(np.int64), a["offsets"].astype(np.int64)
        self.starts, self.results = a["start"], a["result"].astype(np.int64)
        self.weights = a.get("weights", np.ones((len(self.results), 2), np.float32))  # of Red's and Black's moves
        # What positions before moves are worth to Red, in thousandths; 1001 where only the result is known.
        self.values = a["values"].astype(np.int64) if "values" in a else None
        self.labels = Labels(a, len(self.moves), label_temperature) if "label_offsets" in a else None
        self.tactics = None
        if config.candidate_features or config.facts == TACTIC_FACTS:
            self.tactics = Tactics(folder, len(self.moves) + len(self.results))
        self.players = np.stack([a["red"], a["black"]]).astype(np.int64)
        self.players[self.players >= len(players)] = 0
        self.prefix = KEYFRAME_LABELS + KEYFRAME_HISTORY + 1 if self.keyframe else 4
        plies = np.diff(self.offsets)
        longest = config.max_position_embeddings - self.prefix + 1  # targets of a sequence
        if self.keyframe:  # an item is a position: every one may begin a sequence
            self.game = np.repeat(np.arange(len(plies)), plies)
            self.first = np.arange(len(self.moves)) - self.offsets[self.game]
            longest = min(longest, tail + 1)
        else:  # an item is a game, or a part of one that is too long
            parts = -(-plies // longest)
            self.game = np.repeat(np.arange(len(plies)), parts)
            self.first = (np.arange(len(self.game)) - (np.cumsum(parts) - parts)[self.game]) * longest
        self.count = np.minimum(plies[self.game] - self.first, longest)
        self.lengths = self.count + self.prefix - 1
        self.longest = self.prefix - 1 + longest
        self.length = len(self.game)

    def batch_of(self, numbers, items, fixed=0):
        """The batch of some items, and for evaluation the boards, sides and plies of its targets. `numbers` throw the
        coins; `fixed` pads (or cuts) each sequence to that many tokens."""
        p, game, first = self.prefix, self.game[items], self.first[items]
        count = self.count[items] if not fixed else np.minimum(self.count[items], fixed - p + 1)
        toss = lambda stream, chance: coins(self.seed, numbers, stream, chance)
        mover = (self.starts[game, 90] + first) % 2
        view = 2 * toss(0, self.mirror) + (mover if self.keyframe else 0)
        position = self.offsets[game] + game + first  # a game has one more position than moves
        with PARALLEL:
            boards, turned, facts, amount = unroll(self.moves, self.offsets, self.starts, game, first, count, view,
                                                   self.config.facts > BOARD_FACTS)
            if self.config.facts == TACTIC_FACTS:
                self.tactics.add_facts(position, boards, turned, view, facts, amount)

        turned_view = view & 1 == 1
        result = np.where(turned_view & (self.results[game] < 3), 2 - self.results[game], self.results[game])
        told = toss(1, self.known) & (result < 3)
        players = self.players[:, game]
        shown = np.stack([toss(2 + side, self.known) for side in (0, 1)]) | (players == self.engine)
        red, black = self.player_ids[np.where(shown, players, 0)]
        about = [self.result_ids[np.where(told, result, 3)], np.where(turned_view, black, red),
                 np.where(turned_view, red, black)]
        begin = self.offsets[game]
        if self.keyframe:
            ago = np.arange(-KEYFRAME_HISTORY, 0)
            there = (first[:, None] + ago >= 0) & (toss(4, 0.9) | (self.known == 0))[:, None]
            past = MOVE_MAP[view[:, None], self.moves[np.maximum(0, (begin + first)[:, None] + ago)]]
            head = about + list(np.where(there, past + self.first_move, self.pad).T) + [self.turn + mover]
        else:
            head = [np.full(len(items), self.bos)] + about
        head = np.stack(head, 1)

        # A rectangle [S, p - 1 + widest] first; then rows of less are packed.
        widest = fixed - p + 1 if fixed else int(count.max())
        ply = np.arange(widest)
        there = ply < count[:, None]
        at = np.minimum((begin + first)[:, None] + ply, len(self.moves) - 1)
        moves = np.where(there, MOVE_MAP[view[:, None], self.moves[at]] + self.first_move, -1)
        tokens = np.concatenate((head, np.where(moves < 0, self.pad, moves)[:, :-1]), 1)
        asked = np.concatenate((np.full((len(items), p - 1), -1), moves), 1)
        shared = None
        if self.labels is not None:
            named, shares = self.labels.targets(at)
            shares = np.where(there[..., None], shares, 0)
            named = np.where(shares > 0, MOVE_MAP[view[:, None, None], named] + self.first_move, 0)
            asked[:, p - 1:] = np.where(shares[..., 0] > 0, named[..., 0], -1)
            shared = [np.pad(x, ((0, 0), (p - 1, 0), (0, 0))) for x in (named, shares)]
        weight = np.ones(asked.shape)
        weight[:, p - 1:] = self.weights[game[:, None], (self.starts[game, 90] + first)[:, None] + ply & 1]
        outcome = np.full(asked.shape, -1)
        outcome[:, p - 1:] = np.where(there, np.where(told | (result == 3), -1, result)[:, None], -1)
        if self.values is not None:
            worth = self.values[at]
            score = np.where(turned_view[:, None], 1000 - worth, worth) / 1000
            each = numbers[:, None] * 1024 + ply  # a sum of two half points, each won with the score's probability
            lost = 2 - coins(self.seed, each, 5, score) - coins(self.seed, each, 6, score).astype(np.int64)
            known = there & (worth <= 1000) & ~told[:, None]
            outcome[:, p - 1:] = np.where(known, lost, outcome[:, p - 1:])
        keep = np.ones_like(asked, dtype=bool)
        if not fixed:
            keep = np.arange(p - 1 + widest) < (p - 1 + count)[:, None]
        place = np.maximum(0, np.arange(p - 1 + widest) - (p - 1))
        sequence, column = np.nonzero(keep)
        inside = np.minimum(place[column], amount.shape[1] - 1)
        bare = self.keyframe & (column < p - 1) | (place[column] >= count[sequence])  # tokens without facts
        fact_offsets = np.concatenate(([0], np.cumsum(np.where(bare, 0, amount[sequence, inside]))))
        if self.config.facts:
            with PARALLEL:
                joined = join_facts(facts, sequence, inside, fact_offsets)
        else:
            joined, fact_offsets = np.zeros(0), np.zeros_like(fact_offsets)
        places = np.maximum(0, np.arange(p - 1 + widest) - (KEYFRAME_LABELS - 1 if self.keyframe else 0))
        starts = np.concatenate(([0], np.cumsum(keep.sum(1))))
        chosen = asked[:, p - 1:p - 1 + amount.shape[1]] >= 0
        boards, sides, ply = boards[chosen], turned[chosen].astype(np.int64), np.arange(chosen.shape[1])
        candidates = []
        if self.config.candidate_features:
            with PARALLEL:
                moves, *rest = self.tactics.candidates((position[:, None] + ply)[chosen], boards, sides,
                                                       np.repeat(view, chosen.sum(1)), self.first_move)
            candidates.append((np.repeat(np.nonzero(asked[keep] >= 0)[0], moves), *rest))
        soft = [x[keep] for x in shared] if shared and not self.keyframe else None
        batch = Batch.of(tokens[keep], places[column], fact_offsets, joined, starts,
                         [p if self.keyframe else 0] * len(items), asked[keep], weight[keep], outcome[keep],
                         *candidates, soft=soft)
        return batch, (boards, sides, (first[:, None] + ply)[chosen])
