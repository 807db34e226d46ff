import Foundation
import Kernels
import LanguageModel
import ModelFiles
import Testing

/// Checkpoints of other programs against what these programs answer.
///
/// `training/golden/checkpoints.py` makes the files.
struct CheckpointTests {
  static let folder = repository + "/Tests/LanguageModelTests/Fixtures/checkpoints/"

  private static func difference(_ found: [Float], _ expected: [Float]) -> Float {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).map { abs($0 - $1) }.max() ?? 0
  }

  static func logits(_ decoder: Decoder, _ tokens: [Int32]) throws -> [Float] {
    let run = Decoder.Run(session: Session(decoder), inputs: tokens.map { TokenInput(token: $0) })
    return try decoder.advance([run], outputs: .all)[0].flatMap(\.logits)
  }

  /// Tokens and the logits after each, as the reference computed them in single precision.
  static func golden(_ name: String) throws -> (tokens: [Int32], logits: [Float]) {
    let tensors = try SafetensorsFile(path: folder + name + "/golden.safetensors").tensors
    let tokens = try #require(tensors.first { $0.name == "tokens" })
    let logits = try #require(tensors.first { $0.name == "logits" })
    return (tokens.elements(), logits.elements())
  }

  @Test(arguments: ["gpt2", "llama", "llama3", "linear", "qwen2", "qwen3"])
  func foldersOfHuggingFaceAnswerAsThere(name: String) throws {
    let golden = try Self.golden(name)
    let found = try Self.logits(Decoder(path: Self.folder + name), golden.tokens)
    let difference = Self.difference(found, golden.logits)
    #expect(difference < 1e-4, "\(difference) of \(golden.logits.map(abs).max() ?? 0)")
  }

  /// A GGUF file of the same weights in single precision computes the same.
  @Test func aFileOfTheSameWeightsAnswersAsItsFolder() throws {
    let golden = try Self.golden("qwen2")
    let found = try Self.logits(Decoder(path: Self.folder + "qwen2-F32.gguf"), golden.tokens)
    let difference = Self.difference(found, golden.logits)
    #expect(difference < 1e-4, "\(difference) of \(golden.logits.map(abs).max() ?? 0)")
  }

  /// The logits are those of transformers with the weights of the file, the tokens those of llama.cpp, which
  /// rounds activations too: the prompts are such that no second token comes near the first.
  @Test(arguments: [
    "gpt2-F16", "gpt2-Q8_0", "llama-F16", "llama-Q4_0", "llama3-BF16", "linear-Q8_0", "qwen2-F32",
    "qwen2-Q5_1", "qwen3-Q8_0", "qwen3-BF16", "qwen3-Q4_K_M",
  ])
  func filesOfGGUFGoOnAsInLlamaCPP(name: String) throws {
    let json = try JSONValue(parsing: MappedFile.read(path: Self.folder + "greedy.json", limit: 1 << 20))
    let golden = try #require(json[name + ".gguf"])
    func tokens(_ key: String) throws -> [Int32] {
      try #require(golden[key]?.elements).map { Int32(try #require($0.integer)) }
    }
    let expected = try #require(golden["logits"]?.elements).map { Float(try #require($0.number)) }
    let decoder = try Decoder(path: Self.folder + name + ".gguf")
    let session = Session(decoder)
    var inputs = try tokens("prompt")
    var found: [Int32] = []
    for index in try tokens("continuation").indices {
      let run = Decoder.Run(session: session, inputs: inputs.map { TokenInput(token: $0) })
      let answer = try decoder.advance([run])[0][0].logits
      if index == 0 {
        // What is unpacked to half precision is rounded, everything else exact.
        let isRounded = name.contains("_K") || name.contains("_1")
        let scale = expected.map(abs).max() ?? 0
        let difference = Self.difference(answer, expected)
        #expect(difference < scale * (isRounded ? 2e-3 : 2e-5), "\(difference) of \(scale)")
      }
      inputs = [Int32(SamplerChain.greedy.mostLikely(answer))]
      found += inputs
    }
    let margin = golden["margin"]?.number ?? 0
    #expect(try found == tokens("continuation"), "no second token was nearer than \(margin)")
  }

  @Test(arguments: ["Q8_0", "Q4_0", "Q5_0", "F16", "Q4_1", "Q5_1", "Q4_K", "Q5_K", "Q6_K"])
  func packedWeightsAreThoseOfTheReference(name: String) throws {
    let file = try GGUFFile(path: Self.folder + "blocks.gguf")
    let golden = try SafetensorsFile(path: Self.folder + "blocks.safetensors").tensors
    let expected: [Float] = try #require(golden.first { $0.name == name }).numbers
    var source = try TensorSource(file: file.path, tensors: file.tensors)
    let tensor = try source.take(name, [4, 256], suffix: "")
    let isExact = ["Q8_0", "Q4_0", "Q5_0", "F16"].contains(name)
    #expect(tensor.type == (isExact && name != "F16" ? .q8_0 : .float16))
    var found: [Float] = []
    for row in 0..<4 {
      var numbers = [Float](repeating: 0, count: 256)
      Compute.best.addRow(
        row, of: tensor.bytes, tensor.type == .q8_0 ? .int8Float16 : .float16, columns: 256, to: &numbers,
        row: 0)
      found += numbers
    }
    for (a, b) in zip(found, expected) {
      // Half of the last place of half precision.
      #expect(abs(a - b) <= (isExact ? 0 : max(abs(b) * 0x1p-11, 0x1p-25)), "\(a), \(b)")
    }
    #expect(found.count == expected.count && Set(found).count > 50)
  }

  // MARK: Files as people have them

  /// A copy of a fixture with other tensors, removed when this object goes.
  private final class Copy {
    let folder: String

    init(of name: String, config: (String) -> String = { $0 }, tensors: ([Tensor]) -> [(String, Tensor)])
      throws
    {
      let original = CheckpointTests.folder + name
      folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      let text = String(
        decoding: try MappedFile.read(path: original + "/config.json", limit: 1 << 20), as: UTF8.self)
      try Data(config(text).utf8).write(to: URL(fileURLWithPath: folder + "/config.json"))
      let named = tensors(try SafetensorsFile(path: original + "/model.safetensors").tensors)
      let writer = try SafetensorsWriter(
        path: folder + "/model.safetensors", entries: named.map { .init($0, $1.type, $1.shape) })
      for (_, tensor) in named { try writer.write(tensor.bytes) }
      try writer.finish()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }
  }

  /// Files of the bare transformer have no prefix, old files the causal mask, some an output matrix though it
  /// is tied.
  @Test func filesOfGPT2MayNameAndKeepMore() throws {
    let golden = try Self.golden("gpt2")
    let bare = try Copy(of: "gpt2") { tensors in
      let named = tensors.map { ($0.name.replacingOccurrences(of: "transformer.", with: ""), $0) }
      let mask = named[0].1
      return named + [("h.0.attn.bias", mask), ("h.1.attn.masked_bias", mask), ("lm_head.weight", mask)]
    }
    #expect(Self.difference(try Self.logits(Decoder(path: bare.folder), golden.tokens), golden.logits) < 1e-4)

    let untied = try Copy(
      of: "gpt2",
      config: {
        $0.replacingOccurrences(of: "\"tie_word_embeddings\": true", with: "\"tie_word_embeddings\": false")
      },
      tensors: { tensors in
        tensors.map { ($0.name, $0) }
          + tensors.filter { $0.name.hasSuffix("wte.weight") }.map { ("lm_head.weight", $0) }
      })
    #expect(
      Self.difference(try Self.logits(Decoder(path: untied.folder), golden.tokens), golden.logits) < 1e-4)
  }

  @Test func tensorsThatDoNotFitAreNamedAsInTheFile() throws {
    func error(_ tensors: @escaping ([Tensor]) -> [(String, Tensor)]) throws -> String {
      let copy = try Copy(of: "gpt2", tensors: tensors)
      let error = #expect(throws: ModelError.self) { try Decoder(path: copy.folder) }
      return try #require(error).description
    }
    func all(_ tensors: [Tensor]) -> [(String, Tensor)] { tensors.map { ($0.name, $0) } }
    let missing = try error { all($0).filter { !$0.0.hasSuffix("h.1.attn.c_attn.bias") } }
    #expect(missing.hasSuffix("the tensor h.1.attn.c_attn.bias of shape [96] is missing"), "\(missing)")
    let strange = try error { all($0) + [("transformer.h.0.extra", $0[0])] }
    #expect(strange.hasSuffix("the configuration has no place for the tensors h.0.extra"), "\(strange)")
    let twice = try error { all($0) + [("ln_f.weight", $0[0])] }
    #expect(twice.hasSuffix("the tensor ln_f.weight is there twice"), "\(twice)")
    let turned = try error { tensors in
      all(tensors).map { name, tensor in
        let other = tensors.first { $0.name.hasSuffix("h.0.mlp.c_proj.weight") }
        return (name, name.hasSuffix("h.0.mlp.c_fc.weight") ? other ?? tensor : tensor)
      }
    }
    #expect(
      turned.hasSuffix("h.0.mlp.c_fc.weight has shape [128, 32], the configuration asks for [32, 128]"),
      "\(turned)")
  }

  @Test func pickledWeightsAreNamedAsWhatTheyAre() throws {
    let copy = try Copy(of: "gpt2") { $0.map { ($0.name, $0) } }
    try FileManager.default.moveItem(
      atPath: copy.folder + "/model.safetensors", toPath: copy.folder + "/pytorch_model.bin")
    let error = #expect(throws: ModelError.self) { try Decoder(path: copy.folder) }
    #expect(error?.description.contains("pytorch_model.bin: holds weights as Python objects") == true)
  }

  @Test func weightsOfLLaMACanBeStoredInBytes() throws {
    let golden = try Self.golden("qwen3")
    let copy = try Copy(of: "qwen3") { $0.map { ($0.name, $0) } }
    let output = copy.folder + "/small"
    try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: copy.folder + "/config.json", toPath: output + "/config.json")
    _ = try QuantizedWeights.write(copy.folder, as: .int8, to: output)
    let found = try Self.logits(Decoder(path: output), golden.tokens)
    let difference = Self.difference(found, golden.logits)
    #expect(difference > 0 && difference < 0.05 * (golden.logits.map(abs).max() ?? 0), "\(difference)")
    let error = #expect(throws: ModelError.self) {
      try QuantizedWeights.write(Self.folder + "gpt2", as: .int8, to: output)
    }
    #expect(error?.description.contains(#""model_type" is "gpt2""#) == true)
  }

  @Test func damagedGGUFModelsNeverTrap() throws {
    var generator = SeededGenerator(seed: 20_261_121)
    let original = try MappedFile.read(path: Self.folder + "qwen2-Q5_1.gguf", limit: 1 << 20)
    let path = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var opened = 0
    for round in 0..<400 {
      var bytes = original
      for _ in 0...Int(generator.next() % 3) {
        bytes[Int(generator.next() % 6000)] = UInt8(truncatingIfNeeded: generator.next())
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      guard let decoder = try? Decoder(path: path) else { continue }
      opened += 1
      guard let logits = try? Self.logits(decoder, [1, 2, 3].filter { $0 < decoder.config.vocabularySize })
      else { continue }
      let isFinite = logits.allSatisfy { $0.isFinite }
      #expect(isFinite, "round \(round)")
    }
    #expect(opened > 10)
  }
}
