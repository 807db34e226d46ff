import GameFiles
import Players
import TestSupport
import Testing
import Xiangqi

@testable import Matches

/// The book that comes along, books that are read, and books that are made.
@Suite struct OpeningBookTests {
  private static func bundledLines() throws -> [(moves: String, expectation: Double)] {
    let text = String(decoding: try FileIO.read(projectFolder + "/assets/match-openings.tsv"), as: UTF8.self)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      let fields = line.split(separator: "\t")
      let chances = fields.last.map { $0.split(separator: " ").compactMap { Double($0) } } ?? []
      return (String(fields[0]), chances.count == 3 ? chances[0] + chances[1] / 2 : .nan)
    }
  }

  @Test func theBundledBookIsWhatItSays() throws {
    let bytes = try FileIO.read(projectFolder + "/assets/match-openings.tsv")
    let book = try OpeningBook(contentsOf: bytes)
    #expect(book.openings.count == 400)
    #expect(book.openings.allSatisfy { (6...10).contains($0.moves.count) && $0.start == .start })
    var reached: Set<Position> = []
    for opening in book.openings {
      let position = opening.position
      #expect(!reached.contains(position), "\(opening.moves) leads where another one does")
      reached.formUnion([position, position.mirrored])
      #expect(OpeningBookMaker.isQuiet(position), "\(opening.moves) leaves something pending")
    }
    for line in try Self.bundledLines() {
      // Two decimals are written.
      #expect(abs(line.expectation - 0.5) <= 0.06 + 0.011, "\(line.moves)")
    }
  }

  @Test func booksAreRead() throws {
    let text = """
      # a comment

      h2e2 h9g7\tremark
      4k4/9/9/9/9/9/9/9/3R5/3K5 w - - 0 1\r
      b2e2\r

      """
    let book = try OpeningBook(contentsOf: Array(text.utf8))
    #expect(book.openings.map(\.moves.count) == [2, 0, 1])
    #expect(book.openings[1].start.sideToMove == .red)
    #expect(Set(book.order(seed: 1)) == [0, 1, 2])
    #expect(book.order(seed: 1) == book.order(seed: 1))
  }

  @Test(arguments: [
    ("", "the book holds no opening"), ("# nothing\n\n", "the book holds no opening"),
    ("h2e2 e9e8\nh2h2", "line 2: the opening cannot be played"), ("h2e2 x", "line 1: “x” is no move"),
    ("h2e2  h9g7\nh2e2\0", "line 2: “h2e2\0” is no move"), ("1/2", "line 1: the opening cannot be played"),
    ("3k5/9/9/9/9/9/9/9/9/3K5 w - - 0 1", "line 1: the opening cannot be played"),
    (String(repeating: "h2e2 ", count: 300), "line 1: an opening has at most 200 moves"),
  ])
  func booksThatAreNoneAreRefused(text: String, complaint: String) {
    #expect {
      try OpeningBook(contentsOf: Array(text.utf8))
    } throws: {
      "\($0)".hasPrefix(complaint)
    }
  }

  @Test func noiseIsRefusedInPeace() {
    var generator = SplitMix64(seed: 4)
    for _ in 0..<300 {
      let count = Int.random(in: 0...200, using: &generator)
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(throws: OpeningBookError.self) { try OpeningBook(contentsOf: bytes) }
    }
  }

  @Test func booksAreMade() throws {
    var settings = OpeningBookMaker.Settings()
    settings.count = 6
    settings.shortest = 3
    settings.longest = 5
    settings.tolerance = 0.1
    settings.evaluations = 8
    let model = try bundled.get()
    let lines = try OpeningBookMaker(model: model, settings: settings).make()
    #expect(lines.count == 6)
    #expect(lines.allSatisfy { (3...5).contains($0.opening.moves.count) })
    #expect(lines.allSatisfy { abs($0.wdl.expectation(for: .red) - 0.5) <= 0.1 })
    #expect(Set(lines.map(\.opening.position)).count == 6)
    #expect(try OpeningBookMaker(model: model, settings: settings).make() == lines)
    settings.seed = 1
    #expect(try OpeningBookMaker(model: model, settings: settings).make() != lines)
  }

  @Test func whatIsPendingIsSeen() throws {
    #expect(OpeningBookMaker.isQuiet(.start))
    // Cannons that could take a protected horse leave the start quiet; a chariot that is for the taking does not.
    #expect(MaterialExchange.gain(in: .start, plies: 1) == 4)
    #expect(MaterialExchange.gain(in: .start, plies: 2) == 0)
    let hanging = try Position(fen: "3k5/9/9/9/4r4/9/4R4/9/9/5K3 w - - 0 1")
    #expect(MaterialExchange.gain(in: hanging, plies: 4) == 9)
    #expect(!OpeningBookMaker.isQuiet(hanging))
  }
}
