import Foundation
import LanguageModel
import ModelFiles
import Testing

/// Configurations as people have them, and the refusal of what is computed otherwise.
struct CheckpointConfigTests {
  private static let gpt2 = #"""
    {"activation_function": "gelu_new", "architectures": ["GPT2LMHeadModel"], "attn_pdrop": 0.1,
     "embd_pdrop": 0.1, "gradient_checkpointing": false, "initializer_range": 0.02, "layer_norm_epsilon": 1e-05,
     "model_type": "gpt2", "n_ctx": 1024, "n_embd": 768, "n_head": 12, "n_inner": null, "n_layer": 12,
     "n_positions": 1024, "output_past": true, "resid_pdrop": 0.1, "summary_activation": null,
     "summary_first_dropout": 0.1, "summary_proj_to_labels": true, "summary_type": "cls_index",
     "summary_use_proj": true, "task_specific_params": {"text-generation": {"do_sample": true, "max_length": 320}},
     "tokenizer_class": "BertTokenizer", "vocab_size": 21128}
    """#
  private static let qwen2 = #"""
    {"architectures": ["Qwen2ForCausalLM"], "attention_dropout": 0.0, "bos_token_id": 151643,
     "eos_token_id": 151643, "hidden_act": "silu", "hidden_size": 896, "initializer_range": 0.02,
     "intermediate_size": 4864, "max_position_embeddings": 131072, "max_window_layers": 24, "model_type": "qwen2",
     "num_attention_heads": 14, "num_hidden_layers": 24, "num_key_value_heads": 2, "rms_norm_eps": 1e-06,
     "rope_theta": 1000000.0, "sliding_window": 131072, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
     "transformers_version": "4.40.1", "use_cache": true, "use_mrope": false, "use_sliding_window": false,
     "vocab_size": 151936}
    """#
  private static let qwen3 = #"""
    {"architectures": ["Qwen3ForCausalLM"], "attention_bias": false, "attention_dropout": 0.0,
     "bos_token_id": 151643, "eos_token_id": 151645, "head_dim": 128, "hidden_act": "silu", "hidden_size": 1024,
     "initializer_range": 0.02, "intermediate_size": 3072, "max_position_embeddings": 40960,
     "max_window_layers": 28, "model_type": "qwen3", "num_attention_heads": 16, "num_hidden_layers": 28,
     "num_key_value_heads": 8, "rms_norm_eps": 1e-06, "rope_scaling": null, "rope_theta": 1000000,
     "sliding_window": null, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
     "transformers_version": "4.51.0", "use_cache": true, "use_sliding_window": false, "vocab_size": 151936}
    """#
  private static let llama = #"""
    {"architectures": ["LlamaForCausalLM"], "attention_bias": false, "attention_dropout": 0.0,
     "bos_token_id": 128000, "eos_token_id": [128001, 128008, 128009], "head_dim": 64, "hidden_act": "silu",
     "hidden_size": 2048, "initializer_range": 0.02, "intermediate_size": 8192, "max_position_embeddings": 131072,
     "mlp_bias": false, "model_type": "llama", "num_attention_heads": 32, "num_hidden_layers": 16,
     "num_key_value_heads": 8, "pretraining_tp": 1, "rms_norm_eps": 1e-05,
     "rope_scaling": {"factor": 32.0, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
       "original_max_position_embeddings": 8192, "rope_type": "llama3"},
     "rope_theta": 500000.0, "tie_word_embeddings": true, "torch_dtype": "bfloat16",
     "transformers_version": "4.45.0.dev0", "use_cache": true, "vocab_size": 128256}
    """#

  /// The text with members replaced, added, or taken away where they are empty.
  private static func config(_ text: String, _ changes: [String: String] = [:]) throws -> DecoderConfig {
    guard case .object(var members) = try JSONValue(parsing: Array(text.utf8)) else {
      fatalError("no object")
    }
    members.removeAll { changes[$0.name] != nil }
    for (name, value) in changes where !value.isEmpty {
      members.append(.init(name: name, value: try JSONValue(parsing: Array(value.utf8))))
    }
    return try DecoderConfig(json: Array(JSONValue.object(members).text().utf8), file: "config.json")
  }

  @Test func aChineseGPT2IsRead() throws {
    let config = try Self.config(Self.gpt2)
    #expect(config.family == .gpt2 && config.vocabularySize == 21_128 && config.maximumLength == 1024)
    #expect(config.width == 768 && config.feedForwardSize == 3072 && config.headSize == 64)
    #expect(config.norm == .layer && config.position == .learned && config.feedForward == .gelu)
    #expect(config.hasAttentionBias && config.hasFeedForwardBias && config.tiesEmbeddings)
    let old = try Self.config(Self.gpt2, ["n_positions": "", "n_inner": "1000", "n_ctx": "512"])
    #expect(old.maximumLength == 512 && old.feedForwardSize == 1000)
    let bare =
      #"{"initializer_range": 0.02, "n_ctx": 64, "n_embd": 32, "n_head": 2, "n_layer": 1, "vocab_size": 9}"#
    #expect(try Self.config(bare).family == .gpt2)
  }

  @Test func aQwenIsRead() throws {
    let config = try Self.config(Self.qwen2)
    #expect(config.family == .qwen2 && config.headSize == 64 && config.keyValueHeads == 2)
    #expect(config.hasAttentionBias && config.omitsOutputBias && !config.hasFeedForwardBias)
    #expect(config.rotaryBase == 1e6 && config.tiesEmbeddings && !config.normalisesQueriesAndKeys)
    let newer = try Self.config(Self.qwen3)
    #expect(newer.family == .qwen3 && newer.headSize == 128 && newer.normalisesQueriesAndKeys)
    #expect(!newer.hasAttentionBias && newer.rotaryScaling == nil)
  }

  @Test func aLlamaIsRead() throws {
    let config = try Self.config(Self.llama)
    #expect(config.family == .llama && config.headSize == 64 && config.rotaryBase == 500_000)
    #expect(config.rotaryScaling == .llama3(factor: 32, slow: 1, fast: 4, originalLength: 8192))
    let older = try Self.config(
      Self.llama, ["head_dim": "", "num_key_value_heads": "", "rope_theta": "", "rope_scaling": "null"])
    #expect(older.headSize == 64 && older.keyValueHeads == 32 && older.rotaryBase == 10_000)
    let linear = try Self.config(Self.llama, ["rope_scaling": #"{"type": "linear", "factor": 2}"#])
    #expect(linear.rotaryScaling == .linear(factor: 2))
    let newest = try Self.config(
      Self.llama,
      [
        "rope_scaling": "", "rope_theta": "",
        "rope_parameters": #"{"rope_type": "default", "rope_theta": 7.5}"#,
      ])
    #expect(newest.rotaryScaling == nil && newest.rotaryBase == 7.5)
  }

  private static let refusals: [(String, [String: String], String)] = [
    (
      gpt2, ["activation_function": "\"relu\""],
      #""activation_function" is "relu", supported is "gelu_new" or"#
    ),
    (
      gpt2, ["activation_function": "\"gelu\""],
      #""activation_function" is "gelu", supported is "gelu_new" or"#
    ),
    (
      gpt2, ["scale_attn_by_inverse_layer_idx": "true"],
      #""scale_attn_by_inverse_layer_idx" is true, supported is false"#
    ),
    (gpt2, ["scale_attn_weights": "false"], #""scale_attn_weights" is false, supported is true"#),
    (gpt2, ["n_ctx": "512"], #""n_ctx" is 512, supported is 1024"#),
    (gpt2, ["n_head": "7"], #""n_head" is 7, supported is a number that cuts the width of 768"#),
    (gpt2, ["add_cross_attention": "true"], #""add_cross_attention" is true, supported is false"#),
    (gpt2, ["n_embd": ""], #""n_embd" is missing"#),
    (gpt2, ["multi_query": "true"], "unknown keys multi_query"),
    (
      gpt2, ["model_type": "\"gpt_neox\""],
      #""model_type" is "gpt_neox", supported is "yiwen", "gpt2", "llama""#
    ),
    (llama, ["model_type": "\"mixtral\""], #""model_type" is "mixtral""#),
    (llama, ["model_type": "7"], #""model_type" is 7"#),
    (llama, ["num_local_experts": "8"], "unknown keys num_local_experts"),
    (llama, ["sliding_window": "4096"], "unknown keys sliding_window"),
    (llama, ["quantization_config": "{}"], "unknown keys quantization_config"),
    (llama, ["hidden_act": "\"gelu\""], #""hidden_act" is "gelu", supported is "silu""#),
    (
      llama, ["rope_scaling": #"{"type": "yarn", "factor": 4}"#],
      #""rope_scaling.type" is "yarn", supported is"#
    ),
    (llama, ["rope_scaling": #"{"rope_type": "dynamic"}"#], #""rope_scaling.rope_type" is "dynamic""#),
    (llama, ["rope_scaling": #"{"rope_type": "linear"}"#], #""rope_scaling.factor" is missing"#),
    (
      llama, ["rope_scaling": #"{"rope_type": "linear", "factor": 2, "mscale": 1}"#],
      "unknown keys rope_scaling.mscale"
    ),
    (llama, ["rope_scaling": "3"], #""rope_scaling" is 3, supported is an object"#),
    (
      llama,
      ["rope_scaling": "", "rope_parameters": #"{"rope_type": "default", "partial_rotary_factor": 0.5}"#],
      "unknown keys rope_parameters.partial_rotary_factor"
    ),
    (qwen2, ["use_sliding_window": "true"], #""use_sliding_window" is true, supported is false"#),
    (qwen2, ["use_mrope": "true"], #""use_mrope" is true, supported is false"#),
    (
      qwen3, ["layer_types": #"["full_attention", "sliding_attention"]"#],
      #"supported is a list of nothing but "full_attention""#
    ),
    (qwen3, ["num_key_value_heads": "3"], #""num_key_value_heads" is 3, supported is a divisor of 16"#),
    (qwen3, ["head_dim": "127"], #""head_dim" is 127, supported is an even number"#),
  ]

  @Test(arguments: refusals.indices)
  func otherComputationsAreRefusedByName(index: Int) throws {
    let (text, changes, sentence) = Self.refusals[index]
    let error = #expect(throws: ModelError.self) { try Self.config(text, changes) }
    let description = try #require(error).description
    #expect(description.hasPrefix("config.json: ") && description.contains(sentence), "\(description)")
  }

  /// Each case: a text in a file, another of the same length, and what is said of it.
  @Test(arguments: [
    (
      "llama3-BF16", "llama.attention.key_length", "llama.attention.key_lengtj",
      "unknown keys llama.attention.key_lengtj"
    ),
    ("llama3-BF16", "llama.block_count", "llama.block_counu", #""llama.block_count" is missing"#),
    ("qwen2-F32", "qwen2", "qwen9", #""general.architecture" is "qwen9", supported is "gpt2", "llama""#),
    (
      "linear-Q8_0", "linear", "linyar",
      #""llama.rope.scaling.type" is "linyar", supported is "none" or "linear""#
    ),
    (
      "gpt2-F16", "token_embd.weight", "token_embd.weighs",
      "token_embd.weight, a matrix, should be among the tensors"
    ),
    (
      "gpt2-F16", "blk.1.ffn_up.bias", "blk.1.ffn_up.bia5",
      "the tensor blk.1.ffn_up.bias of shape [128] is missing"
    ),
  ])
  func metadataOfOtherComputationsAreRefusedByName(
    name: String, text: String, other: String, sentence: String
  ) throws {
    var bytes = try MappedFile.read(path: CheckpointTests.folder + name + ".gguf", limit: 1 << 20)
    let place = try #require(bytes.firstRange(of: Array(text.utf8)))
    bytes.replaceSubrange(place, with: Array(other.utf8))
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let error = #expect(throws: ModelError.self) { try Decoder(path: path) }
    let description = try #require(error).description
    #expect(description.hasPrefix(path + ": ") && description.contains(sentence), "\(description)")
  }
}
