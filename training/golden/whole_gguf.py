#!/usr/bin/env python3
"""Makes Tests/TextTasksTests/Fixtures/whole.gguf, a tiny LLaMA with a vocabulary, and whole.json, what llama.cpp writes with it.

    pip install gguf==0.19.0 llama-cpp-python==0.3.36 numpy
    python training/golden/whole_gguf.py Tests/TokenizersTests/Fixtures/gguf-llama/vocabulary.json Tests/TextTasksTests/Fixtures

Of many prompts that one is kept after which no second token comes near the first: llama.cpp rounds activations, we do
not. The binding leaves bytes out that are no character.
"""
import json
import sys

import gguf
import numpy as np
from llama_cpp import Llama

WIDTH, INNER, HEADS, LAYERS, CONTEXT = 32, 64, 2, 1, 128
PROMPTS = ["今天", "我们", "弈文下象棋", "春天来了，", "Hello, world", "模型在想什么？", "山水", "一二三四五", "他说：", "第一回", "the", "天气很好"]


def write(path, vocabulary):
    random = np.random.default_rng(5)
    count = len(vocabulary["tokens"])
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(CONTEXT)
    writer.add_block_count(LAYERS)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10000.0)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(count)
    writer.add_tokenizer_model(vocabulary["model"])
    writer.add_token_list(vocabulary["tokens"])
    writer.add_token_scores(vocabulary["scores"])
    writer.add_token_types(vocabulary["types"])
    writer.add_bos_token_id(vocabulary["bos"])
    writer.add_eos_token_id(vocabulary["eos"])
    for key in ("add_bos", "add_space_prefix"):
        if vocabulary.get(key) is not None:
            writer.add_bool(f"tokenizer.ggml.{key if key != 'add_bos' else 'add_bos_token'}", vocabulary[key])

    def matrix(name, rows, columns, scale=1.0):
        values = random.standard_normal((rows, columns)) * scale
        writer.add_tensor(name, values.astype(np.float16))

    matrix("token_embd.weight", count, WIDTH)
    for layer in range(LAYERS):
        for part in ("attn_q", "attn_k", "attn_v", "attn_output"):
            matrix(f"blk.{layer}.{part}.weight", WIDTH, WIDTH, 0.4)
        matrix(f"blk.{layer}.ffn_gate.weight", INNER, WIDTH, 0.4)
        matrix(f"blk.{layer}.ffn_up.weight", INNER, WIDTH, 0.4)
        matrix(f"blk.{layer}.ffn_down.weight", WIDTH, INNER, 0.4)
        writer.add_tensor(f"blk.{layer}.attn_norm.weight", np.ones(WIDTH, np.float32))
        writer.add_tensor(f"blk.{layer}.ffn_norm.weight", np.ones(WIDTH, np.float32))
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    matrix("output.weight", count, WIDTH)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def main(vocabulary, folder):
    with open(vocabulary, encoding="utf-8") as file:
        vocabulary = json.load(file)
    path = f"{folder}/whole.gguf"
    write(path, vocabulary)
    llama = Llama(path, n_ctx=CONTEXT, n_threads=1, verbose=False, logits_all=True)
    found = []
    for prompt in PROMPTS:
        answer = llama.create_completion(prompt, max_tokens=16, temperature=0, logprobs=2)["choices"][0]
        tops = [sorted(top.values())[-2:] for top in answer["logprobs"]["top_logprobs"]]
        margin = min((top[1] - top[0] for top in tops if len(top) == 2), default=0)
        found.append({"prompt": prompt, "text": answer["text"], "margin": round(float(margin), 3)})
    best = max(found, key=lambda case: case["margin"])
    with open(f"{folder}/whole.json", "w", encoding="utf-8") as file:
        json.dump(best, file, ensure_ascii=True, indent=1)
    for case in found:
        print(case)
    print(best)


if __name__ == "__main__":
    main(*sys.argv[1:3])
