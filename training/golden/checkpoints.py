"""Tiny checkpoints of every kind that `Decoder(path:)` opens, with the answers of Hugging Face and llama.cpp.

    pip install torch transformers safetensors gguf
    python training/golden/checkpoints.py Tests/LanguageModelTests/Fixtures/checkpoints \
        [--llama FOLDER]          # of libllama.so and its Python binding (llama_cpp), for the greedy tokens

Every model has random weights from a fixed seed. For each the folder gets its files as Hugging Face writes them
and `golden.safetensors`: `tokens` [T] and `logits` [T, vocabulary] in float32, computed by transformers from the
weights as they are stored. The GGUF files hold the same weights, named and laid out as llama.cpp's converter does;
`greedy.json` has for each of them a prompt, what llama.cpp goes on with, and the
logits of transformers with the weights that the Python package `gguf` reads. `blocks.gguf` has random blocks of every packing, and `blocks.safetensors`
what the Python package `gguf` makes of them.
"""

import argparse
import ctypes
import json
import os
import shutil

import gguf
import numpy as np
import torch
import transformers
from gguf import GGMLQuantizationType as Kind
from safetensors.torch import save_file

TOKENS = [3, 17, 90, 4, 4, 61, 0, 25, 99, 8, 42, 7]
CONTINUATION = 8
PROMPTS = 500
VOCABULARY = 100


def random_weights(model, seed):
    """Weights large enough for answers to differ, with norms and biases that are not the identity."""
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, parameter in sorted(model.named_parameters()):
            noise = torch.randn(parameter.shape, generator=generator)
            is_scale = parameter.dim() == 1 and not name.endswith("bias")
            parameter.copy_(1 + 0.2 * noise if is_scale else 0.25 * noise)
    return model.eval()


def common(**changes):
    sizes = dict(vocab_size=VOCABULARY, hidden_size=32, intermediate_size=64, num_hidden_layers=2,
                 num_attention_heads=4, num_key_value_heads=2, max_position_embeddings=64)
    return {**sizes, **changes}


def models():
    gpt2 = transformers.GPT2Config(vocab_size=VOCABULARY, n_positions=64, n_embd=32, n_layer=2, n_head=4)
    llama3 = dict(rope_type="llama3", rope_theta=10000.0, factor=4.0, low_freq_factor=1.0, high_freq_factor=4.0,
                  original_max_position_embeddings=16)
    linear = dict(rope_type="linear", rope_theta=10000.0, factor=2.0)
    return {
        "gpt2": transformers.GPT2LMHeadModel(gpt2),
        "llama": transformers.LlamaForCausalLM(transformers.LlamaConfig(
            **common(attention_bias=True, mlp_bias=True), rms_norm_eps=1e-5)),
        "llama3": transformers.LlamaForCausalLM(transformers.LlamaConfig(**common(), rope_parameters=llama3)),
        "linear": transformers.LlamaForCausalLM(transformers.LlamaConfig(**common(), rope_parameters=linear)),
        "qwen2": transformers.Qwen2ForCausalLM(transformers.Qwen2Config(
            **common(), rope_parameters=dict(rope_type="default", rope_theta=1e6))),
        "qwen3": transformers.Qwen3ForCausalLM(transformers.Qwen3Config(
            **common(head_dim=16), rope_parameters=dict(rope_type="default", rope_theta=1e6),
            tie_word_embeddings=True)),
    }


def copy_of(model):
    copy = type(model)(model.config)
    copy.load_state_dict(model.state_dict())
    return copy.eval()


def answers(model, tokens):
    with torch.no_grad():
        return model(torch.tensor([tokens])).logits[0].float()


def save_folder(model, folder, dtype=torch.float32, shard=None):
    """A folder as Hugging Face writes it; logits are those of the rounded weights in float32."""
    copy_of(model).to(dtype).save_pretrained(folder, max_shard_size=shard or "1GB")
    for extra in ["generation_config.json"]:
        if os.path.exists(f"{folder}/{extra}"):
            os.remove(f"{folder}/{extra}")
    model = type(model).from_pretrained(folder, dtype=torch.float32)
    save_file({"tokens": torch.tensor(TOKENS, dtype=torch.int32), "logits": answers(model, TOKENS).contiguous()},
              f"{folder}/golden.safetensors")


# GGUF ---------------------------------------------------------------------------------------------------

LLAMA_NAMES = {
    "model.embed_tokens": "token_embd", "model.norm": "output_norm", "lm_head": "output",
    "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
    "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
    "self_attn.k_norm": "attn_k_norm", "post_attention_layernorm": "ffn_norm", "mlp.gate_proj": "ffn_gate",
    "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down",
}
GPT2_NAMES = {
    "wte": "token_embd", "wpe": "position_embd", "ln_f": "output_norm", "ln_1": "attn_norm",
    "attn.c_attn": "attn_qkv", "attn.c_proj": "attn_output", "ln_2": "ffn_norm", "mlp.c_fc": "ffn_up",
    "mlp.c_proj": "ffn_down",
}


def place(config, name):
    """A tensor's name in GGUF files, whether its matrix is turned there, and the heads whose halves alternate."""
    is_gpt2 = config.model_type == "gpt2"
    name, suffix = name.rsplit(".", 1)
    name = name.removeprefix("transformer.")
    layer = ""
    for prefix in ["h.", "model.layers."]:
        if name.startswith(prefix):
            number, name = name[len(prefix):].split(".", 1)
            layer = f"blk.{number}."
    is_turned = is_gpt2 and suffix == "weight" and name.rsplit(".", 1)[-1] in ("c_attn", "c_proj", "c_fc")
    heads = {"self_attn.q_proj": config.num_attention_heads,
             "self_attn.k_proj": getattr(config, "num_key_value_heads", None)}.get(name)
    return (f"{layer}{(GPT2_NAMES if is_gpt2 else LLAMA_NAMES)[name]}.{suffix}", is_turned,
            heads if config.model_type == "llama" else None)


def own_weights(model):
    """All weights but an output matrix that is the embedding."""
    tied = model.config.tie_word_embeddings
    return {name: weight for name, weight in model.state_dict().items() if not (tied and name == "lm_head.weight")}


def gguf_tensors(model):
    """The weights under GGUF's names, as rows of inputs, with LLaMA's heads in pairs."""
    tensors = {}
    for name, weight in own_weights(model).items():
        name, is_turned, heads = place(model.config, name)
        array = weight.float().numpy()
        array = array.T if is_turned else array
        if heads:
            array = array.reshape(heads, 2, array.shape[0] // heads // 2, -1).swapaxes(1, 2).reshape(array.shape)
        tensors[name] = np.ascontiguousarray(array)
    return tensors


def rounded(model, path):
    """The model with the weights that a GGUF file has, by the Python package's reading of it."""
    found = {tensor.name: gguf.quants.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
             for tensor in gguf.GGUFReader(path).tensors}
    with torch.no_grad():
        for name, weight in own_weights(model).items():
            name, is_turned, heads = place(model.config, name)
            array = found[name]
            if heads:
                shape = array.shape
                array = array.reshape(heads, shape[0] // heads // 2, 2, -1).swapaxes(1, 2).reshape(shape)
            weight.copy_(torch.from_numpy(np.ascontiguousarray(array.T if is_turned else array)))
    return model


def write_gguf(model, path, kind):
    config = model.config
    writer = gguf.GGUFWriter(path, config.model_type)
    is_gpt2 = config.model_type == "gpt2"
    writer.add_context_length(64)
    writer.add_block_count(config.num_hidden_layers)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(4 * config.hidden_size if is_gpt2 else config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    if is_gpt2:
        writer.add_layer_norm_eps(config.layer_norm_epsilon)
    else:
        writer.add_head_count_kv(config.num_key_value_heads)
        writer.add_layer_norm_rms_eps(config.rms_norm_eps)
        writer.add_rope_freq_base(config.rope_parameters["rope_theta"])
        head = getattr(config, "head_dim", None) or config.hidden_size // config.num_attention_heads
        writer.add_key_length(head)
        writer.add_value_length(head)
        if config.model_type == "llama":
            writer.add_rope_dimension_count(head)
            writer.add_vocab_size(VOCABULARY)
        if config.rope_parameters["rope_type"] == "linear":
            writer.add_rope_scaling_type(gguf.RopeScalingType.LINEAR)
            writer.add_rope_scaling_factor(config.rope_parameters["factor"])
        if config.rope_parameters["rope_type"] == "llama3":
            rotary = transformers.modeling_rope_utils.ROPE_INIT_FUNCTIONS["llama3"](config, "cpu")[0]
            plain = 1 / config.rope_parameters["rope_theta"] ** (torch.arange(0, head, 2).float() / head)
            writer.add_tensor("rope_freqs.weight", (plain / rotary).numpy().astype(np.float32))
    # A vocabulary that llama.cpp takes without merges: every token a byte or a control.
    writer.add_tokenizer_model("llama")
    tokens = ["<unk>", "<s>", "</s>"] + [f"t{i}" for i in range(3, VOCABULARY)]
    writer.add_token_list(tokens)
    writer.add_token_scores([-float(i) for i in range(VOCABULARY)])
    writer.add_token_types([2, 3, 3] + [1] * (VOCABULARY - 3))
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    for name, array in gguf_tensors(model).items():
        block = gguf.GGML_QUANT_SIZES[kind][0]
        if array.ndim == 1:
            writer.add_tensor(name, array)
        elif kind == Kind.F16:
            writer.add_tensor(name, array.astype(np.float16))
        elif array.shape[-1] % block == 0:
            writer.add_tensor(name, gguf.quants.quantize(array, kind), raw_dtype=kind)
        else:
            writer.add_tensor(name, gguf.quants.quantize(array, Kind.BF16), raw_dtype=Kind.BF16)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


class Llama:
    """A model in llama.cpp, with keys and values in single precision."""

    def __init__(self, path):
        import llama_cpp

        self.api = llama_cpp.llama_cpp
        parameters = self.api.llama_model_default_params()
        parameters.n_gpu_layers = 0
        self.model = self.api.llama_load_model_from_file(path.encode(), parameters)
        parameters = self.api.llama_context_default_params()
        parameters.n_ctx, parameters.n_batch, parameters.n_threads = 64, 64, 1
        parameters.flash_attn_type = parameters.type_k = parameters.type_v = 0
        self.context = self.api.llama_new_context_with_model(self.model, parameters)

    def close(self):
        self.api.llama_free(self.context)
        self.api.llama_free_model(self.model)

    def go_on(self, prompt):
        """The most likely tokens one after the other, and the share by which the nearest second one fell short."""
        self.api.llama_memory_clear(self.api.llama_get_memory(self.context), True)
        found, margin, batch = [], 1.0, prompt
        for _ in range(CONTINUATION):
            ids = (self.api.llama_token * len(batch))(*batch)
            assert self.api.llama_decode(self.context, self.api.llama_batch_get_one(ids, len(batch))) == 0
            pointer = self.api.llama_get_logits_ith(self.context, -1)
            logits = np.sort(np.ctypeslib.as_array(pointer, shape=(VOCABULARY,)))[-2:]
            batch = [int(np.argmax(np.ctypeslib.as_array(pointer, shape=(VOCABULARY,))))]
            margin = min(margin, float(1 - logits[0] / logits[1]))
            found += batch
        return found, margin


def greedy(model, path):
    """What llama.cpp goes on with after a prompt, and the logits that transformers has after it.

    llama.cpp rounds activations as it does weights, we do not. So of many prompts the one is taken that is followed
    by the most different tokens, of those after which no second token comes near the first.
    """
    llama = Llama(path)
    random = np.random.default_rng(11)
    prompts = [[int(token) for token in random.integers(0, VOCABULARY, 8)] for _ in range(PROMPTS)]
    found = [(*llama.go_on(prompt), prompt) for prompt in prompts]
    tokens, margin, prompt = max(found, key=lambda entry: (entry[1] >= 0.08, len(set(entry[0])), entry[1]))
    llama.close()
    logits = answers(rounded(model, path), prompt)[-1]
    return {"prompt": prompt, "continuation": tokens, "margin": round(margin, 3),
            "logits": [round(float(logit), 6) for logit in logits]}


def write_mixture(folder):
    """A Qwen3 with rows long enough for blocks of 256, as llama.cpp itself packs it for most people."""
    import llama_cpp

    model = random_weights(transformers.Qwen3ForCausalLM(transformers.Qwen3Config(
        **common(hidden_size=256, intermediate_size=256, num_hidden_layers=1, num_attention_heads=2,
                 num_key_value_heads=1, head_dim=32), tie_word_embeddings=True,
        rope_parameters=dict(rope_type="default", rope_theta=1e6))), 20)
    whole, packed = f"{folder}/whole.gguf", f"{folder}/qwen3-Q4_K_M.gguf"
    write_gguf(model, whole, Kind.F32)
    llama = llama_cpp.llama_cpp
    parameters = llama.llama_model_quantize_default_params()
    parameters.ftype, parameters.nthread = llama.LLAMA_FTYPE_MOSTLY_Q4_K_M, 1
    assert llama.llama_model_quantize(whole.encode(), packed.encode(), ctypes.byref(parameters)) == 0
    os.remove(whole)
    return model, packed


def write_blocks(folder):
    """Random blocks of every packing: whole matrices [4, 256] with finite scales."""
    random = np.random.default_rng(7)
    writer = gguf.GGUFWriter(f"{folder}/blocks.gguf", "none")
    values = {}
    scales = {  # where a block's f16 numbers lie
        Kind.Q8_0: [0], Kind.Q4_0: [0], Kind.Q4_1: [0, 2], Kind.Q5_0: [0], Kind.Q5_1: [0, 2], Kind.Q4_K: [0, 2],
        Kind.Q5_K: [0, 2], Kind.Q6_K: [208],
    }
    for kind, places in scales.items():
        length, size = gguf.GGML_QUANT_SIZES[kind]
        blocks = random.integers(0, 256, (4 * 256 // length, size), dtype=np.uint8)
        for place in places:
            numbers = (random.standard_normal(len(blocks)) * 0.01).astype(np.float16)
            blocks[:, place:place + 2] = numbers.view(np.uint8).reshape(-1, 2)
        data = blocks.reshape(4, -1)
        writer.add_tensor(kind.name, data, raw_dtype=kind)
        values[kind.name] = torch.from_numpy(gguf.quants.dequantize(data, kind).astype(np.float32).copy())
    halves = np.arange(0, 1 << 16, 64, dtype=np.uint16).reshape(4, 256).view(np.float16)
    halves = np.where(np.isfinite(halves), halves, np.float16(1))
    writer.add_tensor("F16", halves)
    values["F16"] = torch.from_numpy(halves.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    save_file(values, f"{folder}/blocks.safetensors")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folder")
    arguments.add_argument("--llama", help="the folder of libllama.so")
    options = arguments.parse_args()
    if options.llama:
        os.environ["LLAMA_CPP_LIB_PATH"] = options.llama
    shutil.rmtree(options.folder, ignore_errors=True)
    os.makedirs(options.folder)
    found = {name: random_weights(model, seed) for seed, (name, model) in enumerate(models().items())}
    for name, model in found.items():
        dtype = torch.float16 if name == "qwen3" else torch.float32 if name in ("gpt2", "qwen2") else torch.bfloat16
        save_folder(model, f"{options.folder}/{name}", dtype, "40KB" if name == "qwen2" else None)
    files = [("gpt2", Kind.F16), ("gpt2", Kind.Q8_0), ("llama", Kind.F16), ("llama", Kind.Q4_0), ("llama3", Kind.BF16),
             ("linear", Kind.Q8_0), ("qwen2", Kind.F32), ("qwen2", Kind.Q5_1), ("qwen3", Kind.Q8_0), ("qwen3", Kind.BF16)]
    results = {}
    for name, kind in files:
        path = f"{options.folder}/{name}-{kind.name}.gguf"
        write_gguf(found[name], path, kind)
        if options.llama:
            results[os.path.basename(path)] = greedy(copy_of(found[name]), path)
    if options.llama:
        model, packed = write_mixture(options.folder)
        results[os.path.basename(packed)] = greedy(model, packed)
        with open(f"{options.folder}/greedy.json", "w") as file:
            json.dump(results, file)
    write_blocks(options.folder)


if __name__ == "__main__":
    main()
