internal import ModelFiles

extension DecoderConfig.Family {
  /// The family that a `config.json` names as its `model_type`.
  ///
  /// Where it names none it is ours, or one of the first GPT-2s, whose width has a name of its own.
  init(_ json: JSONValue, file: String) throws(ModelError) {
    guard let name = json["model_type"] else {
      self = json["n_embd"] == nil ? .yiwen : .gpt2
      return
    }
    guard let family = Self.allCases.first(where: { $0.rawValue == name.text }) else {
      throw .configuration(
        file: file, key: "model_type", found: name.description,
        expected: Self.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", "))
    }
    self = family
  }
}

extension ConfigReader {
  /// A reader of a configuration of Hugging Face, where `null` means that the key's default holds.
  init(huggingFace json: JSONValue, file: String, harmless: Set<String>) throws(ModelError) {
    try self.init(
      json, file: file, harmless: Self.describing.union(Self.generating).union(harmless), skippingNulls: true)
    // What would change the computation of any model, each with the one value that does not.
    for (key, value) in Self.unchanging { try expect(key, value) }
  }

  /// Keys of all models that describe the file, its training or what is to be returned.
  private static let describing: Set<String> = [
    "model_type", "architectures", "torch_dtype", "dtype", "transformers_version", "_name_or_path",
    "name_or_path", "_commit_hash", "_attn_implementation", "attn_implementation", "tokenizer_class",
    "bos_token_id", "eos_token_id", "pad_token_id", "unk_token_id", "sep_token_id", "cls_token_id",
    "mask_token_id", "decoder_start_token_id", "initializer_range", "use_cache", "gradient_checkpointing",
    "output_attentions", "output_hidden_states", "return_dict", "torchscript", "use_bfloat16", "problem_type",
    "finetuning_task", "id2label", "label2id", "num_labels", "_num_labels", "task_specific_params", "prefix",
    "attention_dropout", "chunk_size_feed_forward", "language", "license", "author",
  ]

  /// Keys that set how text is generated, which is for whoever samples to say.
  private static let generating: Set<String> = [
    "max_length", "min_length", "do_sample", "early_stopping", "num_beams", "num_beam_groups",
    "diversity_penalty", "temperature", "top_k", "top_p", "typical_p", "repetition_penalty", "length_penalty",
    "no_repeat_ngram_size", "encoder_no_repeat_ngram_size", "bad_words_ids", "num_return_sequences",
    "output_scores", "return_dict_in_generate", "forced_bos_token_id", "forced_eos_token_id",
    "remove_invalid_values", "exponential_decay_length_penalty", "suppress_tokens", "begin_suppress_tokens",
    "tf_legacy_loss", "output_past", "max_new_tokens",
  ]

  private static let unchanging: [(String, JSONValue)] = [
    ("is_encoder_decoder", .boolean(false)), ("is_decoder", .boolean(false)),
    ("add_cross_attention", .boolean(false)), ("cross_attention_hidden_size", .null),
    ("tie_encoder_decoder", .boolean(false)), ("pruned_heads", .object([])),
  ]
}
