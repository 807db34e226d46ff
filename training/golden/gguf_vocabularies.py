#!/usr/bin/env python3
"""Makes the golden files of GGUF vocabularies, with the ids that llama.cpp gives, beside those of vocabularies.py.

    pip install gguf==0.19.0 llama-cpp-python==0.3.36
    python training/golden/gguf_vocabularies.py Tests/TokenizersTests/Fixtures

vocabulary.json has the values of the keys under tokenizer.ggml; a .gguf file is written only to hand them to llama.cpp.
With names of .gguf files as further arguments it writes those vocabularies' values and ids below the first one instead.
"""
import ctypes
import json
import os
import shutil
import sys
import tempfile

import gguf
from llama_cpp import llama_cpp as llama
from sentencepiece import SentencePieceProcessor
from texts import HARD

ROOT = sys.argv[1]
KEYS = {"tokenizer.ggml." + key: name for key, name in [
    ("model", "model"), ("pre", "pre"), ("tokens", "tokens"), ("scores", "scores"), ("token_type", "types"),
    ("merges", "merges"), ("bos_token_id", "bos"), ("eos_token_id", "eos"), ("add_bos_token", "add_bos"),
    ("add_space_prefix", "add_space_prefix")]}


def read(path):
    reader = gguf.GGUFReader(path)
    return {name: reader.fields[key].contents() for key, name in KEYS.items() if key in reader.fields}


def write(path, values):
    writer = gguf.GGUFWriter(path, "llama")
    for add in (writer.add_context_length, writer.add_embedding_length, writer.add_block_count,
                writer.add_feed_forward_length, writer.add_head_count):
        add(8)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_tokenizer_model(values["model"])
    if "pre" in values:
        writer.add_tokenizer_pre(values["pre"])
    writer.add_token_list(values["tokens"])
    if "scores" in values:
        writer.add_token_scores(values["scores"])
    writer.add_token_types(values["types"])
    if "merges" in values:
        writer.add_token_merges(values["merges"])
    writer.add_eos_token_id(values["eos"])
    if "bos" in values:
        writer.add_bos_token_id(values["bos"])
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.close()


def golden(path):
    options = llama.llama_model_default_params()
    options.vocab_only = True
    model = llama.llama_model_load_from_file(path.encode(), options)
    vocabulary = llama.llama_model_get_vocab(model)

    def encode(text, special):
        data = text.encode()
        tokens = (llama.llama_token * (2 * len(data) + 8))()
        count = llama.llama_tokenize(vocabulary, data, len(data), tokens, len(tokens), False, special)
        assert count >= 0
        return list(tokens[:count])

    def decode(ids):
        tokens = (llama.llama_token * (len(ids) + 1))(*ids)
        text = ctypes.create_string_buffer(16 * 1024)
        count = llama.llama_detokenize(vocabulary, tokens, len(ids), text, len(text), True, False)
        assert count >= 0
        return text.raw[:count].decode(errors="replace")
    cases = []
    for text in HARD:
        if "\0" in text:
            continue  # the end of a text in C
        ids = encode(text, False)
        cases.append({"text": text, "ids": ids, "special": encode(text, True), "decoded": decode(ids)})
    llama.llama_model_free(model)
    return cases


def save(folder, values, cases):
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    with open(os.path.join(folder, "vocabulary.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(values, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")
    with open(os.path.join(folder, "golden.json"), "w", encoding="ascii", newline="\n") as file:
        file.write("[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n")


def byte_level():
    content = json.load(open(os.path.join(ROOT, "qwen2-json", "tokenizer.json"), encoding="utf-8"))
    names = {id: name for name, id in content["model"]["vocab"].items()}
    types = {id: 1 for id in names}
    for token in content["added_tokens"]:
        names[token["id"]] = token["content"]
        types[token["id"]] = 3 if token["special"] else 4
    order = sorted(names)
    return {
        "model": "gpt2", "pre": "qwen2", "tokens": [names[id] for id in order], "types": [types[id] for id in order],
        "merges": [" ".join(pair) for pair in content["model"]["merges"]],
        "eos": next(token["id"] for token in content["added_tokens"] if token["content"] == "<|im_end|>")}


def scored():
    processor = SentencePieceProcessor(model_file=os.path.join(ROOT, "spm-llama", "tokenizer.model"))
    ids = range(processor.get_piece_size())

    def kind(id):
        return (2 if processor.is_unknown(id) else 3 if processor.is_control(id) else 6 if processor.is_byte(id)
                else 4 if processor.id_to_piece(id) == "<sep>" else 1)
    return {
        "model": "llama", "tokens": [processor.id_to_piece(id) for id in ids],
        "scores": [processor.get_score(id) for id in ids], "types": [kind(id) for id in ids], "bos": 1, "eos": 2}


llama.llama_backend_init()
if sys.argv[2:]:
    for path in sys.argv[2:]:
        save(os.path.join(ROOT, os.path.basename(path)), read(path), golden(path))
else:
    with tempfile.TemporaryDirectory() as temporary:
        for name, values in [("gguf-qwen2", byte_level()), ("gguf-llama", scored())]:
            path = os.path.join(temporary, name + ".gguf")
            write(path, values)
            save(os.path.join(ROOT, name), values, golden(path))
