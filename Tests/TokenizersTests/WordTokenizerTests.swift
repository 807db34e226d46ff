import ModelFiles
import TestSupport
import Testing

@testable import Tokenizers

/// Words, their parts, characters and bytes as tokens.
struct WordTokenizerTests {
  static let golden = try? JSONValue(parsing: fixture("words.json"))
  static func tokenizer() throws -> UnigramTokenizer {
    try UnigramTokenizer(json: JSONValue(parsing: fixture("words-tokenizer.json")))
  }

  @Test func idsAreThoseOfHuggingFace() throws {
    let tokenizer = try Self.tokenizer()
    let cases = try #require(Self.golden?.elements)
    #expect(cases.count > 50)
    for item in cases {
      let text = try #require(item["text"]?.text)
      let ids = (item["ids"]?.elements ?? []).compactMap(\.integer)
      #expect(tokenizer.encode(text) == ids, "\(text.debugDescription)")
      #expect(tokenizer.decode(ids) == text)
    }
  }

  @Test func specialTokensAreTextUnlessTheyAreAskedFor() throws {
    let tokenizer = try Self.tokenizer()
    let blank = try #require(tokenizer.specialTokens["<blank>"])
    #expect(!tokenizer.encode("棋<blank>").contains(blank))
    #expect(tokenizer.decode(tokenizer.encode("棋<blank>")) == "棋<blank>")
    #expect(
      tokenizer.encode("棋<blank>", readingSpecialTokens: true) == tokenizer.encode("棋") + [blank])
    #expect(tokenizer.bytes(of: blank, after: nil).isEmpty)
  }

  @Test func textThatComesTokenByTokenNeverBreaksACharacter() throws {
    let tokenizer = try Self.tokenizer()
    let text = "象棋𠮷👨‍👩‍👧‍👦é龘。"
    var stream = TokenText(tokenizer)
    var pieces: [String] = []
    for token in tokenizer.encode(text) { pieces.append(stream.append(token)) }
    #expect(pieces.joined() == text && stream.finish().isEmpty)
    #expect(!pieces.contains { $0.contains("\u{FFFD}") })
    // Half a character at the end is shown as broken, and only then.
    let half = TokenText(tokenizer)
    var broken = half
    #expect(broken.append(tokenizer.encode("𠮷")[0]) == "")
    #expect(broken.finish() == "\u{FFFD}")
    #expect(tokenizer.decodeWhole(tokenizer.encode("象棋𠮷").dropLast()) == "象棋")
    #expect(tokenizer.decodeWhole(tokenizer.encode("象棋𠮷")) == "象棋𠮷")
  }

  @Test func theFileIsReadAsItIsWritten() throws {
    let tokenizer = try Self.tokenizer()
    let again = try UnigramTokenizer(json: JSONValue(parsing: Array(tokenizer.json.text().utf8)))
    #expect(again.pieces == tokenizer.pieces && again.special == tokenizer.special)
    #expect(try JSONValue(parsing: fixture("words-tokenizer.json")) == tokenizer.json)
  }

  @Test(arguments: [
    (#"{"model":{"type":"BPE"}}"#, UnigramFileError.notUnigram("BPE")),
    (#"{}"#, .notUnigram(nil)),
    (#"{"model":{"type":"Unigram","vocab":[["a",-1.0],["b"]]}}"#, .piece(1)),
    (#"{"model":{"type":"Unigram","vocab":[["a",1.0]]}}"#, .piece(0)),
    (#"{"model":{"type":"Unigram","vocab":[["a",-1.0]]}}"#, .otherParts),
  ])
  func otherFilesAreRefused(json: String, error: UnigramFileError) {
    #expect(throws: error) { try UnigramTokenizer(json: JSONValue(parsing: Array(json.utf8))) }
  }

  @Test(arguments: [
    ("马走日，象走田。", ["马走日", "，", "象走田", "。"]),
    ("make test2026", ["make", " ", "test", "2", "0", "2", "6"]),
    ("中文English混合", ["中文", "English", "混合"]),
    ("é棋١", ["é棋١"]),
    ("a\u{3000}\n1", ["a", "\u{3000}", "\n", "1"]),
    ("", []),
  ])
  func runsEndWhereNoWordGoesOn(text: String, expected: [String]) {
    var runs: [String] = []
    TextRuns.forEach(in: Array(text.unicodeScalars)) { runs.append(String(String.UnicodeScalarView($0))) }
    #expect(runs == expected)
  }

  @Test func theDivisionIsTheMostProbableOfAll() {
    var generator = SplitMix64(seed: 5)
    for round in 0..<200 {
      let letters = Array("abc".unicodeScalars)
      var pieces: [String: Double] = [:]
      for _ in 0..<12 {
        let piece = String(
          String.UnicodeScalarView(
            (0..<Int.random(in: 1...4, using: &generator)).map { _ in
              letters.randomElement(using: &generator) ?? "a"
            }))
        pieces[piece] = -Double.random(in: 1...9, using: &generator)
      }
      let list = pieces.sorted { $0.key < $1.key }.map { (text: $0.key, score: $0.value) }
      let model = UnigramModel(pieces: list, unknown: -1, hasByteFallback: false)
      let text = (0..<9).map { _ in letters.randomElement(using: &generator) ?? "a" }
      var tokens: [Int] = []
      model.append(text, to: &tokens)
      let found = tokens.reduce(0) { $0 + ($1 < 0 ? 0 : list[$1].score) }
      if let best = Self.best(text[...], list) {
        #expect(!tokens.contains(-1) && abs(found - best) < 1e-9, "round \(round)")
      } else {
        #expect(tokens.contains(-1), "round \(round)")
      }
    }
  }

  /// The probability of the best division, by trying all; `nil` if there is none.
  static func best(_ text: ArraySlice<Unicode.Scalar>, _ pieces: [(text: String, score: Double)]) -> Double? {
    guard !text.isEmpty else { return 0 }
    return pieces.compactMap { piece in
      let scalars = Array(piece.text.unicodeScalars)
      guard text.starts(with: scalars) else { return nil }
      return best(text.dropFirst(scalars.count), pieces).map { $0 + piece.score }
    }.max()
  }
}
