"""Model folders, as Yiwen reads and writes them."""
from __future__ import annotations

import json
import os
from dataclasses import replace

import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from torch import Tensor

from .decoder import Config, Decoder


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
    state embedding); the facts of fewer are the first of more. An outcome head that it has not begins at zero, a
    candidate head as that of a new model.
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
    if not own.candidate_features:
        tensors |= {name: p.data for name, p in model.named_parameters() if name.startswith("candidate_head.")}
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


def read_words(folder: str) -> list[str] | None:
    path = os.path.join(folder, "tokens.txt")
    if not os.path.exists(path):
        return None
    with open(path, encoding="utf-8", newline="\n") as file:
        return file.read().removesuffix("\n").split("\n")
