#!/usr/bin/env python3
"""Writes a text model of int8 blocks in single precision, optionally with its layers stacked (G_stack, Du et al. 2024).

    python3 grow.py MODEL OUT [--times 2]

A row of int8 blocks: for every 32 weights a bfloat16 scale (2 bytes, little-endian), then 32 signed bytes; a weight is
its byte times the scale (Sources/Kernels/WeightFormat.swift). Layer i of OUT is layer i mod L of MODEL.
"""
import argparse
import json
import os
import re
import shutil
import struct

import numpy as np


def bfloat16(raw):
    return (np.frombuffer(raw, "<u2").astype(np.uint32) << 16).view(np.float32)


def tensors(path):
    with open(path, "rb") as file:
        header = json.loads(file.read(struct.unpack("<Q", file.read(8))[0]))
        data = file.read()
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        raw, shape = data[slice(*entry["data_offsets"])], entry["shape"]
        if entry["dtype"] == "U8":
            blocks = np.frombuffer(raw, np.uint8).reshape(-1, 34)
            scales = bfloat16(blocks[:, :2].tobytes())
            values = blocks[:, 2:].view(np.int8).astype(np.float32) * scales[:, None]
            shape = [shape[0], shape[1] // 34 * 32]
        elif entry["dtype"] == "BF16":
            values = bfloat16(raw)
        else:
            assert entry["dtype"] == "F32", entry
            values = np.frombuffer(raw, "<f4")
        yield name, values.reshape(shape)


def main(model, out, times):
    config = json.load(open(model + "/config.json"))
    layers = config["num_hidden_layers"]
    grown = {}
    for name, values in tensors(model + "/model.safetensors"):
        if match := re.fullmatch(r"model\.layers\.(\d+)\.(.*)", name):
            for copy in range(times):
                grown[f"model.layers.{int(match[1]) + copy * layers}.{match[2]}"] = values
        else:
            grown[name] = values
    header, offset = {}, 0
    for name, values in grown.items():
        header[name] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [offset, offset + values.size * 4]}
        offset += values.size * 4
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    os.makedirs(out, exist_ok=True)
    with open(out + "/model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for values in grown.values():
            file.write(np.ascontiguousarray(values, "<f4").tobytes())
    config |= {"num_hidden_layers": layers * times, "torch_dtype": "float32"}
    json.dump(config, open(out + "/config.json", "w"), indent=2)
    shutil.copy(model + "/tokenizer.json", out)
    print(out, layers * times, "layers,", sum(values.size for values in grown.values()), "weights")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("out")
    parser.add_argument("--times", type=int, default=2)
    options = parser.parse_args()
    main(options.model, options.out, options.times)
