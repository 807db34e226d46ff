"""Our engine beside llama.cpp on the same random weights of LLaMA's shape.

    python training/benchmarks/llama_cpp.py .build/release/yiwen /path/to/llama-bench [--folder /tmp/engine] [--rounds 5]

Writes each model once (safetensors in bf16 for us, GGUF in BF16 and Q8_0 for llama.cpp; int8 for us by
`yiwen quantize`), runs both programs in turn so that a machine whose speed drifts drifts for both, and prints a
table in Markdown. Needs numpy, gguf and safetensors from PyPI.
"""
import argparse
import json
import os
import statistics
import subprocess

import gguf
import numpy as np

# width, layers, heads, feed-forward, vocabulary, tied
SHAPES = {"30M": (512, 8, 8, 1408, 8192, True), "100M": (768, 12, 12, 2048, 8192, False)}
EPSILON, BASE, LENGTH = 1e-5, 10000.0, 1024


def tensors(shape, seed=1):
    """Hugging Face name, GGUF name and f32 weights of every tensor."""
    width, layers, heads, inner, vocabulary, tied = shape
    random = np.random.default_rng(seed)

    def matrix(rows, columns):
        return (random.standard_normal((rows, columns), np.float32) / np.sqrt(columns)).astype(np.float32)

    yield "model.embed_tokens.weight", "token_embd.weight", matrix(vocabulary, width)
    for i in range(layers):
        ours, theirs = f"model.layers.{i}.", f"blk.{i}."
        yield ours + "input_layernorm.weight", theirs + "attn_norm.weight", np.ones(width, np.float32)
        for part, name in (("q_proj", "attn_q"), ("k_proj", "attn_k"), ("v_proj", "attn_v"), ("o_proj", "attn_output")):
            yield ours + f"self_attn.{part}.weight", theirs + f"{name}.weight", matrix(width, width)
        yield ours + "post_attention_layernorm.weight", theirs + "ffn_norm.weight", np.ones(width, np.float32)
        yield ours + "mlp.gate_proj.weight", theirs + "ffn_gate.weight", matrix(inner, width)
        yield ours + "mlp.up_proj.weight", theirs + "ffn_up.weight", matrix(inner, width)
        yield ours + "mlp.down_proj.weight", theirs + "ffn_down.weight", matrix(width, inner)
    yield "model.norm.weight", "output_norm.weight", np.ones(width, np.float32)
    if not tied:
        yield "lm_head.weight", "output.weight", matrix(vocabulary, width)


def bfloat16(x):
    """The upper halves of f32 numbers, rounded to the nearest even."""
    bits = x.view(np.uint32)
    return ((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16).astype(np.uint16)


def write_ours(folder, shape):
    width, layers, heads, inner, vocabulary, tied = shape
    os.makedirs(folder, exist_ok=True)
    config = {"vocab_size": vocabulary, "hidden_size": width, "num_hidden_layers": layers,
              "num_attention_heads": heads, "intermediate_size": inner, "max_position_embeddings": LENGTH,
              "rms_norm_eps": EPSILON, "rope_theta": BASE, "tie_word_embeddings": tied}
    with open(os.path.join(folder, "config.json"), "w") as f:
        json.dump(config, f, indent=2)
    header, data, offset = {}, [], 0
    for name, _, weights in tensors(shape):
        raw = bfloat16(weights).tobytes()
        header[name] = {"dtype": "BF16", "shape": weights.shape, "data_offsets": [offset, offset + len(raw)]}
        data.append(raw)
        offset += len(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(os.path.join(folder, "model.safetensors"), "wb") as f:
        f.write(len(text).to_bytes(8, "little") + text + b"".join(data))


def write_gguf(path, shape, kind):
    width, layers, heads, inner, vocabulary, _ = shape
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_context_length(LENGTH)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(inner)
    writer.add_head_count(heads)
    writer.add_head_count_kv(heads)
    writer.add_layer_norm_rms_eps(EPSILON)
    writer.add_rope_freq_base(BASE)
    writer.add_rope_dimension_count(width // heads)
    writer.add_vocab_size(vocabulary)
    writer.add_tokenizer_model("none")
    for _, name, weights in tensors(shape):
        stored = gguf.GGMLQuantizationType.F32 if weights.ndim == 1 else kind
        writer.add_tensor(name, gguf.quants.quantize(weights, stored), raw_dtype=stored)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def ours(program, folder, threads):
    out = subprocess.run([program, "bench", "engine", "--model", folder, "--rounds", "1", "--threads", str(threads),
                          "--format", "json"], check=True, capture_output=True, text=True).stdout
    return [row["tokensPerSecond"]["median"] for row in json.loads(out)["rows"]]


def theirs(program, path, threads):
    out = subprocess.run([program, "-m", path, "-t", str(threads), "-p", "256", "-n", "64", "-r", "1", "-o", "json"],
                         check=True, capture_output=True, text=True).stdout
    return [row["avg_ts"] for row in sorted(json.loads(out), key=lambda row: row["n_gen"])]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("yiwen")
    parser.add_argument("llama_bench")
    parser.add_argument("--folder", default="/tmp/yiwen-engine-bench")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    print("| model | weights | work | ours, tokens/s | llama.cpp, tokens/s | ratio (min-max) |")
    print("| --- | --- | --- | ---: | ---: | ---: |")
    for name, shape in SHAPES.items():
        base = os.path.join(args.folder, name)
        if not os.path.exists(base):
            write_ours(base, shape)
        for kind, label in ((gguf.GGMLQuantizationType.BF16, "bf16"), (gguf.GGMLQuantizationType.Q8_0, "int8")):
            folder, path = (base, base + ".bf16.gguf") if label == "bf16" else (base + "-int8", base + ".q8_0.gguf")
            if not os.path.exists(path):
                write_gguf(path, shape, kind)
            if not os.path.exists(folder):
                subprocess.run([args.yiwen, "quantize", base, "--output", folder, "--to", "int8"], check=True)
            pairs = [(ours(args.yiwen, folder, args.threads), theirs(args.llama_bench, path, args.threads))
                     for _ in range(args.rounds)]
            for work, column in (("prompt 256", 0), ("generation 64", 1)):
                mine, other = [p[0][column] for p in pairs], [p[1][column] for p in pairs]
                ratios = [a / b for a, b in zip(mine, other)]
                print(f"| {name} | {label} | {work} | {statistics.median(mine):.0f} | {statistics.median(other):.0f} | "
                      f"{statistics.median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}) |", flush=True)


if __name__ == "__main__":
    main()
