import ModelFiles
import Testing
import Tokenizers

/// Vocabularies and what their own libraries make of hard texts; `training/golden/vocabularies.py` makes them.
struct GoldenTests {
  @Test(arguments: [
    "bert-uncased", "bert-cased", "bert-json", "gpt2", "gpt2-json", "qwen2", "qwen2-json", "llama3-json",
    "spm-unigram",
    "spm-llama", "spm-bpe", "cpm", "llama-json", "unigram-json", "steps-json",
  ])
  func idsAndTextsAreThoseOfTheLibrary(folder: String) throws {
    let tokenizer = try TextTokenizers.open(folder: Fixtures.path(folder))
    let cases = try GoldenCase.read(folder)
    #expect(cases.count >= 60)
    for golden in cases {
      let ids = tokenizer.encode(golden.text)
      #expect(ids == golden.ids, "\(golden.text.debugDescription)")
      if let special = golden.special {
        #expect(
          tokenizer.encode(golden.text, readingSpecialTokens: true) == special,
          "\(golden.text.debugDescription)")
      }
      // Spaces between words are ours there: see WordPieceTests.
      guard !folder.hasPrefix("bert") else { continue }
      // A space goes in place of unknown words there, which the library does not write at a text's ends.
      guard folder != "steps-json" || !golden.ids.contains(0) else { continue }
      #expect(
        Array(tokenizer.decode(golden.ids).unicodeScalars) == Array(golden.decoded.unicodeScalars),
        "\(golden.text.debugDescription)")
    }
  }

  @Test(arguments: ["bert-uncased", "bert-cased", "bert-json"])
  func wordPiecesDecodeToTheLibrarysTextBesideSpaces(folder: String) throws {
    let tokenizer = try TextTokenizers.open(folder: Fixtures.path(folder))
    for golden in try GoldenCase.read(folder) {
      let text = tokenizer.decode(golden.ids).unicodeScalars.filter { $0 != " " }
      #expect(Array(text) == golden.decoded.unicodeScalars.filter { $0 != " " })
    }
  }

  @Test(arguments: [
    ("bert-uncased", "[CLS]", ["[SEP]"]), ("bert-json", "[CLS]", ["[SEP]"]), ("gpt2", nil, ["<|endoftext|>"]),
    ("qwen2", nil, ["<|im_end|>"]), ("qwen2-json", nil, ["<|im_end|>"]),
    ("llama3-json", "<|begin_of_text|>", []),
    ("spm-llama", "<s>", ["</s>"]), ("cpm", nil, ["</s>", "<eod>"]), ("llama-json", "<s>", []),
  ])
  func beginningsAndEndsAreNamed(folder: String, beginning: String?, ends: [String]) throws {
    let tokenizer = try TextTokenizers.open(folder: Fixtures.path(folder))
    #expect(tokenizer.beginning.map { tokenizer.name(of: $0) } == beginning)
    #expect(Set(tokenizer.ends.map { tokenizer.name(of: $0) }) == Set(ends))
    for token in tokenizer.ends { #expect(tokenizer.bytes(of: token, after: nil).isEmpty) }
  }
}

/// A text with the ids and the text of the ids that the library gives.
struct GoldenCase {
  let text: String
  let ids: [Int]
  /// The ids with special tokens read, where the library has them.
  let special: [Int]?
  let decoded: String

  static func read(_ folder: String) throws -> [GoldenCase] {
    let json = try JSONValue(parsing: Fixtures.bytes("\(folder)/golden.json"))
    return try #require(json.elements).map { value in
      GoldenCase(
        text: try #require(value["text"]?.text),
        ids: try #require(value["ids"]?.elements).compactMap(\.integer),
        special: value["special"]?.elements?.compactMap(\.integer),
        decoded: try #require(value["decoded"]?.text))
    }
  }
}

/// The files beside these tests.
enum Fixtures {
  static func path(_ name: String, file: String = #filePath) -> String {
    file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      + "/Fixtures/" + name
  }

  static func bytes(_ name: String) throws -> [UInt8] {
    try MappedFile.read(path: path(name), limit: 1 << 24)
  }
}
