import Testing
import TextTestSupport
import Tokenizers

@testable import TextTasks

/// A token for each byte, behind one that ends texts.
struct ByteTokenizer: TextTokenizer {
  let count = 257
  let specialTokens = ["<eos>": 256]
  let beginning: Int? = nil
  let ends: Set<Int> = [256]
  func encode(_ text: String) -> [Int] { text.utf8.map(Int.init) }
  func bytes(of token: Int, after previous: Int?) -> [UInt8] { UInt8(exactly: token).map { [$0] } ?? [] }
  func name(of token: Int) -> String { "\(token)" }
}

/// What is shown of a text as its tokens come.
struct ContinuationTests {
  /// A decoder of enough tokens for bytes.
  static func files() throws -> BigramModel {
    try BigramModel(String((0..<260).compactMap { Unicode.Scalar(0x4E00 + $0).map(Character.init) }), [:])
  }

  func pieces(_ bytes: [UInt8], stops: [String] = []) throws -> (pieces: [String], text: GeneratedText) {
    let files = try Self.files()
    let model = try TextModel(decoder: try files.model.decoder, tokenizer: ByteTokenizer())
    var options = GenerationOptions()
    options.stops = stops
    options.maximumTokens = bytes.count
    var continuation = Continuation(after: [0], model: model, options: options)
    var pieces: [String] = []
    for byte in bytes where continuation.end == nil {
      pieces.append(continuation.take(TokenChoice(Int(byte), logits: [], alternatives: nil)))
    }
    return (pieces, continuation.result())
  }

  @Test func charactersComeWhole() throws {
    let text = "春a🂡ß"
    let found = try pieces(Array(text.utf8))
    #expect(found.pieces == ["", "", "春", "a", "", "", "", "🂡", "", "ß"])
    #expect(found.text.text == text)
  }

  @Test func aBrokenCharacterAtTheEndIsMarked() throws {
    #expect(try pieces([0x61, 0xE6, 0x98]).text.text == "a\u{FFFD}")
    #expect(try pieces([0xFF, 0x61]).text.text == "\u{FFFD}a")
  }

  /// The stop string shares its first two bytes with another character.
  @Test func stopStringsAreComparedByCharacters() throws {
    let found = try pieces(Array("昤春x".utf8), stops: ["春"])
    #expect(found.text.text == "昤")
    #expect(found.text.end == .stop("春"))
    let late = try pieces(Array("a。\n\nb".utf8), stops: ["\n\n"])
    #expect(late.text.text == "a。")
    #expect(try pieces(Array("a\nb".utf8), stops: ["\n\n"]).pieces == ["a", "", "\nb"])
  }

  @Test(arguments: [
    ([7], 1, 32), ([1, 2], 2, 32), (Array(0..<8), 8, 32), (Array(0..<20), 20, 80), (Array(0..<64), 64, 256),
  ])
  func loopsAreFoundAtTheirPeriod(cycle: [Int], period: Int, tokens: Int) {
    var detector = LoopDetector(LoopRule())
    // Something else comes first.
    for token in [900, 901, 902] { #expect(detector.add(token) == nil) }
    for count in 1..<tokens {
      #expect(detector.add(cycle[(count - 1) % cycle.count]) == nil, "token \(count)")
    }
    #expect(detector.add(cycle[(tokens - 1) % cycle.count]) == .loop(period: period))
  }

  @Test func littleNewIsALoopToo() {
    var rule = LoopRule()
    rule.longestPeriod = 8
    var detector = LoopDetector(rule)
    let cycle = (0..<40).map { $0 }
    var found: (Int, EndReason)?
    for index in 0..<1000 where found == nil {
      if let end = detector.add(cycle[index % 40]) { found = (index, end) }
    }
    #expect(found?.0 == 256)
    #expect(found?.1 == .loop(period: nil))
    // What never comes again is none.
    var other = LoopDetector(rule)
    #expect((0..<1000).allSatisfy { other.add($0) == nil })
  }
}
