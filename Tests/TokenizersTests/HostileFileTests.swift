import ModelFiles
import TestSupport
import Testing
import Tokenizers

/// Files damaged at random open or give one sentence, and what opens still makes tokens of every text.
struct HostileFileTests {
  @Test(arguments: [
    ("bert-uncased", "vocab.txt"), ("gpt2", "vocab.json"), ("gpt2", "merges.txt"),
    ("qwen2", "tokenizer_config.json"),
    ("qwen2-json", "tokenizer.json"), ("llama-json", "tokenizer.json"), ("unigram-json", "tokenizer.json"),
    ("steps-json", "tokenizer.json"), ("spm-unigram", "spiece.model"), ("spm-llama", "tokenizer.model"),
  ])
  func damagedFilesGiveOneSentenceOrATokenizer(source: String, name: String) throws {
    let files = [
      "tokenizer.json", "vocab.json", "merges.txt", "vocab.txt", "tokenizer.model", "spiece.model",
    ]
    let folder = try TemporaryFolder()
    for other in files + ["tokenizer_config.json"] {
      if let bytes = try? Fixtures.bytes("\(source)/\(other)") { try folder.write(bytes, to: other) }
    }
    let whole = try Fixtures.bytes("\(source)/\(name)")
    var refused = 0
    for seed in 0..<UInt64(60) {
      var random = SplitMix64(seed: seed)
      try folder.write(damage(whole, &random), to: name)
      do {
        let tokenizer = try TextTokenizers.open(folder: folder.path)
        for text in ["今天天气很好 hello <sep> e\u{301} 123\n", "", "▁<0x41>  \u{0}😀[MASK]ﬁ"] {
          let ids = tokenizer.encode(text, readingSpecialTokens: true)
          #expect(ids.allSatisfy { (0..<tokenizer.count).contains($0) }, "seed \(seed)")
          _ = tokenizer.decode(ids)
        }
      } catch {
        refused += 1
        #expect(!error.description.isEmpty && !error.description.contains("\n"), "seed \(seed): \(error)")
      }
    }
    #expect(refused > 0)
  }

  private func damage(_ bytes: [UInt8], _ random: inout SplitMix64) -> [UInt8] {
    var bytes = bytes
    switch UInt64.random(in: 0..<4, using: &random) {
    case 0: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
    case 1:
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let end = Int.random(in: start...min(bytes.count, start + 64), using: &random)
      bytes.insert(contentsOf: bytes[start..<end], at: Int.random(in: 0...bytes.count, using: &random))
    default:
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
      }
    }
    return bytes
  }

  @Test(arguments: [
    [0x08, 0x80], [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x00, 0x00], [0x0B],
    [0x0A, 0x02, 0x0A, 0x05], [0x0A, 0x03, 0x0A, 0x01, 0xFF], [0x0A, 0x05, 0x15, 0x00, 0x00, 0x80, 0x7F],
    [0x0A, 0x02, 0x18, 0x09], [0x1A, 0x03, 0x12, 0x01, 0xFF], [0x12, 0x02, 0x18, 0x03],
    [0x1A, 0x0A, 0x12, 0x08, 0xFC, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
  ])
  func brokenModelsOfSentencePieceAreRefused(bytes: [UInt8]) throws {
    let folder = try TemporaryFolder()
    try folder.write(bytes, to: "tokenizer.model")
    #expect(throws: TokenizerError.self) { try TextTokenizers.open(folder: folder.path) }
  }

  /// A hundred thousand characters in one word: what is worse than n log n would not end.
  @Test(arguments: [
    "bert-uncased", "qwen2", "qwen2-json", "spm-unigram", "spm-llama", "cpm", "llama-json", "unigram-json",
  ])
  func longWordsEnd(folder: String) throws {
    let tokenizer = try TextTokenizers.open(folder: Fixtures.path(folder))
    for unit in ["天气", "a", " ", "\n", "e\u{301}", "😀", "<|im_", "!", "1", "'s"] {
      let text = String(repeating: unit, count: 100_000 / unit.unicodeScalars.count)
      #expect(
        !tokenizer.encode(text).isEmpty || folder.hasPrefix("bert") || folder.hasPrefix("spm")
          || folder == "cpm" || folder.hasPrefix("unigram"))
    }
  }
}
