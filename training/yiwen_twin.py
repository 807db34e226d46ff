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
import tempfile
import threading
import time
from dataclasses import dataclass, field, fields, replace

import numba
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
    seen: Tensor  # [S] the same

    SWIFT = {"tokens": "tokens", "positions": "positions", "featureOffsets": "feature_offsets", "features": "features",
             "sequenceStarts": "starts", "prefixLengths": "prefixes", "targets": "targets", "weights": "weights",
             "outcomes": "outcomes"}

    @classmethod
    def of(cls, tokens, positions, feature_offsets, features, starts, prefixes, targets, weights, outcomes) -> Batch:
        """From lists or arrays, in the order of TrainingBatch.swift."""
        whole = lambda x: torch.from_numpy(np.ascontiguousarray(x, dtype=np.int64))
        return cls(whole(tokens), whole(positions), whole(feature_offsets), whole(features), whole(targets),
                   torch.from_numpy(np.ascontiguousarray(weights, dtype=np.float32)), whole(outcomes),
                   [int(x) for x in starts], [int(x) for x in prefixes], whole(prefixes))

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

    def losses(self, x: Tensor, positions: Tensor, runs, targets: Tensor, weights: Tensor, outcomes: Tensor, rows):
        """From the embedded tokens to the two sums of `forward`. `rows`: which rows are asked for a target and which
        for an outcome; None: all are computed, and the loss looks away from those with -1."""
        h = self.transform(x, positions, runs)
        asked = judged = h
        if rows is not None:
            asked, targets, weights = h[rows[0]], targets[rows[0]], weights[rows[0]]
            judged, outcomes = h[rows[1]], outcomes[rows[1]]
        wide = lambda x: x.float() if x.dtype == torch.bfloat16 else x
        each = F.cross_entropy(wide(self.logits(asked)), targets, ignore_index=-1, reduction="none")
        token_loss = (each * weights).sum()
        if self.wdl_head is None:
            return token_loss, torch.zeros_like(token_loss)
        return token_loss, F.cross_entropy(wide(self.wdl_head(judged)), outcomes, ignore_index=-1, reduction="sum")

    def forward(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """The sum of weighted cross-entropies of the targets and the sum of those of the outcomes, in nats."""
        rows = None
        if not self.every_row:
            rows = (batch.targets >= 0).nonzero().flatten(), (batch.outcomes >= 0).nonzero().flatten()
        return self.losses(self.embed(batch), batch.positions, batch.runs, batch.targets, batch.weights, batch.outcomes,
                           rows)


def amounts(batch: Batch) -> Tensor:
    """By what the two sums of `Decoder.forward` are divided: the weight of the targets, the number of outcomes."""
    weight = batch.weights[batch.targets >= 0].sum()
    return torch.stack((weight, (batch.outcomes >= 0).sum().to(weight.dtype)))


def total_loss(model, batch: Batch, outcome_weight: float, amount: Tensor | None = None) -> Tensor:
    """Weighted mean over the targets + outcome_weight times the mean over the outcomes asked. `amount`: those of the
    whole step where the batch is a part of it."""
    token, outcome = model(batch)
    weight, count = (amounts(batch) if amount is None else amount).clamp(min=1e-9)
    return token / weight + outcome_weight * outcome / count


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
    state embedding); the first 1,261 are the same facts. An outcome head that it has not begins at zero.
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
    if model.wdl_head is not None and not own.wdl_head:
        tensors["wdl_head.weight"] = torch.zeros_like(model.wdl_head.weight)
    expected = {name: tuple(p.shape) for name, p in model.named_parameters()}
    found = {name: tuple(t.shape) for name, t in tensors.items()}
    if expected != found:
        wrong = sorted(set(expected.items()) ^ set(found.items()))[:4]
        raise ValueError(f"{folder}: tensors and config.json do not agree, for example on {wrong}")
    model.load_state_dict(tensors)
    return model


def save_tensors(tensors: dict[str, Tensor], path: str):
    save_file(tensors, path + ".part", metadata={"format": "pt"})
    os.chmod(path + ".part", 0o644)
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
        self.rate, self.clip = rate, clip
        self.muon_rate, self.momentum, self.muon_decay = muon_rate, momentum, muon_decay
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


# The xiangqi board ------------------------------------------------------------------------------------------------

# Squares are rank * 9 + file from a0; codes 0 empty, 1-7 `KABNRCP` of the first side, 8-14 of the second.
BOARD_FACTS, ALL_FACTS = 1261, 5433
NO_MORE_FACTS = 33 + 320  # room for the facts of one position


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


# Data -------------------------------------------------------------------------------------------------------------

KNOWN_RESULTS = {"game": ("1-0", "1/2-1/2", "0-1", "?"), "keyframe": ("win", "draw", "loss", "?")}
KEYFRAME_LABELS, KEYFRAME_HISTORY = 3, 8
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


def read_words(folder: str) -> list[str] | None:
    path = os.path.join(folder, "tokens.txt")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.read().removesuffix("\n").split("\n")


def coins(seed: int, numbers: np.ndarray, stream: int, chance: float) -> np.ndarray:
    """For each number a coin that shows heads with `chance`, the same for ever (the finaliser of splitmix64)."""
    with np.errstate(over="ignore"):
        x = numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed * 1_000_003 + stream)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            x = (x ^ x >> np.uint64(shift)) * np.uint64(factor)
    return ((x ^ x >> np.uint64(31)) >> np.uint64(11)).astype(np.float64) / 2**53 < chance


class Source:
    """Sequences of a prepared folder, shuffled anew each epoch. It keeps no place: `batch` of a cursor is the same for
    ever. Of several machines each takes every `world`-th sequence."""

    def __init__(self, folder: str, seed: int, shuffled: bool, rank=0, world=1):
        self.seed, self.shuffled, self.rank, self.world = seed, shuffled, rank, world
        with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
            self.manifest = json.load(file)
        self.arrays = {k: t.numpy() for k, t in load_file(os.path.join(folder, "tokens.safetensors")).items()}
        self.order: dict[int, np.ndarray] = {}
        self.lengths, self.length = np.zeros(0), 0  # tokens of each sequence; sequences of an epoch

    def items(self, cursor: int, count: int) -> tuple[np.ndarray, np.ndarray]:
        """The numbers, over all epochs, of the `count` sequences from cursor on, and which of the data they are."""
        numbers = (cursor + np.arange(count)) * self.world + self.rank
        return numbers, self.places(numbers)

    def places(self, numbers: np.ndarray) -> np.ndarray:
        """Which of the data have these numbers."""
        epochs, places = numbers // self.length, numbers % self.length
        if not self.shuffled:
            return places
        for epoch in np.unique(epochs):
            if int(epoch) not in self.order:
                self.order = {k: v for k, v in self.order.items() if k >= epoch - 1}
                self.order[int(epoch)] = np.random.default_rng([self.seed, int(epoch)]).permutation(self.length)
            chosen = epochs == epoch
            places[chosen] = self.order[int(epoch)][places[chosen]]
        return places

    def choose(self, cursor: int, tokens: int, fixed: int):
        """(numbers, items) of the whole sequences that `tokens` hold, at least one; `fixed`: all are that long."""
        if fixed:
            return self.items(cursor, max(1, tokens // fixed))
        numbers, items = self.items(cursor, max(1, tokens // int(self.lengths.min())))
        fitting = max(1, int(np.searchsorted(np.cumsum(self.lengths[items]), tokens, "right")))
        return numbers[:fitting], items[:fitting]

    def batch(self, cursor: int, tokens: int, fixed=0) -> tuple[Batch, int]:
        """The batch at a cursor, and the next cursor."""
        numbers, items = self.choose(cursor, tokens, fixed)
        return self.batch_of(numbers, items, fixed)[0], cursor + len(items)


class Games(Source):
    """Games as sequences of moves. Two layouts, alike but for what stands before the first move:

    game      `<bos> result red black`, each with the facts of the first position, in the first side's view.
    keyframe  result, own player, other player, the last 8 moves, `<turn>`, seen whole, the facts of the position at
              `<turn>` only, in the view of the side to move there; any position can be the first.
    Then move by move, each with the facts after it; a target at the last token of the prefix and at each move. The
    outcome is asked where the result is not told: the result, or one drawn from what the position is worth where the
    data say it.
    """

    def __init__(self, folder: str, config: Config, words: list[str], seed=1, shuffled=True, mirror=0.5, known=0.5,
                 tail=0, rank=0, world=1):
        super().__init__(folder, seed, shuffled, rank, world)
        self.config, self.mirror, self.known = config, mirror, known
        self.keyframe = config.sequence == "keyframe"
        if config.pieces:
            raise ValueError("config.json: pieces in the prefix are not supported, only 0")
        number = {word: i for i, word in enumerate(words)}
        self.first_move = number[move_name(0)]
        if words[self.first_move:self.first_move + MOVES] != [move_name(m) for m in range(MOVES)]:
            raise ValueError("tokens.txt: the 2,086 moves should stand in ascending order")
        self.result_ids = np.array([number[f"<result={r}>"] for r in KNOWN_RESULTS[config.sequence or "game"]])
        players = [""] + list(self.manifest.get("players", []))
        self.player_ids = np.array([number.get(f"<player={p}>", number["<player=?>"]) for p in players])
        self.pad, self.turn = number["<pad>"], number.get("<turn=red>", -1)
        self.bos = number.get("<bos>", -1)
        a = self.arrays
        self.moves, self.offsets = a["moves"].astype(np.int64), a["offsets"].astype(np.int64)
        self.starts, self.results = a["start"], a["result"].astype(np.int64)
        self.weights = a.get("weights", np.ones((len(self.results), 2), np.float32))  # of Red's and Black's moves
        # What positions before moves are worth to Red, in thousandths; 1001 where only the result is known.
        self.values = a["values"].astype(np.int64) if "values" in a else None
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
        everything = self.config.facts == ALL_FACTS
        with PARALLEL:
            boards, turned, facts, amount = unroll(self.moves, self.offsets, self.starts, game, first, count, view,
                                                   everything)

        turned_view = view & 1 == 1
        result = np.where(turned_view & (self.results[game] < 3), 2 - self.results[game], self.results[game])
        told = toss(1, self.known) & (result < 3)
        red, black = (self.player_ids[np.where(toss(2 + side, self.known), self.players[side][game], 0)]
                      for side in (0, 1))
        labels = [self.result_ids[np.where(told, result, 3)], np.where(turned_view, black, red),
                  np.where(turned_view, red, black)]
        begin = self.offsets[game]
        if self.keyframe:
            ago = np.arange(-KEYFRAME_HISTORY, 0)
            there = (first[:, None] + ago >= 0) & (toss(4, 0.9) | (self.known == 0))[:, None]
            past = MOVE_MAP[view[:, None], self.moves[np.maximum(0, (begin + first)[:, None] + ago)]]
            head = labels + list(np.where(there, past + self.first_move, self.pad).T) + [self.turn + mover]
        else:
            head = [np.full(len(items), self.bos)] + labels
        head = np.stack(head, 1)

        # A rectangle [S, p - 1 + widest] first; then rows of less are packed.
        widest = fixed - p + 1 if fixed else int(count.max())
        ply = np.arange(widest)
        there = ply < count[:, None]
        at = np.minimum((begin + first)[:, None] + ply, len(self.moves) - 1)
        moves = np.where(there, MOVE_MAP[view[:, None], self.moves[at]] + self.first_move, -1)
        tokens = np.concatenate((head, np.where(moves < 0, self.pad, moves)[:, :-1]), 1)
        asked = np.concatenate((np.full((len(items), p - 1), -1), moves), 1)
        weight = np.ones(asked.shape)
        weight[:, p - 1:] = self.weights[game[:, None], (self.starts[game, 90] + first)[:, None] + ply & 1]
        outcome = np.where(asked >= 0, np.where(told | (result == 3), -1, result)[:, None], -1)
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
        position = np.maximum(0, np.arange(p - 1 + widest) - (KEYFRAME_LABELS - 1 if self.keyframe else 0))
        starts = np.concatenate(([0], np.cumsum(keep.sum(1))))
        batch = Batch.of(tokens[keep], position[column], fact_offsets, joined, starts,
                         [p if self.keyframe else 0] * len(items), asked[keep], weight[keep], outcome[keep])
        chosen = there[:, :amount.shape[1]]
        plies = first[:, None] + np.arange(chosen.shape[1])
        return batch, (boards[chosen], turned[chosen].astype(np.int64), plies[chosen])


@dataclass
class Sequence:
    """What is read, and what is asked at each token; -1 for nothing."""

    tokens: np.ndarray
    targets: np.ndarray
    outcomes: np.ndarray | None = None
    prefix: int = 0


class Sequences(Source):
    """A source that makes its sequences one by one."""

    def sequence(self, number: int, item: int) -> Sequence:
        raise NotImplementedError

    def batch_of(self, numbers, items, fixed=0):
        made = [self.sequence(int(number), int(item)) for number, item in zip(numbers, items)]
        lengths = [fixed or len(one.tokens) for one in made]
        starts = np.concatenate(([0], np.cumsum(lengths)))
        tokens, targets, outcomes = np.zeros(starts[-1], np.int64), *np.full((2, starts[-1]), -1)
        for start, length, one in zip(starts, lengths, made):
            width = min(length, len(one.tokens))
            tokens[start:start + width], targets[start:start + width] = one.tokens[:width], one.targets[:width]
            if one.outcomes is not None:
                outcomes[start:start + width] = one.outcomes[:width]
        batch = Batch.of(tokens, np.concatenate([np.arange(length) for length in lengths]), np.zeros(len(tokens) + 1),
                         np.zeros(0), starts, [one.prefix for one in made], targets, np.ones(len(tokens)), outcomes)
        return batch, (None, None, np.zeros(int((targets >= 0).sum())))


BOS, EOS = 1, 2
MOST_BLANKS = 12
TEXT_OUTCOMES = 5  # classes of the outcome head of a text model (TextOutcome.swift)


def hidden_spans(count: int, generator: np.random.Generator) -> list[tuple[int, int]]:
    """Stretches of a text of `count` tokens, at least one, in their order, at least a token between them: those of
    Infilling.swift, from other draws."""
    draw = lambda low, high: int(generator.integers(low, high + 1))
    kind = draw(0, 99)
    if kind < 60:
        number, shortest, longest = min(MOST_BLANKS, max(1, count // draw(16, 48))), 1, 4
    elif kind < 85:
        number, shortest, longest = draw(1, 4), 4, 24
    else:
        number, shortest, longest = 1, 1, max(1, count // 2)
    spans = []
    for _ in range(number):
        length = min(draw(shortest, longest), max(1, count // 2))
        start = draw(0, count - length)
        spans.append((start, start + length))
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: span[0]):
        if not kept or start > kept[-1][1]:
            kept.append((start, end))
    return kept


class Text(Sequences):
    """Documents, cut where they are longer than the model sees; each token is asked for the next. A share of them,
    `infill`, has blanks and behind the text what is missing, and of these a share, `seen_whole`, is a prefix of which
    only what is missing is asked."""

    def __init__(self, folder: str, config: Config, seed=1, shuffled=True, rank=0, world=1, infill=0.0, seen_whole=0.0):
        super().__init__(folder, seed, shuffled, rank, world)
        self.text, offsets = self.arrays["tokens"], self.arrays["offsets"].astype(np.int64)
        self.infill, self.seen_whole = infill, seen_whole
        if infill:
            with open(os.path.join(folder, "tokenizer.json"), encoding="utf-8") as file:
                special = {token["content"]: token["id"] for token in json.load(file)["added_tokens"]}
            self.blank, self.fill, self.end = (special[f"<{name}>"] for name in ("blank", "fill", "end"))
        self.longest = config.max_position_embeddings
        targets = np.maximum(0, np.diff(offsets) - 1)
        parts = -(-targets // self.longest)
        document = np.repeat(np.arange(len(targets)), parts)
        within = (np.arange(len(document)) - (np.cumsum(parts) - parts)[document]) * self.longest
        self.first = offsets[document] + within
        self.lengths = np.minimum(targets[document] - within, self.longest)
        self.length = len(document)

    def sequence(self, number, item):
        first = self.first[item]
        words = self.text[first:first + self.lengths[item] + 1].astype(np.int64)
        if self.infill and coins(self.seed, np.array([number]), 0, self.infill)[0]:
            text = words[int(words[0] == BOS):len(words) - int(words[-1] == EOS)]
            if len(text) > 2:
                return self.blanked(number, text[:self.longest - 2 - 2 * MOST_BLANKS])
        return Sequence(words[:-1], words[1:])

    def blanked(self, number: int, text: np.ndarray) -> Sequence:
        """`<bos> text with <blank> ... <fill> missing <end> missing <end>`."""
        spans = hidden_spans(len(text), np.random.default_rng([self.seed, number]))
        pieces, place = [[BOS]], 0
        for start, end in spans:
            pieces += [text[place:start], [self.blank]]
            place = end
        pieces += [text[place:], [self.fill]]
        prefix = sum(len(piece) for piece in pieces)
        for start, end in spans:
            pieces += [text[start:end], [self.end]]
        words = np.concatenate(pieces).astype(np.int64)
        whole = bool(coins(self.seed, np.array([number]), 1, self.seen_whole)[0])
        behind = np.arange(len(words) - 1) >= prefix - 1
        asked = behind | (not whole) & (words[1:] != self.blank) & (words[1:] != self.fill)
        return Sequence(words[:-1], np.where(asked, words[1:], -1), prefix=prefix if whole else 0)


class Tasks(Sequences):
    """Questions seen whole, and their answers; `yiwen prepare --as tasks` wrote them."""

    def __init__(self, folder: str, config: Config, seed=1, shuffled=True, rank=0, world=1):
        super().__init__(folder, seed, shuffled, rank, world)
        self.words, self.offsets = self.arrays["tokens"], self.arrays["offsets"].astype(np.int64)
        self.longest = config.max_position_embeddings
        self.lengths = np.minimum(np.diff(self.offsets), self.longest)
        self.length = len(self.lengths)

    def sequence(self, number, item):
        """One that is too long is cut at its beginning; its last token is read only where something is asked at it."""
        end = self.offsets[item + 1]
        start = end - self.lengths[item]
        words = self.words[start:end].astype(np.int64)
        asked = self.arrays["outcomes"][start:end].astype(np.int64)
        prefix = max(1, int(self.arrays["prefixes"][item] - (start - self.offsets[item])))
        targets = np.where(np.arange(1, len(words)) >= prefix, words[1:], -1)
        length = len(words) - int(asked[-1] == 255 and len(words) > prefix)
        return Sequence(words[:length], np.append(targets, -1)[:length], np.where(asked == 255, -1, asked)[:length],
                        min(prefix, length))


class Mixed(Sequences):
    """Texts, and of a thousand sequences `share` tasks, spread evenly."""

    def __init__(self, texts: Text, tasks: Tasks, share: int):
        self.texts, self.tasks, self.share = texts, tasks, share
        self.rank, self.world = texts.rank, texts.world
        self.lengths = np.concatenate((texts.lengths, tasks.lengths))
        self.longest = texts.longest
        self.length = texts.length * 1000 // (1000 - share)

    def places(self, numbers):
        before = numbers * self.share // 1000
        return np.where((numbers + 1) * self.share // 1000 > before, self.texts.length + self.tasks.places(before),
                        self.texts.places(numbers - before))

    def sequence(self, number, item):
        texts = self.texts.length
        return self.texts.sequence(number, item) if item < texts else self.tasks.sequence(number, item - texts)


def open_source(folder: str, config: Config, words: list[str] | None, **options) -> Source:
    with open(os.path.join(folder, "manifest.json"), encoding="utf-8") as file:
        kind = json.load(file)["kind"]
    if kind == "games":
        return Games(folder, config, words, **options)
    order = {k: v for k, v in options.items() if k in ("seed", "shuffled", "rank", "world")}
    return Tasks(folder, config, **order) if kind == "tasks" else Text(folder, config, **order)


def training_source(args: argparse.Namespace, config: Config, words: list[str] | None, team: Team) -> Source:
    """What a run is trained on."""
    place = dict(seed=args.seed, rank=team.rank, world=team.world)
    data = open_source(args.data, config, words, mirror=args.mirror, known=args.known, tail=args.tail, **place)
    if not isinstance(data, Text):
        return data
    data = Text(args.data, config, infill=args.infill, seen_whole=args.seen_whole, **place)
    if not args.tasks:
        return data
    return Mixed(data, Tasks(args.tasks, config, **place), min(999, max(1, round(args.task_share * 1000))))


def ahead(make, start, depth: int):
    """Runs make(cursor) -> (batch, next) on a thread, `depth` batches before they are wanted."""
    box: queue.Queue = queue.Queue(depth)

    def work():
        cursor = start
        while True:
            try:
                batch, cursor = make(cursor)
            except Exception as error:  # raised again where the batch is wanted
                return box.put(error)
            box.put((batch, cursor))

    threading.Thread(target=work, daemon=True).start()
    while True:
        item = box.get()
        if isinstance(item, Exception):
            raise item
        yield item


# Evaluation -------------------------------------------------------------------------------------------------------

BUCKETS = (("all", 0, 1 << 30), ("0-9", 0, 10), ("10-19", 10, 20), ("20-39", 20, 40), ("40-79", 40, 80),
           ("80-119", 80, 120), ("120+", 120, 1 << 30))


def precision(device: str, bf16: bool):
    return torch.autocast(device, torch.bfloat16) if bf16 else contextlib.nullcontext()


@torch.no_grad()
def evaluate(model: Decoder, source: Source, limit: int, bf16=False, step_tokens=8192, legality=True) -> dict:
    """Figures of the first `limit` targets (0: all) of an unshuffled source, labels open: cross-entropy (nats), move
    match, and for games legality of the unmasked argmax, illegal mass and the outcome head, by ply."""
    device = next(model.parameters()).device.type
    games = isinstance(source, Games)
    columns: dict[str, list[Tensor]] = {}
    was_training, seen, cursor = model.training, 0, 0
    model.eval()
    while cursor < source.length and (not limit or seen < limit):
        numbers, items = (x[:source.length - cursor] for x in source.choose(cursor, step_tokens, 0))
        batch, (boards, sides, plies) = source.batch_of(numbers, items)
        cursor += len(items)
        batch = batch.to(device)
        rows = (batch.targets >= 0).nonzero().flatten()
        with precision(device, bf16):
            h = model.hidden(batch)[rows]
            logits = model.logits(h).float()
            value = model.wdl_head(h).float() if model.wdl_head is not None else None
        target, outcome = batch.targets[rows], batch.outcomes[rows]
        seen += len(rows)
        top = logits.topk(3).indices
        row = {"ce": F.cross_entropy(logits, target, reduction="none"), "top1": top[:, 0] == target,
               "top3": (top == target[:, None]).any(1)}
        row["ply"] = torch.from_numpy(plies).to(device)
        if games and legality:
            with PARALLEL:
                legal = torch.from_numpy(legal_moves(boards, sides)).to(device)
            p = logits.softmax(1)[:, source.first_move:source.first_move + MOVES] * legal
            best = logits.argmax(1) - source.first_move
            row["legal"] = (best >= 0) & (best < MOVES) & legal.gather(1, best.clamp(0, MOVES - 1)[:, None])[:, 0]
            row["illegal_mass"] = 1 - p.sum(1)
            row["masked_top1"] = p.argmax(1) + source.first_move == target
        if games and value is not None:
            each = F.cross_entropy(value, outcome, ignore_index=-1, reduction="none")
            row["wdl"] = each.masked_fill(outcome < 0, torch.nan)
            row["wdl_hit"] = (value.argmax(1) == outcome).float().masked_fill(outcome < 0, torch.nan)
        for key, column in row.items():
            columns.setdefault(key, []).append(column.double())
    model.train(was_training)
    joined = {key: torch.cat(parts)[:limit or None] for key, parts in columns.items()}
    ply, report = joined.pop("ply"), {}
    for name, low, high in BUCKETS if games else BUCKETS[:1]:
        chosen = (ply >= low) & (ply < high)
        report[name] = {"positions" if games else "tokens": int(chosen.sum())} | {
            key: round(column[chosen].nanmean().item(), 5) for key, column in joined.items()}
    return report


def position_sample(source: Games, count: int) -> Games:
    """A keyframe source of every k-th position, about `count`; a game source as it is."""
    if source.keyframe and 0 < count < source.length:
        chosen = np.arange(0, source.length, source.length // count)
        for key in ("game", "first", "count", "lengths"):
            setattr(source, key, getattr(source, key)[chosen])
        source.length = len(chosen)
    return source


def open_validation(folder: str, config: Config, words, limit: int) -> Source:
    source = open_source(folder, config, words, shuffled=False, mirror=0.0, known=0.0, tail=0)
    return position_sample(source, limit) if isinstance(source, Games) else source


# Runs -------------------------------------------------------------------------------------------------------------


class Team:
    """The processes of this run: one, or those that torchrun started."""

    def __init__(self):
        self.world, self.rank = int(os.environ.get("WORLD_SIZE", 1)), int(os.environ.get("RANK", 0))
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        if self.device == "cuda":
            torch.cuda.set_device(int(os.environ.get("LOCAL_RANK", 0)))
        if self.world > 1:
            dist.init_process_group("nccl" if self.device == "cuda" else "gloo")

    def sum(self, x: Tensor) -> Tensor:
        if self.world > 1:
            dist.all_reduce(x)
        return x

    def gather(self, value) -> list:
        """The value of each process, everywhere."""
        values = [value] * self.world
        if self.world > 1:
            dist.all_gather_object(values, value)
        return values

    def close(self):
        if self.world > 1:
            dist.destroy_process_group()


class Run:
    """A folder with a run's settings (run.json), log (log.jsonl), place (checkpoint.pt), and models (best, model)."""

    def __init__(self, args: argparse.Namespace, team: Team):
        self.args, self.team, self.folder = args, team, args.run
        os.makedirs(self.folder, exist_ok=True)
        self.decoder, self.words = self.make_model()
        self.config = self.decoder.config
        self.decoder.to(team.device)
        self.average = {k: p.detach().clone() for k, p in self.decoder.named_parameters()} if args.ema else None
        self.optimizer = Optimizer(self.decoder, args.optimizer, args.rate, (args.beta1, args.beta2), args.epsilon,
                                   args.decay, args.muon_rate, args.momentum, args.muon_decay, args.clip)
        self.step, self.tokens, self.seconds, self.cursor, self.best = 0, 0, 0.0, 0, math.inf
        self.path = os.path.join(self.folder, "checkpoint.pt")
        if os.path.exists(self.path):
            self.resume()
        elif team.rank == 0:
            write_text(os.path.join(self.folder, "run.json"), json.dumps(vars(args), indent=1, ensure_ascii=False))
        self.decoder.every_row = team.device == "cuda" or args.compile
        if team.device == "cuda" and args.bf16:
            self.decoder.stream = torch.bfloat16
        if args.compile:
            self.decoder.losses = torch.compile(self.decoder.losses)
        self.model = nn.parallel.DistributedDataParallel(self.decoder) if team.world > 1 else self.decoder

    def make_model(self) -> tuple[Decoder, list[str] | None]:
        a = self.args
        torch.manual_seed(a.seed)
        if a.start:
            own, changes = Config.read(a.start), {"dropout": a.dropout}
            if a.facts and a.facts != own.facts:
                changes |= {"board_embedding": 0, "state_embedding": a.facts}
            changes |= self.of_tasks() | ({"wdl_head": own.wdl_head} if own.wdl_head else {})
            return load_model(a.start, **changes), read_words(a.start)
        with open(os.path.join(a.data, "manifest.json"), encoding="utf-8") as file:
            manifest = json.load(file)
        words = read_words(a.data)
        own = dict(hidden_size=a.width, num_hidden_layers=a.layers, num_attention_heads=a.heads or a.width // 64,
                   intermediate_size=a.ffn or a.width * 8 // 3 // 64 * 64, max_position_embeddings=a.length,
                   dropout=a.dropout, qk_norm=True)
        if manifest["kind"] == "games":
            words = make_words(a.sequence, manifest.get("players", []))
            own |= dict(vocab_size=len(words), wdl_head=3, sequence=a.sequence, state_embedding=a.facts)
            own["other"] = {"bos_token_id": 1, "pad_token_id": 0} if a.sequence == "game" else {"pad_token_id": 0}
            if a.sequence == "keyframe":
                own |= dict(prefix=KEYFRAME_LABELS + KEYFRAME_HISTORY + 1, history=KEYFRAME_HISTORY,
                            attention_mask="prefix", view="keyframe's mover")
        else:
            size = len(words) if words else manifest["counts"]["vocabulary"]
            own |= dict(vocab_size=size, tie_word_embeddings=True) | self.of_tasks()
            own["other"] = {"bos_token_id": BOS, "eos_token_id": EOS, "pad_token_id": 0, "task": "text"}
        return Decoder(Config(**own)), words

    def of_tasks(self) -> dict:
        """What a model needs for texts seen whole and for tasks."""
        a = self.args
        seen = {"attention_mask": "prefix"} if a.tasks or a.infill and a.seen_whole else {}
        return seen | ({"wdl_head": TEXT_OUTCOMES} if a.tasks else {})

    def resume(self):
        state = torch.load(self.path, map_location=self.team.device, weights_only=True)
        if len(state["cursors"]) != self.team.world:
            found = len(state["cursors"])
            raise ValueError(f"{self.path}: was written by {found} processes, these are {self.team.world}")
        self.decoder.load_state_dict(state["model"])
        self.optimizer.load(state["optimizer"])
        if self.average:
            self.average = state["average"]
        self.step, self.tokens, self.seconds, self.best = (state[k] for k in ("step", "tokens", "seconds", "best"))
        self.cursor = state["cursors"][self.team.rank]
        self.say(f"goes on at step {self.step}")

    def save(self):
        cursors = self.team.gather(self.cursor)
        if self.team.rank == 0:
            state = {"model": self.decoder.state_dict(), "optimizer": self.optimizer.state(), "average": self.average,
                     "step": self.step, "tokens": self.tokens, "seconds": self.seconds, "best": self.best,
                     "cursors": cursors}
            torch.save(state, self.path + ".part")
            os.replace(self.path + ".part", self.path)

    def save_model(self, name: str):
        if self.team.rank == 0:
            with self.averaged():
                place = os.path.join(self.folder, name)
                save_model(self.decoder, place, torch.bfloat16, int(self.args.shard_mb * 1e6), self.words)
                vocabulary = os.path.join(self.args.data, "tokenizer.json")
                if os.path.exists(vocabulary):
                    with open(vocabulary, encoding="utf-8") as file:
                        write_text(os.path.join(place, "tokenizer.json"), file.read())

    @contextlib.contextmanager
    def averaged(self):
        """The averaged weights in the place of the last ones, if there are any."""
        own = {k: p.data for k, p in self.decoder.named_parameters()}
        for k, p in self.decoder.named_parameters():
            p.data = self.average[k] if self.average else p.data
        yield
        for k, p in self.decoder.named_parameters():
            p.data = own[k]

    def say(self, text: str):
        if self.team.rank == 0:
            print(text, flush=True)

    def log(self, **row):
        row = {"step": self.step, "tokens": self.tokens, "seconds": round(self.seconds, 1), **row}
        self.say(json.dumps(row))
        if self.team.rank == 0:
            with open(os.path.join(self.folder, "log.jsonl"), "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    def progress(self) -> float:
        """0 to 1; of minutes, the first process's clock counts."""
        if self.args.steps:
            return (self.step + 0.5) / self.args.steps
        return self.team.gather(self.seconds / 60 / self.args.minutes)[0]

    def validate(self, valid) -> dict:
        with self.averaged():
            figures = evaluate(self.decoder, valid, self.args.valid_positions, self.args.bf16, legality=False)["all"]
        if figures["ce"] < self.best:
            self.best = figures["ce"]
            self.save_model("best")
        return {f"valid_{key}": value for key, value in figures.items()}

    def train_step(self, parts: list[Batch], factor: float) -> tuple[float, float, float]:
        """One step on some batches; the means of both losses and the gradient's norm. Dropout depends on the step
        alone, so that a run goes on exactly."""
        team, weight = self.team, self.args.outcome_weight
        torch.manual_seed((self.args.seed * 1_000_003 + self.step) * team.world + team.rank)
        parts = [part.to(team.device) for part in parts]
        own = torch.stack([amounts(part) for part in parts]).sum(0)
        amount = team.sum(own).clamp(min=1e-9)
        sums = torch.zeros(2, device=team.device)
        for number, part in enumerate(parts, 1):
            last = number == len(parts)
            with contextlib.nullcontext() if last or team.world == 1 else self.model.no_sync():
                with precision(team.device, self.args.bf16):
                    token, outcome = self.model(part)
                loss = token / amount[0] + weight * outcome / amount[1]
                (loss * team.world).backward()  # DistributedDataParallel averages, a step sums
            sums += torch.stack((token.detach(), outcome.detach())).float()
        norm = self.optimizer.step(factor)
        if self.average:
            last = [p.data for p in self.decoder.parameters()]
            torch._foreach_lerp_(list(self.average.values()), last, 1 - self.args.ema)
        self.step += 1
        return *(team.sum(sums) / amount), norm


def train(args: argparse.Namespace):
    """Trains until the planned steps or minutes are over, or `stop_after` steps of this call; the same call goes on."""
    team = Team()
    torch.set_float32_matmul_precision("high")
    run = Run(args, team)
    data = training_source(args, run.config, run.words, team)
    valid = open_validation(args.valid, run.config, run.words, args.valid_positions) if args.valid else None
    count = sum(p.numel() for p in run.decoder.parameters())
    run.say(f"{count:,} parameters on {team.device}, {team.world} process(es); {data.length:,} sequences an epoch")
    fixed = (args.fixed or data.longest) if team.device == "cuda" or args.fixed else 0

    def make(cursor):
        return data.batch(cursor, args.step_tokens, fixed)

    def plain(cursor):
        while True:
            batch, cursor = make(cursor)
            yield batch, cursor

    depth = args.ahead if args.ahead >= 0 else 4 if team.device == "cuda" else 0
    batches = ahead(make, run.cursor, depth) if depth else plain(run.cursor)
    run.decoder.train()
    shown, shown_tokens, shown_at, checked_at, first = [], 0, time.time(), time.time(), run.step
    clock = time.time()
    while (progress := run.progress()) < 1 and not (args.stop_after and run.step - first >= args.stop_after):
        parts = []
        for _ in range(args.accumulate):
            batch, run.cursor = next(batches)
            parts.append(batch)
        losses = run.train_step(parts, schedule(args.schedule, progress, args.warmup, args.cooldown))
        own = sum(part.starts[-1] for part in parts) * team.world
        run.tokens, shown_tokens = run.tokens + own, shown_tokens + own
        if run.step == first + 1:
            clock = shown_at = time.time()  # the first step compiles, which is not training
            shown_tokens = 0
        shown.append(torch.stack([x.detach().float() for x in losses]))
        run.seconds, clock = run.seconds + time.time() - clock, time.time()
        if not args.log_steps or run.step % args.log_steps:
            continue
        loss, outcome, norm = torch.stack(shown).mean(0).tolist()
        if not math.isfinite(loss):
            raise SystemExit(f"The loss is {loss} at step {run.step}; the last good state is in {run.path}.")
        row = {"loss": round(loss, 5), "outcome": round(outcome, 5), "norm": round(norm, 4),
               "factor": round(schedule(args.schedule, progress, args.warmup, args.cooldown), 4),
               "tokens_per_s": round(shown_tokens / (time.time() - shown_at))}
        due = team.gather(time.time() - checked_at > args.save_seconds)[0]
        if due:
            row |= run.validate(valid) if valid else {}
            run.save()
            checked_at = time.time()
        run.log(**row)
        shown, shown_tokens, shown_at, clock = [], 0, time.time(), time.time()
    run.save()
    if run.progress() >= 1:
        run.log(done=True, **(run.validate(valid) if valid else {}))
        run.save_model("model")
    team.close()


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
        sums = {name: {"count": p.numel(), "sum": p.double().sum().item(),
                       "sumOfSquares": p.double().square().sum().item(), "first": p.flatten()[:4].tolist()}
                for name, p in stored_tensors(model).items()}
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
        tensors = {key: t.float().contiguous() for key, t in tensors.items()}
        save_tensors(tensors, os.path.join(place, "golden.safetensors"))
        print(f"{name}: loss {numbers['loss']:.6f}, after ten steps of adamw {numbers['adamw']['lossAfter']:.6f}, "
              f"of muon {numbers['muon']['lossAfter']:.6f}; float32 differs by {errors}")
        if max(errors.values()) > 5e-5:
            raise ValueError(f"{name}: float32 and float64 differ by more than 5e-5: {errors}")


# Answers of a model -----------------------------------------------------------------------------------------------


def answers(folder: str, path: str):
    """Computes anew, in float32, what a model of whole games answers after the games of a golden file: a JSON of
    `cases` with `name`, `fen`, `prefix` (its labels) and `moves`. Everything else in the file is replaced."""
    model, words = load_model(folder).eval(), read_words(folder)
    number = {word: n for n, word in enumerate(words)}
    cases = []
    with open(path, encoding="utf-8") as file:
        given = json.load(file)["cases"]
    for case in given:
        board, room, facts = board_of(case["fen"]), np.zeros(NO_MORE_FACTS, np.int64), []
        for move in [None] + [MOVE_NUMBER[square(m[:2]), square(m[2:])] for m in case["moves"]]:
            if move is not None:
                board[MOVE_TO[move]], board[MOVE_FROM[move]] = board[MOVE_FROM[move]], 0
                board[90] ^= 1
            count = write_facts(board[:90], board[90] == 1, model.config.facts == ALL_FACTS, room)
            facts.append(room[:count].tolist())
        facts = facts[:1] * len(case["prefix"]) + facts
        tokens = [number[w] for w in ["<bos>"] + case["prefix"] + case["moves"]]
        none = np.full(len(tokens), -1)
        batch = Batch.of(tokens, np.arange(len(tokens)), np.cumsum([0] + [len(f) for f in facts]), sum(facts, []),
                         [0, len(tokens)], [0], none, np.ones(len(tokens)), none)
        with torch.no_grad():
            hidden = model.hidden(batch)
            logits, outcome = model.logits(hidden), model.wdl_head(hidden[-1])
        last, best = logits[-1], logits[-1].topk(20)
        first = number[move_name(0)]
        rounded = lambda x: [round(v, 5) for v in x.tolist()]
        cases.append({key: case[key] for key in ("name", "fen", "prefix", "moves")} | {
            "token_ids": tokens, "facts": facts,
            "last_logits_top20": [[words[i], v] for i, v in zip(best.indices.tolist(), rounded(best.values))],
            "last_logits_logsumexp": round(last.logsumexp(0).item(), 5),
            "last_logits_first64_moves": rounded(last[first:first + 64]), "wdl_logits_last": rounded(outcome),
            "argmax_each_position": [words[i] for i in logits.argmax(1).tolist()]})
    about = "float32 arithmetic on the stored weights; outcomes: Red wins, draw, Black wins"
    # A line for each member of a case, and for each token's facts.
    lines = ["{", f'"about": {json.dumps(about)},', '"cases": [']
    for case in cases:
        members = []
        for key, value in case.items():
            text = json.dumps(value, ensure_ascii=False)
            members.append(f' "{key}": ' + (text.replace("], [", "],\n  [") if key == "facts" else text))
        lines.append("{\n" + ",\n".join(members) + "\n}" + ("," if case is not cases[-1] else ""))
    write_text(path, "\n".join(lines + ["]", "}"]) + "\n")


def square(name: str) -> int:
    return int(name[1]) * 9 + "abcdefghi".index(name[0])


# Throughput -------------------------------------------------------------------------------------------------------

SHAPES = {
    "8M": dict(hidden_size=256, num_hidden_layers=8, num_attention_heads=4, intermediate_size=704),
    "16M": dict(hidden_size=384, num_hidden_layers=8, num_attention_heads=6, intermediate_size=1024),
}


def bench_batch(facts: int, facts_a_token: int, tokens: int, length: int) -> Batch:
    """Whole sequences of `length` tokens, as many as `tokens` hold, as a game has them: targets and outcomes from the
    fourth token on."""
    generator, count = np.random.default_rng(1), tokens // length
    total = count * length
    chosen = np.sort(generator.permuted(np.tile(np.arange(facts), (total, 1)), axis=1)[:, :facts_a_token], axis=1)
    asked = np.tile(np.arange(length) >= 3, count)
    return Batch.of(generator.integers(0, 2261, total), np.tile(np.arange(length), count),
                    np.arange(total + 1) * facts_a_token, chosen.ravel(), np.arange(count + 1) * length, [0] * count,
                    np.where(asked, generator.integers(0, 2261, total), -1), np.ones(total),
                    np.where(asked, generator.integers(0, 3, total), -1))


def bench(args: argparse.Namespace):
    """Training steps (forward, backward, clipping, fused AdamW) of the shapes of the xiangqi models, timed."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    torch.set_num_threads(args.threads)
    report = {"torch": torch.__version__, "device": torch.cuda.get_device_name() if device == "cuda" else "cpu",
              "threads": args.threads, "instructions": torch.backends.cpu.get_cpu_capability(), "rows": []}
    for shape in args.shapes.split(","):
        for variant in args.facts.split(","):
            facts, a_token = (int(x) for x in variant.split("x"))
            batch = bench_batch(facts, a_token, args.step_tokens, args.length).to(device)
            for mode in args.modes.split(","):
                kind, _, compiled = mode.partition("+")
                torch.manual_seed(1)
                torch.compiler.reset()
                model = Decoder(Config(vocab_size=2261, max_position_embeddings=256, wdl_head=3, qk_norm=args.qk_norm,
                                       dropout=args.dropout, state_embedding=facts, **SHAPES[shape])).to(device)
                model.every_row = device == "cuda"
                if compiled:
                    model.losses = torch.compile(model.losses)
                optimizer = Optimizer(model, "adamw")

                def step():
                    with precision(device, kind == "bf16"):
                        token, outcome = model(batch)
                    (token / len(batch.tokens) + 0.2 * outcome / len(batch.tokens)).backward()
                    return optimizer.step(1.0).item()

                begin = time.perf_counter()
                step()  # compiles, makes the optimizer's state
                first = time.perf_counter() - begin
                rates, begin = [], time.perf_counter()
                spent = lambda: time.perf_counter() - begin
                while spent() < args.seconds or len(rates) < args.least_steps and spent() < 5 * args.seconds:
                    start = time.perf_counter()
                    step()
                    rates.append(len(batch.tokens) / (time.perf_counter() - start))
                rates.sort()
                row = {"shape": shape, "parameters": sum(p.numel() for p in model.parameters()), "facts": variant,
                       "mode": mode, "tokens": len(batch.tokens),
                       "median_tokens_per_s": round(statistics.median(rates)), "lowest": round(rates[0]),
                       "highest": round(rates[-1]), "steps": len(rates), "first_step_s": round(first, 1)}
                report["rows"].append(row)
                print(json.dumps(row), file=sys.stderr, flush=True)
    text = json.dumps(report, indent=1)
    if args.out:
        write_text(args.out, text + "\n")
    print(text)


# Self check -------------------------------------------------------------------------------------------------------


def check_gradients():
    """Random directions: the slope of the loss by finite differences in float64 against the gradient."""
    for seed, (name, config) in enumerate(MEMBERS.items(), 1):
        model = golden_model(config, seed).double()
        batch = golden_batch(config, [7, 4, 1, 9], np.random.default_rng(seed))
        batch = replace(batch, weights=batch.weights.double())
        total_loss(model, batch, 0.3).backward()
        with torch.no_grad():
            for parameter_name, p in model.named_parameters():
                direction = torch.randn(p.shape, dtype=p.dtype, generator=torch.Generator().manual_seed(seed))
                slopes = []
                for sign in (1, -1):
                    p.add_(direction, alpha=sign * 1e-5)
                    slopes.append(total_loss(model, batch, 0.3).item())
                    p.add_(direction, alpha=-sign * 1e-5)
                found, expected = (slopes[0] - slopes[1]) / 2e-5, (p.grad * direction).sum().item()
                assert abs(found - expected) < 1e-6 * max(1, abs(expected)), (name, parameter_name, found, expected)


def check_packing():
    """A packed batch gives each sequence the logits it has alone."""
    for seed, (name, config) in enumerate(MEMBERS.items(), 1):
        model, lengths = golden_model(config, seed).double(), [5, 5, 8, 1]
        batch = golden_batch(config, lengths, np.random.default_rng(seed))
        together = model.logits(model.hidden(batch))
        for s, (a, b) in enumerate(zip(batch.starts, batch.starts[1:])):
            o = batch.feature_offsets[a:b + 1]
            alone = Batch(batch.tokens[a:b], batch.positions[a:b], o - o[0], batch.features[o[0]:o[-1]],
                          batch.targets[a:b], batch.weights[a:b], batch.outcomes[a:b], [0, b - a], [batch.prefixes[s]],
                          batch.seen[s:s + 1])
            assert torch.allclose(model.logits(model.hidden(alone)), together[a:b], atol=1e-10), (name, s)


def count_positions(board: np.ndarray, side: int, depth: int) -> int:
    moves = np.nonzero(legal_moves(board[None], np.array([side]))[0])[0]
    if depth == 1:
        return len(moves)
    total = 0
    for move in moves:
        after = board.copy()
        after[MOVE_TO[move]], after[MOVE_FROM[move]] = after[MOVE_FROM[move]], 0
        total += count_positions(after, 1 - side, depth - 1)
    return total


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


START = "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR w"


def random_games(folder: str, count: int, plies: int):
    """A prepared folder of random legal games."""
    generator, moves, lengths = np.random.default_rng(3), [], []
    for _ in range(count):
        board, length = board_of(START)[:90], int(generator.integers(3, plies))
        for ply in range(length):
            legal = np.nonzero(legal_moves(board[None], np.array([ply % 2]))[0])[0]
            move = int(generator.choice(legal))
            board[MOVE_TO[move]], board[MOVE_FROM[move]] = board[MOVE_FROM[move]], 0
            moves.append(move)
        lengths.append(length)
    os.makedirs(folder, exist_ok=True)
    draw = lambda end: generator.integers(0, end, count)
    arrays = {"moves": (moves, np.uint16), "offsets": (np.concatenate(([0], np.cumsum(lengths))), np.int64),
              "result": (draw(4), np.uint8), "red": (draw(3), np.uint16), "black": (draw(3), np.uint16),
              "start": (np.tile(board_of(START), (count, 1)), np.uint8),
              "values": (generator.integers(0, 1002, len(moves)), np.uint16)}
    tensors = {key: torch.from_numpy(np.array(values, kind)) for key, (values, kind) in arrays.items()}
    save_tensors(tensors, os.path.join(folder, "tokens.safetensors"))
    write_text(os.path.join(folder, "manifest.json"), json.dumps({"kind": "games", "players": ["甲", "乙"]}))


def check_board():
    """Known numbers of positions, and views that agree: a game mirrored or turned has the same facts, moved."""
    assert MOVES == 2086
    assert [count_positions(board_of(START)[:90], 0, d) for d in (1, 2)] == [44, 1920]
    middle = board_of("r1ba1a3/4kn3/2n1b4/pNp1p1p1p/4c4/6P2/P1P2R2P/1CcC5/9/2BAKAB2 w")
    assert [count_positions(middle[:90], 0, d) for d in (1, 2)] == [38, 1128]


TINY = "--width 32 --heads 2 --layers 2 --ffn 48 --no-compile --no-bf16".split()


def check_runs(folder: str):
    """Both layouts: a run that stops and goes on ends with the same weights, a model in shards is read as it was
    written, and a padded batch has the loss of the packed one."""
    games = os.path.join(folder, "games")
    random_games(games, 12, 24)
    for layout, facts in (("game", BOARD_FACTS), ("keyframe", ALL_FACTS)):
        ends = []
        for name, stops, depth in (("whole", (0,), 0), ("stopped", (2, 0), 2)):
            for stop in stops:
                line = (f"--steps 5 --stop-after {stop} --sequence {layout} --facts {facts} --tail 5 --length 64 "
                        f"--step-tokens 120 --accumulate 2 --dropout 0.1 --ema 0.9 --log-steps 5 --shard-mb 0.05 "
                        f"--ahead {depth}")
                run = os.path.join(folder, layout + name)
                train(parse(["train", games, run, "--valid", games, *TINY, *line.split()]))
            place = os.path.join(folder, layout + name, "model")
            ends.append((load_model(place), place))
        for (key, a), b in zip(ends[0][0].state_dict().items(), ends[1][0].state_dict().values()):
            assert torch.equal(a, b), (layout, key)
        model, place = ends[0][0].double().eval(), ends[0][1]
        source = Games(games, model.config, read_words(place), tail=5)
        assert any(name.startswith("model-00002") for name in os.listdir(place))
        numbers, items = source.items(0, 8)
        packed, padded = (source.batch_of(numbers, items, fixed)[0] for fixed in (0, 32))
        losses = []
        for batch, model.every_row in ((packed, False), (padded, False), (padded, True)):
            losses.append(total_loss(model, replace(batch, weights=batch.weights.double()), 0.3).item())
        assert max(losses) - min(losses) < 1e-9, losses

        source.known, source.values[:] = 0, 200  # nothing told, and Red expects a fifth of the points everywhere
        if layout == "keyframe":  # seen from Black's side where Black is to move at the keyframe
            source.first, source.count = source.first // 2 * 2, np.minimum(source.count, 1)
        batch = source.batch_of(*source.items(0, 2048))[0]
        drawn = 1 - batch.outcomes[batch.targets >= 0].double() / 2
        assert abs(drawn.mean() - 0.2) < 0.03, drawn.mean()


def check_text(folder: str):
    """A model of two documents that repeat themselves learns them."""
    data, words = os.path.join(folder, "text"), [f"w{i}" for i in range(20)]
    os.makedirs(data)
    tokens = torch.tensor([*range(10)] * 4 + [*range(19, 9, -1)] * 3, dtype=torch.int32)
    save_tensors({"tokens": tokens, "offsets": torch.tensor([0, 40, 70])}, os.path.join(data, "tokens.safetensors"))
    write_text(os.path.join(data, "manifest.json"), json.dumps({"kind": "text"}))
    write_text(os.path.join(data, "tokens.txt"), "\n".join(words) + "\n")
    run = os.path.join(folder, "text-run")
    line = "--steps 40 --length 24 --step-tokens 70 --optimizer adamw --schedule cosine --rate 0.01 --ema 0.8"
    train(parse(["train", data, run, "--valid", data, *TINY, *line.split()]))
    place = os.path.join(run, "model")
    figures = evaluate(load_model(place), open_validation(data, Config.read(place), None, 0), 0)
    assert figures["all"]["tokens"] == 68 and figures["all"]["top1"] > 0.9, figures


def check_tasks(folder: str):
    """Texts with blanks hold what their texts hold, tasks are asked for their answers, a run of both goes on as if it
    had not stopped, and a padded batch of several prefixes has the loss of the packed one."""
    data, tasks, generator = os.path.join(folder, "blanks"), os.path.join(folder, "tasks"), np.random.default_rng(5)
    special = ("pad", "bos", "eos", "unk", "blank", "fill", "end")
    vocabulary = {"added_tokens": [{"id": i, "content": f"<{name}>"} for i, name in enumerate(special)]}
    lengths = generator.integers(5, 90, 30)
    documents = [[BOS, *generator.integers(10, 40, n), EOS] for n in lengths]
    starts = np.concatenate(([0], np.cumsum(lengths + 2)))
    questions = generator.integers(3, 40, (30, 12))
    every = torch.arange(0, 12 * 30 + 1, 12)
    asked = torch.full((30, 12), 255, dtype=torch.uint8)
    asked[::2, 4], asked[::3, 11] = 1, 0
    for place, kind, tensors in (
            (data, "text", {"tokens": torch.tensor(np.concatenate(documents), dtype=torch.int32),
                            "offsets": torch.tensor(starts)}),
            (tasks, "tasks", {"tokens": torch.tensor(questions.ravel(), dtype=torch.int32), "offsets": every,
                              "prefixes": torch.tensor([5, 12, 1] * 10, dtype=torch.int32),
                              "outcomes": asked.ravel()})):
        os.makedirs(place)
        save_tensors(tensors, os.path.join(place, "tokens.safetensors"))
        write_text(os.path.join(place, "manifest.json"), json.dumps({"kind": kind, "counts": {"vocabulary": 40}}))
        write_text(os.path.join(place, "tokenizer.json"), json.dumps(vocabulary))

    config = Config(40, 32, 2, 2, 48, 128, qk_norm=True, attention_mask="prefix", wdl_head=TEXT_OUTCOMES)
    texts = Text(data, config, infill=1.0, seen_whole=0.5)
    for number in range(200):
        one, document = texts.sequence(number, number % 30), documents[number % 30][1:-1]
        words = np.append(one.tokens, one.targets[-1])
        fill = int(np.nonzero(words == texts.fill)[0][0])
        answers, filled = np.split(words[fill + 1:], np.nonzero(words[fill + 1:] == texts.end)[0] + 1)[:-1], []
        for word in words[1:fill]:
            filled += list(answers.pop(0)[:-1]) if word == texts.blank else [word]
        assert not answers and filled == [int(word) for word in document], number
        assert one.prefix in (0, fill + 1) and (one.targets[fill:] == words[fill + 1:]).all()
        before = one.targets[:fill]
        assert (before == -1).all() if one.prefix else not np.isin(before, (texts.blank, texts.fill)).any()
    both = Mixed(texts, Tasks(tasks, config), 400)
    numbers, items = both.items(0, 1000)
    assert ((items >= texts.length).sum(), len(np.unique(items[:50]))) == (400, 50)
    one = both.sequence(0, texts.length + 2)
    assert one.prefix == 1 and (one.targets == np.append(questions[2, 1:], -1)[:len(one.targets)]).all()

    ends = []
    for name, stops in (("both", (0,)), ("both-stopped", (2, 0))):
        run = os.path.join(folder, name)
        for stop in stops:
            line = (f"--steps 5 --stop-after {stop} --length 128 --step-tokens 300 --tasks {tasks} --task-share 0.4 "
                    f"--infill 0.7 --seen-whole 0.5")
            train(parse(["train", data, run, *TINY, *line.split()]))
        ends.append(load_model(os.path.join(run, "model")))
    for a, b in zip(ends[0].state_dict().values(), ends[1].state_dict().values()):
        assert torch.equal(a, b)
    model, losses = ends[0].double().eval(), []
    for fixed in (0, 128):
        batch = both.batch_of(numbers[:12], items[:12], fixed)[0]
        assert len(batch.runs) == 1 or not fixed
        losses.append(total_loss(model, replace(batch, weights=batch.weights.double()), 0.3).item())
    assert abs(losses[0] - losses[1]) < 1e-9, losses


def check():
    """Runs every self check; says which passed, and stops at the first that does not."""
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        for name, test in (("gradients by finite differences", check_gradients), ("packing", check_packing),
                           ("board", check_board), ("runs", lambda: check_runs(folder)),
                           ("text", lambda: check_text(folder)), ("tasks", lambda: check_tasks(folder))):
            test()
            print(f"ok: {name}")


# Command line -----------------------------------------------------------------------------------------------------


def convert(args: argparse.Namespace):
    """Reads a model folder, of ours or of an earlier trainer, whole or in shards, and writes it anew."""
    own, changes = Config.read(args.model), {}
    if args.facts:
        changes = {"board_embedding": 0, "state_embedding": args.facts}
    model = load_model(args.model, **changes)
    dtype = {"f32": torch.float32, "bf16": torch.bfloat16}[args.dtype]
    save_model(model, args.out, dtype, int(args.shard_mb * 1e6), read_words(args.model))
    print(f"{args.out}: {sum(p.numel() for p in model.parameters()):,} parameters, {args.dtype}, "
          f"{own.facts} facts -> {model.config.facts}")


def evaluate_folder(args: argparse.Namespace):
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = load_model(args.model).to(device)
    source = open_validation(args.data, model.config, read_words(args.model), args.positions)
    report = evaluate(model, source, args.positions, args.bf16)
    for name, row in report.items():
        print(name, json.dumps(row))
    if args.out:
        write_text(args.out, json.dumps(report, indent=1) + "\n")


# name, default, help; the type is the default's
TRAIN_OPTIONS = (
    ("valid", "", "prepared folder to validate on"), ("start", "", "model folder to go on from"),
    ("steps", 0, "planned steps, or"), ("minutes", 30.0, "planned minutes of training; the rates follow the plan"),
    ("stop-after", 0, "steps until this call stops; call again to go on"), ("seed", 1, ""),
    ("sequence", "game", "xiangqi layout: game or keyframe"),
    ("facts", ALL_FACTS, "1261: the board, 5433: the possible moves too, or 0"),
    ("length", 256, "most tokens of a sequence"), ("tail", 40, "moves after a keyframe"),
    ("width", 384, ""), ("layers", 8, ""), ("heads", 0, "0: heads of 64"), ("ffn", 0, "0: 8/3 of the width"),
    ("dropout", 0.0, ""), ("mirror", 0.5, "chance that a game is mirrored"),
    ("known", 0.5, "chance that each label is told"), ("outcome-weight", 0.2, ""),
    ("infill", 0.0, "share of the texts that have blanks"), ("seen-whole", 0.0, "share of these that are seen whole"),
    ("tasks", "", "prepared folder of tasks, beside texts"), ("task-share", 0.5, "share of the sequences"),
    ("step-tokens", 8192, "tokens of a batch, each process"), ("accumulate", 1, "batches of a step"),
    ("fixed", 0, "pad sequences to so many tokens; on a GPU 0 is the longest"),
    ("ahead", -1, "batches made on a thread before they are wanted; -1: 4 on a GPU, 0 elsewhere"),
    ("optimizer", "muon", "muon or adamw"), ("rate", 3e-3, "of AdamW"), ("muon-rate", 0.02, ""), ("momentum", 0.95, ""),
    ("beta1", 0.9, ""), ("beta2", 0.98, ""), ("epsilon", 1e-8, ""), ("decay", 0.01, "of AdamW"),
    ("muon-decay", 0.05, ""),
    ("clip", 1.0, "greatest norm of the gradient, 0: any"), ("ema", 0.0, "averaging of the weights, such as 0.999"),
    ("schedule", "wsd", "wsd, cosine or constant"), ("warmup", 0.02, "share of the plan"),
    ("cooldown", 0.4, "share of the plan, of wsd"), ("log-steps", 20, ""),
    ("save-seconds", 120.0, "between checkpoints with validation"), ("valid-positions", 8192, ""),
    ("shard-mb", 0.0, "greatest file of the model, 0: one file"),
)
EVAL_OPTIONS = (("positions", 0, "0: all"), ("out", "", "JSON file"))
CONVERT_OPTIONS = (
    ("dtype", "bf16", "f32 or bf16"), ("shard-mb", 0.0, "greatest file, 0: one file"),
    ("facts", 0, "widen the state embedding to so many facts, the new ones at zero"),
)
BENCH_OPTIONS = (
    ("threads", 2, ""), ("shapes", "8M,16M", ""), ("modes", "f32,f32+compile,bf16,bf16+compile", ""),
    ("facts", "1261x30,5433x110", "rows of the state embedding x facts of a token"), ("step-tokens", 4096, ""),
    ("length", 100, "of a sequence"), ("dropout", 0.0, ""), ("seconds", 20.0, "least time of each row"),
    ("least-steps", 3, ""), ("out", "", "JSON file"),
)


def parse(line: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = parser.add_subparsers(dest="command", required=True)

    def command(name, text, options, *places):
        p = sub.add_parser(name, help=text, formatter_class=argparse.ArgumentDefaultsHelpFormatter)
        for place in places:
            p.add_argument(place)
        for option, default, text in options:
            p.add_argument("--" + option, type=type(default), default=default, help=text or " ")
        return p

    p = command("train", "train a model, or go on", TRAIN_OPTIONS, "data", "run")
    p.add_argument("--compile", action=argparse.BooleanOptionalAction, default=torch.cuda.is_available())
    p.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=torch.cuda.is_available())
    p = command("eval", "figures of a model by ply", EVAL_OPTIONS, "data", "model")
    p.add_argument("--bf16", action=argparse.BooleanOptionalAction, default=torch.cuda.is_available())
    command("convert", "write a model folder anew", CONVERT_OPTIONS, "model", "out")
    command("golden", "write tiny models with their gradients and training steps", (), "out")
    command("answers", "write what a model answers into a golden file of games", (), "model", "file")
    command("check", "self check", ())
    p = command("bench", "training throughput", BENCH_OPTIONS)
    p.add_argument("--qk-norm", action="store_true")
    return parser.parse_args(line)


def main():
    args = parse()
    if args.command == "golden":
        golden(args.out)
    elif args.command == "answers":
        answers(args.model, args.file)
    elif args.command == "check":
        check()
    else:
        {"train": train, "eval": evaluate_folder, "convert": convert, "bench": bench}[args.command](args)


if __name__ == "__main__":
    main()
