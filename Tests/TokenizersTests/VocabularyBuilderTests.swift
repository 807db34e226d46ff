import TestSupport
import Testing

@testable import Tokenizers

/// Words that are found in a text.
struct VocabularyBuilderTests {
  /// Sentences in which three words come up between random characters.
  static func text(seed: UInt64) -> String {
    var generator = SplitMix64(seed: seed)
    let characters = Array("天地人山水火土木金石日月星云风雨雷电")
    return (0..<1500).map { _ in
      let word = ["象棋", "语言模型", "Xiangqi", "弈"].randomElement(using: &generator) ?? ""
      func noise() -> String {
        String((0..<3).compactMap { _ in characters.randomElement(using: &generator) })
      }
      return noise() + word + noise()
    }.joined(separator: "。")
  }

  @Test func stringsThatHoldTogetherBecomeTokens() throws {
    var builder = VocabularyBuilder(special: ["<blank>"])
    builder.size = 5 + 256 + 40
    builder.coverage = 1
    builder.add(Self.text(seed: 1))
    let tokenizer = try builder.build()
    #expect(tokenizer.count <= builder.size)
    #expect(tokenizer.specialTokens["<blank>"] == 4)
    for word in ["象棋", "语言模型", "Xiangqi"] {
      #expect(tokenizer.encode(word).count == 1, "\(word)")
    }
    #expect(tokenizer.encode("龘").map(tokenizer.name) == ["<0xE9>", "<0xBE>", "<0x98>"])
  }

  @Test func theSameTextGivesTheSameVocabulary() throws {
    func built() throws -> UnigramTokenizer {
      var builder = VocabularyBuilder()
      builder.size = 330
      builder.add(Self.text(seed: 2))
      return try builder.build()
    }
    #expect(try built().pieces == built().pieces)
  }

  @Test func rareCharactersAreLeftToBytes() throws {
    var builder = VocabularyBuilder()
    builder.coverage = 0.9
    builder.add(String(repeating: "棋", count: 95) + "兵车马炮士")
    #expect(try builder.build().pieces.filter { $0.text.count == 1 }.map(\.text) == ["棋"])
  }

  @Test func whatCannotBeDoneIsSaid() {
    #expect(throws: VocabularyError.noText) { try VocabularyBuilder().build() }
    var builder = VocabularyBuilder()
    builder.size = 262
    builder.coverage = 1
    builder.add("一二三四")
    #expect(throws: VocabularyError.tooSmall(size: 262, least: 264, coverage: 1)) { try builder.build() }
    #expect(
      "\(VocabularyError.tooSmall(size: 262, least: 264, coverage: 1))"
        == "vocabulary: 262 tokens do not hold the characters that cover 1.0 of the text; ask for 264 or more, "
        + "or for less coverage")
  }

  @Test func stringsAreCountedAsOneWouldCountThem() {
    var generator = SplitMix64(seed: 9)
    for round in 0..<20 {
      let letters = Array("ab棋\u{0}".unicodeScalars)
      let text = (0..<200).map { _ in letters.randomElement(using: &generator) ?? "a" }
      let entries = NGramCensus.entries(of: text, longest: 3, leastCount: 4)
      var expected: [[Unicode.Scalar]: Int] = [:]
      for length in 2...6 {
        for start in 0...text.count - length {
          let piece = Array(text[start..<start + length])
          guard !piece.contains(NGramCensus.gap), length <= 3 || piece[0].isASCII else { continue }
          expected[piece, default: 0] += 1
        }
      }
      let found = Dictionary(
        uniqueKeysWithValues: entries.map { (Array(text[$0.start..<$0.start + $0.length]), $0.count) })
      // Strings of more than three count only where both strings in them do, and those begin in Latin letters.
      for (piece, count) in expected where count >= 4 && piece.count <= 3 {
        #expect(found[piece] == count, "round \(round)")
      }
      for (piece, count) in found { #expect(expected[piece] == count, "round \(round)") }
    }
  }
}
