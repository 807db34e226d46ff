#!/usr/bin/env python3
"""The PyTorch twin of Yiwen's decoder: the reference for its gradients, and the way to GPUs.

One file: the decoder family, its optimizers, its files, xiangqi and text data, runs, evaluation, golden files and a
throughput benchmark. `training/README.md` says how to run it and gives every formula that the Swift side must match.

Letters in shapes: T tokens of a step, S sequences of a step, D width, H heads, K key/value heads, N facts of the
state embedding, V vocabulary, P plies.
"""
from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import queue
import statistics
import sys
import threading
import time
from dataclasses import dataclass, field, fields, replace

import numpy as np
import torch
import torch.distributed as dist
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

# Configuration ----------------------------------------------------------------------------------------------------


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
    dropout: float = 0.0
    # xiangqi
    sequence: str = ""  # game or keyframe
    prefix: int = 0
    pieces: int = 0
    history: int = 0
    view: str = ""
    other: dict = field(default_factory=dict)  # keys that do not change the computation, kept as they were

    OPTIONAL = ("qk_norm", "attention_mask", "board_embedding", "state_embedding", "wdl_head", "dropout", "sequence",
                "prefix", "pieces", "history", "view")

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


# Batches ----------------------------------------------------------------------------------------------------------


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

    SWIFT = {"tokens": "tokens", "positions": "positions", "featureOffsets": "feature_offsets", "features": "features",
             "sequenceStarts": "starts", "prefixLengths": "prefixes", "targets": "targets", "weights": "weights",
             "outcomes": "outcomes"}

    @classmethod
    def of(cls, tokens, positions, feature_offsets, features, starts, prefixes, targets, weights, outcomes) -> Batch:
        """From lists or arrays, in the order of TrainingBatch.swift."""
        whole = lambda x: torch.from_numpy(np.ascontiguousarray(x, dtype=np.int64))
        return cls(whole(tokens), whole(positions), whole(feature_offsets), whole(features), whole(targets),
                   torch.from_numpy(np.ascontiguousarray(weights, dtype=np.float32)), whole(outcomes),
                   [int(x) for x in starts], [int(x) for x in prefixes])

    @property
    def runs(self) -> tuple[tuple[int, int, int, int], ...]:
        """Neighbours of one length and prefix, attended together: (first token, sequences, length, prefix)."""
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
        return {key: plain(getattr(self, name)) for key, name in self.SWIFT.items()}


# The decoder ------------------------------------------------------------------------------------------------------


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
        if 1 < prefix < length:
            index = torch.arange(length, device=q.device)
            mask = (index[None] <= index[:, None]) | (index[None] < prefix)
        y = F.scaled_dot_product_attention(one(q), one(k), one(v), attn_mask=mask, is_causal=prefix <= 1,
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
        self.stream = None  # type of the residual stream; None: that of the embeddings
        self.model = Trunk(c)
        self.lm_head = None if c.tie_word_embeddings else nn.Linear(c.hidden_size, c.vocab_size, bias=False)
        self.wdl_head = nn.Linear(c.hidden_size, c.wdl_head, bias=False) if c.wdl_head else None
        half = c.head_dim // 2
        self.frequencies = c.rope_theta ** (-np.arange(half, dtype=np.float64) / half)
        self.initialise()

    def initialise(self):
        """Matrices N(0, 1/inputs), those that end a branch less by sqrt(2 layers); embeddings N(0, 0.02²);
        the facts and the outcome head begin at zero."""
        for name, p in self.named_parameters():
            if name.endswith("bias"):
                nn.init.zeros_(p)
            elif p.ndim == 2:
                scale = 0.02 if "embed" in name else 1 / math.sqrt(p.shape[1])
                if name.endswith(("o_proj.weight", "down_proj.weight")):
                    scale /= math.sqrt(2 * self.config.num_hidden_layers)
                nn.init.normal_(p, std=0 if "embed_state" in name or "wdl" in name else scale)

    def embed_facts(self, offsets: Tensor, facts: Tensor) -> Tensor:
        """The sum of each token's facts, [T, D]. On a GPU as a product with a matrix of 0 and 1: the zeros cost its
        matrix units less than gathering rows and sorting them again on the way back."""
        table = self.model.embed_state.weight
        if not facts.is_cuda:
            return F.embedding_bag(facts, table, offsets, mode="sum", include_last_offset=True)
        count = len(offsets) - 1
        token = torch.repeat_interleave(torch.arange(count, device=facts.device), offsets.diff(), output_size=len(facts))
        present = torch.zeros(count, len(table), dtype=torch.bfloat16, device=facts.device)
        present[token, facts] = 1
        return present @ table.to(present.dtype)

    def hidden(self, batch: Batch, added: Tensor | None = None) -> Tensor:
        """The tokens after the last norm, [T, D]. `added`: the facts' embeddings where they are summed already."""
        c, trunk = self.config, self.model
        x = trunk.embed_tokens(batch.tokens)
        angles = None
        if trunk.embed_positions is not None:
            x = x + trunk.embed_positions(batch.positions)
        else:
            kind = torch.promote_types(x.dtype, torch.float32)
            frequencies = torch.as_tensor(self.frequencies, dtype=kind, device=x.device)
            angle = (batch.positions.to(kind)[:, None] * frequencies)[:, None]
            angles = angle.cos(), angle.sin()
        if trunk.embed_state is not None:
            x = x + (self.embed_facts(batch.feature_offsets, batch.features) if added is None else added)
        if self.stream is not None:
            x = x.to(self.stream)
        for layer in trunk.layers:
            x = layer(x, angles, batch.runs)
        return trunk.norm(x)

    def logits(self, hidden: Tensor) -> Tensor:
        return F.linear(hidden, self.model.embed_tokens.weight if self.lm_head is None else self.lm_head.weight)

    def forward(self, batch: Batch, added: Tensor | None = None) -> tuple[Tensor, Tensor]:
        """The sum of weighted cross-entropies of the targets and the sum of those of the outcomes, in nats."""
        h = self.hidden(batch, added)
        targets, weights, outcomes = batch.targets, batch.weights, batch.outcomes
        asked, judged = h, h
        if not h.is_cuda:  # a GPU computes the rows nobody asks for rather than wait for their number
            rows = (targets >= 0).nonzero().flatten()
            asked, targets, weights = h[rows], targets[rows], weights[rows]
            rows = (outcomes >= 0).nonzero().flatten()
            judged, outcomes = h[rows], outcomes[rows]
        wide = lambda x: x.float() if x.dtype == torch.bfloat16 else x
        each = F.cross_entropy(wide(self.logits(asked)), targets, ignore_index=-1, reduction="none")
        token_loss = (each * weights).sum()
        if self.wdl_head is None:
            return token_loss, torch.zeros_like(token_loss)
        return token_loss, F.cross_entropy(wide(self.wdl_head(judged)), outcomes, ignore_index=-1, reduction="sum")


def total_loss(model, batch: Batch, outcome_weight: float) -> Tensor:
    """Weighted mean over the targets + outcome_weight times the mean over the outcomes asked."""
    token, outcome = model(batch)
    weight = batch.weights[batch.targets >= 0].sum().clamp(min=1e-9)
    return token / weight + outcome_weight * outcome / (batch.outcomes >= 0).sum().clamp(min=1)


# Model folders ----------------------------------------------------------------------------------------------------


def stored_tensors(model: Decoder, tensors: dict[str, Tensor] | None = None) -> dict[str, Tensor]:
    """Parameters (or what `tensors` has in their place) by the names and in the shapes of the files."""
    result = {}
    for name, p in (tensors or dict(model.named_parameters())).items():
        if name == "model.embed_state.weight":
            p = p.T
            if model.config.board_embedding:
                name = "model.embed_board.weight"
        result[name] = p.detach().contiguous().cpu()
    return result


def save_model(model: Decoder, folder: str, dtype=torch.bfloat16, shard_bytes: int = 0, words: list[str] | None = None):
    """Writes config.json, the weights (in shards of at most shard_bytes, with Hugging Face's index, if not 0) and
    tokens.txt; each file appears whole or not at all."""
    os.makedirs(folder, exist_ok=True)
    for name in os.listdir(folder):
        if name.startswith("model") and ".safetensors" in name:
            os.remove(os.path.join(folder, name))
    write_text(os.path.join(folder, "config.json"), json.dumps(model.config.json(dtype), indent=2, ensure_ascii=False))
    if words:
        write_text(os.path.join(folder, "tokens.txt"), "\n".join(words) + "\n")
    shards: list[dict[str, Tensor]] = [{}]
    for name, tensor in sorted(stored_tensors(model).items()):
        tensor = tensor.to(dtype)
        size = sum(t.nbytes for t in shards[-1].values()) + tensor.nbytes
        if shard_bytes and shards[-1] and size > shard_bytes:
            shards.append({})
        shards[-1][name] = tensor
    if len(shards) == 1:
        return save_tensors(shards[0], os.path.join(folder, "model.safetensors"))
    index = {}
    for number, shard in enumerate(shards, 1):
        file = f"model-{number:05d}-of-{len(shards):05d}.safetensors"
        save_tensors(shard, os.path.join(folder, file))
        index |= {name: file for name in shard}
    content = {"metadata": {}, "weight_map": index}
    write_text(os.path.join(folder, "model.safetensors.index.json"), json.dumps(content, indent=1))


def load_model(folder: str, **changes) -> Decoder:
    """Reads a model folder, whole or in shards; `changes` replace values of its configuration.

    A model read with more facts than it has is given rows of zeros for the new ones (a board embedding becomes a
    state embedding); the first 1,261 are the same facts.
    """
    own = Config.read(folder)
    model = Decoder(replace(own, **changes))
    tensors: dict[str, Tensor] = {}
    for name in sorted(os.listdir(folder)):
        if name.startswith("model") and name.endswith(".safetensors"):
            tensors |= load_file(os.path.join(folder, name))
    tensors = {name: t.float() for name, t in tensors.items()}
    state = tensors.pop("model.embed_board.weight", tensors.pop("model.embed_state.weight", None))
    if state is not None and model.config.facts >= state.shape[1]:
        tensors["model.embed_state.weight"] = F.pad(state.T, (0, 0, 0, model.config.facts - state.shape[1]))
    expected = {name: tuple(p.shape) for name, p in model.named_parameters()}
    found = {name: tuple(t.shape) for name, t in tensors.items()}
    if expected != found:
        wrong = sorted(set(expected.items()) ^ set(found.items()))[:4]
        raise ValueError(f"{folder}: tensors and config.json do not agree, for example on {wrong}")
    model.load_state_dict(tensors)
    return model


def save_tensors(tensors: dict[str, Tensor], path: str):
    save_file(tensors, path + ".part", metadata={"format": "pt"})
    os.replace(path + ".part", path)


def write_text(path: str, text: str):
    with open(path + ".part", "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(path + ".part", path)


# Optimizers -------------------------------------------------------------------------------------------------------


class Optimizer:
    """AdamW (Loshchilov and Hutter 2019), with Muon (Jordan 2024) for the matrices inside the layers if asked.

    Decay is decoupled and falls on matrices only. Matrices of one shape are orthogonalised together.
    """

    def __init__(self, model: nn.Module, kind="muon", rate=3e-3, betas=(0.9, 0.98), epsilon=1e-8, decay=0.01,
                 muon_rate=0.02, momentum=0.95, muon_decay=0.05, clip=1.0):
        named = list(model.named_parameters())
        inner = [p for name, p in named if kind == "muon" and p.ndim == 2 and ".layers." in name]
        chosen = {id(p) for p in inner}
        outer = [p for _, p in named if id(p) not in chosen]
        self.parameters = [p for _, p in named]
        self.rate, self.muon_rate, self.momentum, self.muon_decay, self.clip = rate, muon_rate, momentum, muon_decay, clip
        self.shapes: dict[tuple, list[nn.Parameter]] = {}
        for p in inner:
            self.shapes.setdefault(tuple(p.shape), []).append(p)
        self.momenta = {shape: torch.zeros_like(torch.stack(list(ps))) for shape, ps in self.shapes.items()}
        groups = [{"params": [p for p in outer if p.ndim == 2], "weight_decay": decay},
                  {"params": [p for p in outer if p.ndim < 2], "weight_decay": 0.0}]
        self.adam = torch.optim.AdamW(groups, lr=rate, betas=betas, eps=epsilon, fused=True)

    @torch.no_grad()
    def step(self, factor: float) -> Tensor:
        """One update with the rates times `factor`; clears the gradients and returns their norm before clipping."""
        norm = torch.nn.utils.clip_grad_norm_(self.parameters, self.clip or math.inf)
        for group in self.adam.param_groups:
            group["lr"] = self.rate * factor
        self.adam.step()
        for shape, ps in self.shapes.items():
            gradients = torch.stack([p.grad for p in ps])
            momentum = self.momenta[shape].lerp_(gradients, 1 - self.momentum)
            update = orthogonalised(gradients.lerp_(momentum, self.momentum))
            rate = self.muon_rate * factor
            for p, u in zip(ps, update.unbind(0)):
                p.mul_(1 - rate * self.muon_decay).sub_(u, alpha=rate * max(1.0, shape[0] / shape[1]) ** 0.5)
        for p in self.parameters:
            p.grad = None
        return norm

    def state(self) -> dict:
        return {"adam": self.adam.state_dict(), "momenta": [self.momenta[s] for s in self.shapes]}

    def load(self, state: dict):
        self.adam.load_state_dict(state["adam"])
        for shape, momentum in zip(self.shapes, state["momenta"]):
            self.momenta[shape].copy_(momentum)


def orthogonalised(g: Tensor) -> Tensor:
    """Five Newton-Schulz steps that bring the singular values of each matrix of g [n, rows, columns] near 1."""
    x = g.bfloat16() if g.is_cuda else g
    tall = x.shape[-2] > x.shape[-1]
    if tall:
        x = x.mT
    x = x / (x.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(5):
        s = x @ x.mT
        x = 3.4445 * x + (-4.7750 * s + 2.0315 * s @ s) @ x
    return (x.mT if tall else x).to(g.dtype)


def schedule(kind: str, progress: float, warmup: float, cooldown: float) -> float:
    """The factor of the rates at `progress` (0 to 1) of the run. wsd: warm up, stay, fall linearly to 0 over the last
    `cooldown`. cosine: warm up, then half a cosine to 0. constant: warm up, then stay."""
    if progress < warmup:
        return progress / warmup
    if kind == "cosine":
        return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup))))
    if kind == "wsd" and cooldown > 0:
        return max(0.0, min(1.0, (1 - progress) / cooldown))
    return 1.0


# Golden files -----------------------------------------------------------------------------------------------------

SMALL = dict(vocab_size=40, num_hidden_layers=2, max_position_embeddings=48)
MEMBERS = {
    "board": Config(**SMALL, hidden_size=32, num_attention_heads=2, intermediate_size=48, qk_norm=True,
                    board_embedding=24, wdl_head=3),
    "prefix": Config(**SMALL, hidden_size=40, num_attention_heads=4, num_key_value_heads=2, head_dim=12,
                     intermediate_size=56, qk_norm=True, attention_mask="prefix", state_embedding=30, wdl_head=3),
    "plain": Config(**SMALL, hidden_size=36, num_attention_heads=3, intermediate_size=50, norm="layernorm",
                    position="learned", hidden_act="gelu_new", attention_bias=True, mlp_bias=True,
                    tie_word_embeddings=True),
    "mixed": Config(**SMALL, hidden_size=32, num_attention_heads=4, num_key_value_heads=1, intermediate_size=44,
                    norm="layernorm", mlp_bias=True, tie_word_embeddings=True, wdl_head=3),
}
GOLDEN_RUN = {
    "steps": 10, "outcomeWeight": 0.3, "factors": [0.25, 0.5, 0.75, 1, 1, 1, 1, 0.75, 0.5, 0.25],
    "rate": 3e-3, "beta1": 0.9, "beta2": 0.98, "epsilon": 1e-5, "decay": 0.1, "clip": 2.0,
    "muonRate": 0.02, "momentum": 0.95, "muonDecay": 0.05,
}


def golden_batch(c: Config, lengths: list[int], generator: np.random.Generator) -> Batch:
    """A random batch with every edge: a sequence of one token, prefixes of 0 and 1 and of a whole sequence, positions
    that repeat in a prefix, tokens without facts, rows without a target, weights of 0 and above 1."""
    total = sum(lengths)
    starts = np.concatenate(([0], np.cumsum(lengths)))
    prefixes = [0] * len(lengths)
    positions = np.concatenate([np.arange(n) for n in lengths])
    if c.attention_mask == "prefix":
        prefixes = [min(n, (5, 1, n, 0, 3)[i % 5]) for i, n in enumerate(lengths)]
        for start, length, prefix in zip(starts, lengths, prefixes):
            positions[start:start + length] = np.maximum(0, np.arange(length) - prefix // 2)
    counts = generator.integers(0, 7, total) if c.facts else np.zeros(total, np.int64)
    facts = [np.sort(generator.choice(c.facts, n, replace=False)) for n in counts] if c.facts else [np.zeros(0)]
    targets = generator.integers(0, c.vocab_size, total)
    targets[generator.random(total) < 0.25] = -1
    outcomes = np.full(total, -1)
    if c.wdl_head:
        outcomes = np.where(generator.random(total) < 0.4, generator.integers(0, c.wdl_head, total), -1)
    weights = generator.choice([0, 0.25, 1, 1, 1.5], total)
    tokens = generator.integers(0, c.vocab_size, total)
    return Batch.of(tokens, positions, np.concatenate(([0], np.cumsum(counts))), np.concatenate(facts), starts,
                    prefixes, targets, weights, outcomes)


def golden_model(c: Config, seed: int) -> Decoder:
    """Random weights with nothing left at 0 or 1, where an error would hide."""
    generator = torch.Generator().manual_seed(seed)
    model = Decoder(c)
    for name, p in model.named_parameters():
        noise = torch.randn(p.shape, generator=generator)
        if p.ndim == 2:
            p.data = noise * (0.3 if "embed" in name else 1 / math.sqrt(p.shape[1]))
        else:
            p.data = 0.1 * noise + (1 if name.endswith("weight") else 0)
    return model


def golden_numbers(model: Decoder, batch: Batch) -> tuple[dict[str, Tensor], dict]:
    """Logits, gradients and the two runs of ten steps, computed in the model's own precision; leaves it as it was."""
    run = GOLDEN_RUN
    begin = {name: p.detach().clone() for name, p in model.named_parameters()}
    batch = replace(batch, weights=batch.weights.to(model.model.norm.weight.dtype))
    hidden = model.hidden(batch)
    tensors = {"logits": model.logits(hidden).detach()}
    if model.wdl_head is not None:
        tensors["outcome_logits"] = model.wdl_head(hidden).detach()
    loss = total_loss(model, batch, run["outcomeWeight"])
    loss.backward()
    gradients = {name: p.grad for name, p in model.named_parameters()}
    tensors |= {"gradient." + name: t for name, t in stored_tensors(model, gradients).items()}
    numbers = {"loss": loss.item()}
    for kind in ("adamw", "muon"):
        model.load_state_dict(begin)
        model.zero_grad()
        optimizer = Optimizer(model, kind, run["rate"], (run["beta1"], run["beta2"]), run["epsilon"], run["decay"],
                              run["muonRate"], run["momentum"], run["muonDecay"], run["clip"])
        losses, norms = [], []
        for factor in run["factors"]:
            loss = total_loss(model, batch, run["outcomeWeight"])
            loss.backward()
            losses.append(loss.item())
            norms.append(optimizer.step(factor).item())
        after = total_loss(model, batch, run["outcomeWeight"]).item()
        sums = {name: {"count": p.numel(), "sum": p.double().sum().item(), "sumOfSquares": p.double().square().sum().item(),
                       "first": p.flatten()[:4].tolist()} for name, p in stored_tensors(model).items()}
        numbers[kind] = {"losses": losses, "gradientNorms": norms, "lossAfter": after, "parametersAfter": sums}
    model.load_state_dict(begin)
    model.zero_grad()
    return tensors, numbers


def difference(a, b) -> float:
    """The greatest difference of two nests of tensors and numbers, relative to the greatest number of each tensor or
    list, or to 1e-3 where that is less (a key bias without rotary positions has a gradient of exactly 0)."""
    if isinstance(a, dict) and "sumOfSquares" in a:  # of a parameter: the sum of n numbers is known as n numbers are
        scale = math.sqrt(a["count"] * b["sumOfSquares"])
        return max(abs(a["sum"] - b["sum"]) / scale, difference(a["sumOfSquares"], b["sumOfSquares"]),
                   difference(a["first"], b["first"]))
    if isinstance(a, dict):
        return max(difference(a[key], b[key]) for key in a)
    a, b = torch.as_tensor(a).double(), torch.as_tensor(b).double()
    return ((a - b).abs().max() / b.abs().max().clamp(min=1e-3)).item()


def golden(folder: str):
    """Writes OUT/NAME/{config.json, model.safetensors, golden.json, golden.safetensors} for each family member.

    All is computed in float32 and again in float64 from the same weights; the files have float64's answers (rounded
    to float32 in the tensors), and golden.json says how far float32 was from them.
    """
    for seed, (name, config) in enumerate(MEMBERS.items(), 1):
        lengths = [9, 1, 6, 13, 8, 3] if name != "mixed" else [16, 16, 5]
        batch = golden_batch(config, lengths, np.random.default_rng(seed))
        model = golden_model(config, seed)
        place = os.path.join(folder, name)
        save_model(model, place, torch.float32)
        rough_tensors, rough = golden_numbers(model, batch)
        tensors, numbers = golden_numbers(model.double(), batch)
        errors = {"tensors": max(difference(rough_tensors[key], t) for key, t in tensors.items()),
                  "steps": difference(rough, numbers)}
        content = {"hyperparameters": GOLDEN_RUN, "float32Error": errors, **numbers, "batch": batch.swift()}
        write_text(os.path.join(place, "golden.json"), json.dumps(content) + "\n")
        save_tensors({key: t.float().contiguous() for key, t in tensors.items()}, os.path.join(place, "golden.safetensors"))
        print(f"{name}: loss {numbers['loss']:.6f}, after ten steps of adamw {numbers['adamw']['lossAfter']:.6f}, "
              f"of muon {numbers['muon']['lossAfter']:.6f}; float32 differs by {errors}")
        if max(errors.values()) > 5e-5:
            raise ValueError(f"{name}: float32 and float64 differ by more than 5e-5: {errors}")


# Command line -----------------------------------------------------------------------------------------------------


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)
    p = sub.add_parser("golden", help="write tiny models with their gradients and training steps")
    p.add_argument("out")
    args = parser.parse_args()
    if args.command == "golden":
        golden(args.out)


if __name__ == "__main__":
    main()
