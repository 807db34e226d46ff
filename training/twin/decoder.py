"""The decoder family: its configuration, a step's batch, and the model."""
from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass, field, fields, replace

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .candidates import CandidateHead


@dataclass
class Config:
    """What `config.json` says of a model; the names are Hugging Face's where it has one."""

    vocab_size: int
    hidden_size: int
    num_hidden_layers: int
    num_attention_heads: int
    intermediate_size: int
    max_position_embeddings: int
    num_key_value_heads: int = 0  # 0: as many as heads
    head_dim: int = 0  # 0: width / heads
    hidden_act: str = "silu"  # silu: SwiGLU; gelu_new: GELU in its tanh form
    norm: str = "rmsnorm"  # or layernorm
    rms_norm_eps: float = 1e-6
    layer_norm_eps: float = 1e-5
    position: str = "rotary"  # or learned
    rope_theta: float = 10000.0
    tie_word_embeddings: bool = False
    qk_norm: bool = False
    attention_bias: bool = False
    mlp_bias: bool = False
    attention_mask: str = "causal"  # or prefix
    board_embedding: int = 0  # facts under the first model's tensor name; at most one of the two is not 0
    state_embedding: int = 0
    wdl_head: int = 0
    candidate_features: int = 0  # of the head that scores candidates; 0: none
    candidate_width: int = 0  # its units
    dropout: float = 0.0
    # xiangqi
    sequence: str = ""  # game or keyframe
    prefix: int = 0
    pieces: int = 0
    history: int = 0
    view: str = ""
    other: dict = field(default_factory=dict)  # keys that do not change the computation, kept as they were

    OPTIONAL = ("qk_norm", "attention_mask", "board_embedding", "state_embedding", "wdl_head",
                "candidate_features", "candidate_width", "dropout", "sequence", "prefix", "pieces", "history", "view")

    def __post_init__(self):
        self.num_key_value_heads = self.num_key_value_heads or self.num_attention_heads
        self.head_dim = self.head_dim or self.hidden_size // self.num_attention_heads
        if self.prefix > 0:
            self.attention_mask = "prefix"
            self.sequence = self.sequence or "keyframe"
        for key, choices in (("hidden_act", ("silu", "gelu_new")), ("norm", ("rmsnorm", "layernorm")),
                             ("position", ("rotary", "learned")), ("attention_mask", ("causal", "prefix")),
                             ("sequence", ("", "game", "keyframe"))):
            if getattr(self, key) not in choices:
                raise ValueError(f"config.json: {key} is {getattr(self, key)!r}, it should be one of {choices}")
        if self.num_attention_heads % self.num_key_value_heads:
            raise ValueError("config.json: num_key_value_heads should divide num_attention_heads")
        if self.board_embedding and self.state_embedding:
            raise ValueError("config.json: board_embedding and state_embedding exclude each other")
        if (self.candidate_features > 0) != (self.candidate_width > 0):
            raise ValueError("config.json: candidate_features and candidate_width belong together")

    @property
    def facts(self) -> int:
        return self.board_embedding or self.state_embedding

    @property
    def epsilon(self) -> float:
        return self.rms_norm_eps if self.norm == "rmsnorm" else self.layer_norm_eps

    @classmethod
    def read(cls, folder: str) -> Config:
        with open(os.path.join(folder, "config.json"), encoding="utf-8") as file:
            content = json.load(file)
        names = {f.name for f in fields(cls)} - {"other"}
        known = {key: value for key, value in content.items() if key in names}
        return cls(**known, other={key: value for key, value in content.items() if key not in names})

    def json(self, dtype: torch.dtype) -> dict:
        content = {"model_type": "yiwen", "architectures": ["YiwenDecoder"]}
        plain = Config(1, 1, 1, 1, 1, 1)
        for f in fields(self):
            value = getattr(self, f.name)
            unused = (f.name == "other" or f.name in self.OPTIONAL and value == getattr(plain, f.name)
                      or f.name == ("layer_norm_eps" if self.norm == "rmsnorm" else "rms_norm_eps")
                      or f.name == "rope_theta" and self.position == "learned")
            if not unused:
                content[f.name] = value
        return content | self.other | {"torch_dtype": str(dtype).removeprefix("torch.")}


@dataclass
class Batch:
    """One step's sequences packed one after another (TrainingBatch.swift). Integer tensors are int64."""

    tokens: Tensor  # [T]
    positions: Tensor  # [T] rotary angle or row of the learned positions
    feature_offsets: Tensor  # [T + 1]
    features: Tensor  # rows of the state embedding, ascending for each token
    targets: Tensor  # [T] the token that should follow, or -1
    weights: Tensor  # [T] how much a target counts
    outcomes: Tensor  # [T] class of the outcome head, or -1
    starts: list[int]  # [S + 1] where sequences begin, and the end
    prefixes: list[int]  # [S] how many first tokens all tokens of the sequence see
    seen: Tensor  # [S] the same
    # What is known of the tokens that may follow. C candidates, ascending by the token that they may follow.
    candidate_places: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.int64))  # [C] which one that is
    candidates: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.int64))  # [C] tokens
    candidate_offsets: Tensor = field(default_factory=lambda: torch.zeros(1, dtype=torch.int64))  # [C + 1]
    candidate_features: Tensor = field(default_factory=lambda: torch.zeros(0, dtype=torch.int64))  # rows of the head
    # Targets that several tokens share, at most K each; `targets` has one of them. No shares: a plain target.
    soft_tokens: Tensor = field(default_factory=lambda: torch.zeros((0, 0), dtype=torch.int64))  # [T, K]
    soft_shares: Tensor = field(default_factory=lambda: torch.zeros(0, 0))  # [T, K] probabilities, 0 behind the last

    SWIFT = {"tokens": "tokens", "positions": "positions", "featureOffsets": "feature_offsets", "features": "features",
             "sequenceStarts": "starts", "prefixLengths": "prefixes", "targets": "targets", "weights": "weights",
             "outcomes": "outcomes"}

    @classmethod
    def of(cls, tokens, positions, feature_offsets, features, starts, prefixes, targets, weights, outcomes,
           candidates=((), (), (0,), ()), soft=None) -> Batch:
        """From lists or arrays, in the order of TrainingBatch.swift; `candidates`: the four, `soft`: the two."""
        whole = lambda x: torch.from_numpy(np.ascontiguousarray(x, dtype=np.int64))
        real = lambda x: torch.from_numpy(np.ascontiguousarray(x, dtype=np.float32))
        shared = () if soft is None else (whole(soft[0]), real(soft[1]))
        return cls(whole(tokens), whole(positions), whole(feature_offsets), whole(features), whole(targets),
                   real(weights), whole(outcomes), [int(x) for x in starts], [int(x) for x in prefixes],
                   whole(prefixes), *(whole(x) for x in candidates), *shared)

    @property
    def soft(self) -> tuple[Tensor, Tensor] | None:
        """The soft targets, if there are any."""
        return (self.soft_tokens, self.soft_shares) if self.soft_tokens.numel() else None

    @property
    def runs(self) -> tuple[tuple[int, int, int, int | Tensor], ...]:
        """Neighbours of one length and prefix, attended together: (first token, sequences, length, prefix). Where all
        sequences have one length but not one prefix they are one run, whose prefixes are [S]: its shape stays."""
        if len(set(np.diff(self.starts))) == 1 and len(set(self.prefixes)) > 1:
            return ((0, len(self.prefixes), self.starts[1], self.seen),)
        runs: list[tuple[int, int, int, int]] = []
        for start, end, prefix in zip(self.starts, self.starts[1:], self.prefixes):
            length = end - start
            if runs and runs[-1][2:] == (length, prefix):
                first, count, _, _ = runs[-1]
                runs[-1] = (first, count + 1, length, prefix)
            else:
                runs.append((start, 1, length, prefix))
        return tuple(runs)

    def to(self, device: str) -> Batch:
        moved = {f.name: getattr(self, f.name).to(device, non_blocking=True) for f in fields(self)
                 if isinstance(getattr(self, f.name), Tensor)}
        return replace(self, **moved)

    def swift(self) -> dict:
        plain = lambda x: x.tolist() if isinstance(x, Tensor) else x
        content = {key: plain(getattr(self, name)) for key, name in self.SWIFT.items()}
        if len(self.candidates):
            before = torch.searchsorted(self.candidate_places, torch.arange(len(self.tokens) + 1))
            content["candidates"] = {"offsets": before.tolist(), "tokens": self.candidates.tolist(),
                                     "featureOffsets": self.candidate_offsets.tolist(),
                                     "features": self.candidate_features.tolist()}
        if self.soft:
            there = self.soft_shares > 0
            content["softTargets"] = {"offsets": [0, *there.sum(1).cumsum(0).tolist()],
                                      "tokens": self.soft_tokens[there].tolist(),
                                      "probabilities": self.soft_shares[there].tolist()}
        return content


def cross_entropies(logits: Tensor, targets: Tensor, soft: tuple[Tensor, Tensor] | None) -> Tensor:
    """logits [R, V], targets [R] and soft ones [R, K] -> [R]; 0 where the target is -1.

    That against probabilities is more than that against one token by its logit less the mean logit.
    """
    each = F.cross_entropy(logits, targets, ignore_index=-1, reduction="none")
    if soft is None:
        return each
    tokens, shares = soft
    surplus = logits.gather(1, targets.clamp(min=0)[:, None]) - logits.gather(1, tokens)
    return each + (surplus * shares).sum(1) * (targets >= 0)


class Norm(nn.Module):
    """RMSNorm, or LayerNorm with its bias, over the last dimension; in float32 or better."""

    def __init__(self, size: int, kind: str, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.bias = nn.Parameter(torch.zeros(size)) if kind == "layernorm" else None
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float() if x.dtype in (torch.bfloat16, torch.float16) else x
        if self.bias is None:
            y = F.rms_norm(wide, self.weight.shape, self.weight, self.epsilon)
        else:
            y = F.layer_norm(wide, self.weight.shape, self.weight, self.bias, self.epsilon)
        return y.to(x.dtype)


def rotate(x: Tensor, cosines: Tensor, sines: Tensor) -> Tensor:
    """Rotary positions (Su et al. 2021), halves convention: element i turns with element i + head/2.

    x [T, H, head], cosines and sines [T, 1, head/2].
    """
    a, b = x.chunk(2, dim=-1)
    return torch.cat((a * cosines - b * sines, b * cosines + a * sines), dim=-1)


def attend(q: Tensor, k: Tensor, v: Tensor, runs) -> Tensor:
    """Each sequence attends to itself alone. q [T, H, head], k and v [T, K, head] -> [T, H, head]."""
    outputs = []
    for first, count, length, prefix in runs:
        part = slice(first, first + count * length)
        one = lambda x: x[part].view(count, length, x.shape[1], x.shape[2]).transpose(1, 2)
        mask = None
        index = torch.arange(length, device=q.device)
        if isinstance(prefix, Tensor):
            mask = ((index[None] <= index[:, None]) | (index < prefix[:, None, None]))[:, None]
        elif 1 < prefix < length:
            mask = (index[None] <= index[:, None]) | (index[None] < prefix)
        causal = mask is None and prefix <= 1
        y = F.scaled_dot_product_attention(one(q), one(k), one(v), attn_mask=mask, is_causal=causal,
                                           enable_gqa=q.shape[1] != k.shape[1])
        outputs.append(y.transpose(1, 2).reshape(count * length, q.shape[1], q.shape[2]))
    return outputs[0] if len(outputs) == 1 else torch.cat(outputs)


class Attention(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        self.head_dim = c.head_dim
        inner, narrow = c.num_attention_heads * c.head_dim, c.num_key_value_heads * c.head_dim
        self.q_proj = nn.Linear(c.hidden_size, inner, bias=c.attention_bias)
        self.k_proj = nn.Linear(c.hidden_size, narrow, bias=c.attention_bias)
        self.v_proj = nn.Linear(c.hidden_size, narrow, bias=c.attention_bias)
        self.o_proj = nn.Linear(inner, c.hidden_size, bias=c.attention_bias)
        self.q_norm = Norm(c.head_dim, "rmsnorm", c.epsilon) if c.qk_norm else None
        self.k_norm = Norm(c.head_dim, "rmsnorm", c.epsilon) if c.qk_norm else None

    def forward(self, x: Tensor, angles, runs) -> Tensor:
        heads = lambda y: y.view(x.shape[0], -1, self.head_dim)
        q, k, v = heads(self.q_proj(x)), heads(self.k_proj(x)), heads(self.v_proj(x))
        if self.q_norm is not None:
            q, k = self.q_norm(q), self.k_norm(k)
        if angles is not None:
            q, k = rotate(q, *angles).to(v.dtype), rotate(k, *angles).to(v.dtype)
        return self.o_proj(attend(q, k, v, runs).flatten(1))


class FeedForward(nn.Module):
    def __init__(self, c: Config):
        super().__init__()
        gated = c.hidden_act == "silu"
        self.gate_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=c.mlp_bias) if gated else None
        self.up_proj = nn.Linear(c.hidden_size, c.intermediate_size, bias=c.mlp_bias)
        self.down_proj = nn.Linear(c.intermediate_size, c.hidden_size, bias=c.mlp_bias)

    def forward(self, x: Tensor) -> Tensor:
        if self.gate_proj is None:
            return self.down_proj(F.gelu(self.up_proj(x), approximate="tanh"))
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    """x += drop(attention(norm(x))); x += drop(feed-forward(norm(x)))."""

    def __init__(self, c: Config):
        super().__init__()
        self.input_layernorm = Norm(c.hidden_size, c.norm, c.epsilon)
        self.self_attn = Attention(c)
        self.post_attention_layernorm = Norm(c.hidden_size, c.norm, c.epsilon)
        self.mlp = FeedForward(c)
        self.dropout = c.dropout

    def forward(self, x: Tensor, angles, runs) -> Tensor:
        x = x + F.dropout(self.self_attn(self.input_layernorm(x), angles, runs), self.dropout, self.training)
        return x + F.dropout(self.mlp(self.post_attention_layernorm(x)), self.dropout, self.training)


class Trunk(nn.Module):
    """Everything below the heads."""

    def __init__(self, c: Config):
        super().__init__()
        self.embed_tokens = nn.Embedding(c.vocab_size, c.hidden_size)
        learned = c.position == "learned"
        self.embed_positions = nn.Embedding(c.max_position_embeddings, c.hidden_size) if learned else None
        self.embed_state = nn.Embedding(c.facts, c.hidden_size) if c.facts else None  # a row per fact
        self.layers = nn.ModuleList(Layer(c) for _ in range(c.num_hidden_layers))
        self.norm = Norm(c.hidden_size, c.norm, c.epsilon)


class Decoder(nn.Module):
    """A decoder-only transformer on packed sequences; parameters bear the names of the files."""

    def __init__(self, c: Config):
        super().__init__()
        self.config = c
        self.every_row = False  # compute rows nobody asks for rather than have shapes change: for GPUs
        self.stream = None  # type of the residual stream; None: that of the embeddings
        self.model = Trunk(c)
        self.lm_head = None if c.tie_word_embeddings else nn.Linear(c.hidden_size, c.vocab_size, bias=False)
        self.wdl_head = nn.Linear(c.hidden_size, c.wdl_head, bias=False) if c.wdl_head else None
        known = c.candidate_features, c.candidate_width, c.hidden_size
        self.candidate_head = CandidateHead(*known) if c.candidate_features else None
        half = c.head_dim // 2
        self.frequencies = c.rope_theta ** (-np.arange(half, dtype=np.float64) / half)
        self.initialise()

    def initialise(self):
        """Matrices N(0, 1/inputs), those that end a branch less by sqrt(2 layers); embeddings N(0, 0.02²), of
        candidates' features N(0, 0.25²); the facts, the outcome head and the scores of candidates begin at zero."""
        for name, p in self.named_parameters():
            if name.endswith("bias"):
                nn.init.zeros_(p)
            elif p.ndim == 2:
                scale = 0.02 if "embed" in name else 1 / math.sqrt(p.shape[1])
                if name.endswith(("o_proj.weight", "down_proj.weight")):
                    scale /= math.sqrt(2 * self.config.num_hidden_layers)
                scale = 0.25 if name == "candidate_head.embed.weight" else scale
                zero = any(part in name for part in ("embed_state", "wdl", "candidate_head.score"))
                nn.init.normal_(p, std=0 if zero else scale)

    def embed_facts(self, offsets: Tensor, facts: Tensor) -> Tensor:
        """The sum of each token's facts, [T, D]. On a GPU as a product with a matrix of 0 and 1: the zeros cost its
        matrix units less than gathering rows and sorting them again on the way back."""
        table = self.model.embed_state.weight
        if not facts.is_cuda:
            return F.embedding_bag(facts, table, offsets, mode="sum", include_last_offset=True)
        count = len(offsets) - 1
        tokens = torch.arange(count, device=facts.device)
        token = torch.repeat_interleave(tokens, offsets.diff(), output_size=len(facts))
        present = torch.zeros(count, len(table), dtype=torch.bfloat16, device=facts.device)
        present[token, facts] = 1
        return present @ table.to(present.dtype)

    def embed(self, batch: Batch) -> Tensor:
        """What enters the first layer, [T, D]."""
        trunk = self.model
        x = trunk.embed_tokens(batch.tokens)
        if trunk.embed_positions is not None:
            x = x + trunk.embed_positions(batch.positions)
        if trunk.embed_state is not None:
            x = x + self.embed_facts(batch.feature_offsets, batch.features)
        return x if self.stream is None else x.to(self.stream)

    def transform(self, x: Tensor, positions: Tensor, runs) -> Tensor:
        """The layers and the last norm, [T, D] -> [T, D]."""
        angles = None
        if self.config.position == "rotary":
            kind = torch.promote_types(x.dtype, torch.float32)
            frequencies = torch.as_tensor(self.frequencies, dtype=kind, device=x.device)
            angle = (positions.to(kind)[:, None] * frequencies)[:, None]
            angles = angle.cos(), angle.sin()
        for layer in self.model.layers:
            x = layer(x, angles, runs)
        return self.model.norm(x)

    def hidden(self, batch: Batch) -> Tensor:
        """The tokens after the last norm, [T, D]."""
        return self.transform(self.embed(batch), batch.positions, batch.runs)

    def logits(self, hidden: Tensor) -> Tensor:
        return F.linear(hidden, self.model.embed_tokens.weight if self.lm_head is None else self.lm_head.weight)

    def losses(self, x: Tensor, positions: Tensor, runs, targets: Tensor, weights: Tensor, outcomes: Tensor, rows,
               candidates=None, soft=None):
        """From the embedded tokens to the three sums of `forward`. `rows`: which rows are asked for a target and which
        for an outcome; None: all are computed, and the loss looks away from those with -1."""
        h = self.transform(x, positions, runs)
        asked = judged = h
        if rows is not None:
            asked, targets, weights = h[rows[0]], targets[rows[0]], weights[rows[0]]
            judged, outcomes = h[rows[1]], outcomes[rows[1]]
            soft = soft and tuple(x[rows[0]] for x in soft)
        wide = lambda x: x.float() if x.dtype == torch.bfloat16 else x
        logits = wide(self.logits(asked))
        each = cross_entropies(logits, targets, soft)
        outcome_loss = plain_loss = each.new_zeros(())
        if candidates is not None:
            told = torch.zeros_like(weights).index_fill(0, candidates[1], 1)
            plain_loss = (each * weights * told).sum()
            logits = self.candidate_head(logits, asked, *candidates)
            each = cross_entropies(logits, targets, soft)
        if self.wdl_head is not None:
            outcome_loss = F.cross_entropy(wide(self.wdl_head(judged)), outcomes, ignore_index=-1, reduction="sum")
        return (each * weights).sum(), outcome_loss, plain_loss

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor, Tensor]:
        """The sum of weighted cross-entropies of the targets, the sum of those of the outcomes, and that of the targets
        with candidates from the logits without their scores, in nats."""
        rows = candidates = None
        if not self.every_row:
            rows = (batch.targets >= 0).nonzero().flatten(), (batch.outcomes >= 0).nonzero().flatten()
        if self.candidate_head is not None:
            candidates = self.candidate_head.behind(batch, None if rows is None else rows[0])
            for x in candidates if self.every_row else ():  # for another number of them nothing is compiled anew
                torch._dynamo.maybe_mark_dynamic(x, 0)
        return self.losses(self.embed(batch), batch.positions, batch.runs, batch.targets, batch.weights, batch.outcomes,
                           rows, candidates, batch.soft)


def amounts(batch: Batch) -> Tensor:
    """By what the three sums of `Decoder.forward` are divided: the targets' weight, the outcomes, the weight again."""
    weight = batch.weights[batch.targets >= 0].sum()
    return torch.stack((weight, (batch.outcomes >= 0).sum().to(weight.dtype), weight))


def total_loss(model, batch: Batch, outcome_weight: float, plain_weight: float = 0.25) -> Tensor:
    """Weighted mean over the targets + outcome_weight times the mean over the outcomes asked + plain_weight times what
    the targets with candidates add to the first mean without their scores."""
    token, outcome, plain = torch.stack(model(batch)) / amounts(batch).clamp(min=1e-9)
    return token + outcome_weight * outcome + plain_weight * plain
