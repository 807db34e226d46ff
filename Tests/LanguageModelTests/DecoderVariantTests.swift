import LanguageModel
import ModelFiles
import Testing
import Tokenizers

/// Small models of every supported shape against the textbook's decoder, and the refusal of all others.
struct DecoderVariantTests {
  static let inputs = [3, 36, 0, 3, 11, 20, 7].map { TokenInput(token: $0) }

  @Test(arguments: [
    [:],
    ["num_key_value_heads": "4"],
    ["num_key_value_heads": "1", "qk_norm": "true"],
    ["tie_word_embeddings": "true", "head_dim": "16"],
    ["wdl_head": "3", "board_embedding": "9"],
    ["wdl_head": "3", "state_embedding": "40", "qk_norm": "true"],
    ["norm": "\"layernorm\"", "layer_norm_eps": "1e-5", "rms_norm_eps": ""],
    ["position": "\"learned\"", "rope_theta": ""],
    ["hidden_act": "\"gelu_new\""],
    ["attention_bias": "true", "mlp_bias": "true"],
    [
      "norm": "\"layernorm\"", "layer_norm_eps": "1e-5", "rms_norm_eps": "", "position": "\"learned\"",
      "hidden_act": "\"gelu_new\"", "attention_bias": "true", "mlp_bias": "true", "qk_norm": "true",
      "tie_word_embeddings": "true",
    ],
    ["prefix": "4", "attention_mask": "\"prefix\""],
    ["prefix": "6", "history": "2", "pieces": "1", "state_embedding": "10", "sequence": "\"keyframe\""],
    ["prefix": "5", "history": "2", "position": "\"learned\""],
  ])
  func everyVariantAgreesWithTheTextbook(changes: [String: String]) throws {
    let model = try TinyModel(changes)
    let decoder = try Decoder(folder: model.folder)
    let inputs = Self.inputs.map { input in
      let facts: [Int32] = decoder.config.stateFacts > 0 ? [8, input.token % 5] : []
      return TokenInput(token: input.token, features: facts)
    }
    let session = Session(decoder)
    let found = try decoder.advance([.init(session: session, inputs: inputs)], outputs: .all)[0]
    let expected = try PlainDecoder(model).answers(to: inputs, shape: decoder.config.streamShape)
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect(found.logits.count == 37 && found.outcome.count == expected.outcome.count)
      for (a, b) in zip(found.logits + found.outcome, expected.logits + expected.outcome) {
        #expect(abs(Double(a) - b) < 1e-4)
      }
    }
  }

  @Test(arguments: [
    (["hidden_act": "\"gelu\""], #""hidden_act" is "gelu", supported is "silu" or "gelu_new""#),
    (["norm": "\"batchnorm\""], #""norm" is "batchnorm", supported is "rmsnorm" or "layernorm""#),
    (["norm": "\"layernorm\""], #""layer_norm_eps" is missing, a number from 0.0 to 1.0 should be there"#),
    (["position": "\"none\""], #""position" is "none", supported is "rotary" or "learned""#),
    (["attention_mask": "\"full\""], #""attention_mask" is "full", supported is "causal" or "prefix""#),
    (
      ["attention_mask": "\"causal\"", "prefix": "12"],
      #""attention_mask" is "causal", supported is "prefix" beside a prefix of 12"#
    ),
    (["prefix": "33"], #""prefix" is 33, supported is a whole number from 0 to 32"#),
    (
      ["prefix": "12", "history": "8", "pieces": "4"],
      #""prefix" is 12, supported is more than the pieces and the history in it"#
    ),
    (["sequence": "3"], #""sequence" is 3, supported is a text in quotes"#),
    (["attention_bias": "1"], #""attention_bias" is 1, supported is true or false"#),
    (["head_dim": "7"], #""head_dim" is 7, supported is an even number"#),
    (["head_dim": "512"], #""head_dim" is 512, supported is a whole number from 2 to 256"#),
    (["num_key_value_heads": "3"], #""num_key_value_heads" is 3, supported is a divisor of 4"#),
    (["vocab_size": "-1"], #""vocab_size" is -1, supported is a whole number from 1 to 16777216"#),
    (["vocab_size": "\"many\""], #""vocab_size" is "many", supported is a whole number from 1"#),
    (["sliding_window": "4"], "unknown keys sliding_window"),
  ])
  func unsupportedConfigurationsAreRefusedByName(changes: [String: String], sentence: String) throws {
    let model = try TinyModel(changes)
    let error = #expect(throws: ModelError.self) { try Decoder(folder: model.folder) }
    let description = try #require(error).description
    #expect(
      description.hasPrefix(model.folder + "/config.json: ") && description.contains(sentence),
      "\(description)")
  }

  @Test func aMissingValueIsNamed() throws {
    let error = #expect(throws: ModelError.self) {
      try DecoderConfig(json: Array("{}".utf8), file: "config.json")
    }
    #expect(
      error?.description
        == #"config.json: "vocab_size" is missing, a whole number from 1 to 16777216 should be there"#)
  }

  @Test func tensorsThatDoNotFitAreNamed() throws {
    let name = "model.layers.1.mlp.up_proj.weight"
    let missing = try TinyModel(leavingOut: name)
    let file = missing.folder + "/model.safetensors"
    #expect(throws: ModelError.missingTensor(file: file, tensor: name, expected: [35, 24])) {
      try Decoder(folder: missing.folder)
    }
    let reshaped = try TinyModel(reshaping: name)
    let error = #expect(throws: ModelError.self) { try Decoder(folder: reshaped.folder) }
    #expect(
      error?.description.hasSuffix(
        "the tensor \(name) has shape [1, 35, 24], the configuration asks for [35, 24]") == true)
    let added = try TinyModel(adding: "model.extra")
    #expect(
      throws: ModelError.unknownTensors(file: added.folder + "/model.safetensors", tensors: ["model.extra"])
    ) {
      try Decoder(folder: added.folder)
    }
  }

  @Test func sharedOutWeightsAreThoseOfTheWholeFile() throws {
    let model = try TinyModel()
    let whole = try Decoder(folder: model.folder)
    let expected = try whole.advance([.init(session: Session(whole), inputs: Self.inputs)])
    try model.share()
    let shared = try Decoder(folder: model.folder)
    #expect(try shared.advance([.init(session: Session(shared), inputs: Self.inputs)]) == expected)
    #expect(shared.parameterCount == whole.parameterCount)
  }

  @Test func aSpoiltIndexIsNamed() throws {
    let name = "model.norm.weight"
    let spoils: [(String, (inout [String: String]) -> Void)] = [
      ("holds \(name), which the index does not say of it", { $0[name] = nil }),
      ("model.extra should be in part-1, but is not", { $0["model.extra"] = "part-1" }),
      ("part-3: cannot be read", { $0["model.extra"] = "part-3" }),
      ("should be named without a folder, found \"../part-0\"", { $0[name] = "../part-0" }),
    ]
    for (sentence, spoil) in spoils {
      let model = try TinyModel()
      try model.share(changing: spoil)
      let error = #expect(throws: ModelError.self) { try Decoder(folder: model.folder) }
      #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
    }
    let error = #expect(throws: ModelError.self) { try SafetensorsFile(path: "/nowhere/model.safetensors") }
    #expect(error?.description.contains("/nowhere/model.safetensors: cannot be read") == true)
  }

  @Test func damagedWeightsAreNoticedAndLeaveTheSessionAlone() throws {
    let model = try TinyModel(damaging: "model.norm.weight")
    let decoder = try Decoder(folder: model.folder)
    let session = Session(decoder)
    #expect(throws: DecoderError.notFinite(run: 0)) {
      try decoder.advance([.init(session: session, inputs: Self.inputs)])
    }
    #expect(session.count == 0)
  }

  @Test func theShippedModelIsWhatItsCardSays() throws {
    let decoder = try Decoder(folder: modelFolder)
    #expect(decoder.config.vocabularySize == (try GoldenCase.tokenTable()).count)
    #expect(decoder.config.stateFacts == 5869 && decoder.config.outcomes == 3)
    #expect(decoder.scoresCandidates)
    #expect(decoder.parameterCount == 9_118_017)
  }
}
