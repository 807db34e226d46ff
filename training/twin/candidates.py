"""The head that scores tokens of which something is known beside the sequence, such as legal moves."""
from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Gate(nn.Module):
    """What the logits of tokens that are no candidates get."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.full((1,), -8.0))


class CandidateHead(nn.Module):
    """"Wide and deep" (Cheng et al. 2016): score = w · gelu(sum of the features' embeddings + projection · hidden
    state). A candidate's score is added to its logit, the gate to those of all other tokens."""

    def __init__(self, features: int, units: int, width: int):
        super().__init__()
        self.embed = nn.Embedding(features, units)
        self.project = nn.Linear(width, units, bias=False)
        self.score = nn.Linear(units, 1, bias=False)
        self.gate = Gate()

    def behind(self, batch, rows: Tensor | None) -> tuple[Tensor, Tensor, Tensor]:
        """Of the candidates behind those tokens of a batch (None: all): the sums of their features [C, units], which of
        the rows they follow, and what they are."""
        known = F.embedding_bag(batch.candidate_features, self.embed.weight, batch.candidate_offsets, mode="sum",
                                include_last_offset=True)
        if rows is None:
            return known, batch.candidate_places, batch.candidates
        row = torch.full_like(batch.tokens, -1)
        row[rows] = torch.arange(len(rows), device=row.device)
        asked = (row[batch.candidate_places] >= 0).nonzero().flatten()
        return known[asked], row[batch.candidate_places[asked]], batch.candidates[asked]

    def forward(self, logits: Tensor, hidden: Tensor, known: Tensor, rows: Tensor, tokens: Tensor) -> Tensor:
        """Logits with the scores of candidates, these as `behind` gives them.

        A softmax does not see what all logits have in common, so the gate is taken from candidates instead of being
        added to all others. The last product is not one of matrices, which is rounded where products are bf16; rows are
        taken as an embedding's, whose gradient does not depend on the order in which threads come.
        """
        units = F.gelu(F.embedding(rows, self.project(hidden)) + known, approximate="tanh")
        scores = (units * self.score.weight).sum(1) - self.gate.weight
        return logits.index_put((rows, tokens), scores.to(logits.dtype), accumulate=True)
