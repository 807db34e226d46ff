import ModelFiles
import Testing
import Tokenizers

/// Vocabularies of GGUF files against the ids of llama.cpp; `training/golden/gguf_vocabularies.py` makes them.
struct GGUFVocabularyTests {
  @Test(arguments: ["gguf-qwen2", "gguf-llama"])
  func idsAndTextsAreThoseOfLlamaCpp(folder: String) throws {
    let tokenizer = try PipelineTokenizer(ggufVocabulary: Self.read(folder), file: folder)
    for golden in try GoldenCase.read(folder) {
      #expect(tokenizer.encode(golden.text) == golden.ids, "\(golden.text.debugDescription)")
      #expect(
        tokenizer.encode(golden.text, readingSpecialTokens: true) == golden.special,
        "\(golden.text.debugDescription)")
      #expect(
        Array(tokenizer.decode(golden.ids).unicodeScalars) == Array(golden.decoded.unicodeScalars),
        "\(golden.text.debugDescription)")
    }
  }

  @Test func beginningsAndEndsAreThoseOfTheFile() throws {
    let llama = try PipelineTokenizer(ggufVocabulary: Self.read("gguf-llama"), file: "llama.gguf")
    #expect(llama.beginning == 1)
    #expect(llama.ends == [2])
    let qwen = try PipelineTokenizer(ggufVocabulary: Self.read("gguf-qwen2"), file: "qwen.gguf")
    #expect(qwen.beginning == nil)
    #expect(Set(qwen.ends.map { qwen.name(of: $0) }) == ["<|im_end|>", "<|endoftext|>"])
  }

  @Test func whatIsNotReadIsNamed() throws {
    let qwen = try Self.read("gguf-qwen2")
    #expect(
      throws: TokenizerError.unsupported(
        file: "a.gguf", part: "tokenizer.ggml.model", found: "\"t5\"", supported: "gpt2, llama")
    ) { try PipelineTokenizer(ggufVocabulary: GGUFVocabulary(model: "t5", tokens: ["a"]), file: "a.gguf") }
    for pre in ["tekken", nil] {
      var other = qwen
      other.preTokenizer = pre
      let error = #expect(throws: TokenizerError.self) {
        try PipelineTokenizer(ggufVocabulary: other, file: "a.gguf")
      }
      #expect(
        error?.description.hasPrefix("a.gguf: tokenizer.ggml.pre is \(pre.map { "\"\($0)\"" } ?? "missing")")
          == true)
    }
  }

  @Test func listsOfWrongLengthAndIdsBeyondTheEndAreRefused() throws {
    let llama = try Self.read("gguf-llama")
    var broken: [GGUFVocabulary] = []
    func add(_ change: (inout GGUFVocabulary) -> Void) {
      var copy = llama
      change(&copy)
      broken.append(copy)
    }
    add { $0.scores.removeLast() }
    add { $0.scores = [] }
    add { $0.scores[3] = .nan }
    add { $0.types.append(1) }
    add { $0.types[4] = -1 }
    add { $0.tokens[9] = $0.tokens[10] }
    add { $0.end = -1 }
    add { $0.beginning = $0.tokens.count }
    add {
      $0.tokens = []; $0.types = []; $0.scores = []
    }
    for vocabulary in broken {
      #expect(throws: TokenizerError.self) {
        try PipelineTokenizer(ggufVocabulary: vocabulary, file: "a.gguf")
      }
    }
  }

  static func read(_ folder: String) throws -> GGUFVocabulary {
    let json = try JSONValue(parsing: Fixtures.bytes("\(folder)/vocabulary.json"))
    func texts(_ name: String) -> [String] { json[name]?.elements?.compactMap(\.text) ?? [] }
    return GGUFVocabulary(
      model: try #require(json["model"]?.text), preTokenizer: json["pre"]?.text, tokens: texts("tokens"),
      scores: json["scores"]?.elements?.compactMap { $0.number.map { Float($0) } } ?? [],
      types: json["types"]?.elements?.compactMap(\.integer) ?? [], merges: texts("merges"),
      beginning: json["bos"]?.integer, end: json["eos"]?.integer)
  }
}
