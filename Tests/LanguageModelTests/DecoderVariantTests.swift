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
    let expected = try PlainDecoder(model).answers(to: inputs)
    #expect(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      #expect(found.logits.count == 37 && found.outcome.count == expected.outcome.count)
      for (a, b) in zip(found.logits + found.outcome, expected.logits + expected.outcome) {
        #expect(abs(Double(a) - b) < 1e-4)
      }
    }
  }

  @Test(arguments: [
    (["hidden_act": "\"gelu\""], #""hidden_act" is "gelu", supported is "silu""#),
    (["norm": "\"layernorm\""], #""norm" is "layernorm", supported is "rmsnorm""#),
    (["position": "\"learned\""], #""position" is "learned", supported is "rotary""#),
    (["attention_mask": "\"prefix\""], #""attention_mask" is "prefix", supported is "causal""#),
    (["prefix": "12"], #""prefix" is 12, supported is a whole number from 0 to 0"#),
    (["attention_bias": "true"], #""attention_bias" is true, supported is false"#),
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
    #expect(decoder.config.stateFacts == 1261 && decoder.config.outcomes == 3)
    #expect(decoder.parameterCount == 7_908_096)
  }
}
