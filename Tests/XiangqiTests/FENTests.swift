import TestSupport
import Testing
import Xiangqi

@Suite struct FENTests {
  @Test(arguments: try FENCase.all())
  func readsAndRefusesAsTheCasesSay(_ testCase: FENCase) throws {
    do {
      let position = try Position(fen: testCase.input)
      #expect(testCase.error == nil, "accepted, but the class is \(testCase.error ?? "")")
      #expect(position.fen == testCase.canonical)
    } catch {
      #expect(error.kind == testCase.error, "\(error)")
    }
  }

  @Test(arguments: [
    ("4k4/9/9/9/9/9/9/9/9 w", "bad_rank_count"),
    ("4k4/9/9/9/9/9/9/9/9/5K3/9 w", "bad_rank_count"),
    ("4k4//9/9/9/9/9/9/9/5K3 w", "bad_rank_width"),
    ("4k3/9/9/9/9/9/9/9/9/5K3 w", "bad_rank_width"),
    ("4k4/9/9/9/9/9/9/9/9/5K30 w", "unknown_piece"),
    ("4k4/9/9/9/4q4/9/9/9/9/5K3 w", "unknown_piece"),
    ("4k4/9/9/9/9/9/9/9/9/9 w", "bad_general_count"),
    ("4k4/9/9/9/9/9/9/9/9/3K1K3 w", "bad_general_count"),
    ("4k4/9/9/9/9/9/9/9/PPPPPP3/5K3 w", "too_many_pieces"),
    ("4k4/9/9/9/B8/9/9/9/9/5K3 w", "misplaced_piece"),
    ("4k4/9/9/9/9/9/9/P8/9/5K3 w", "misplaced_piece"),
    ("4k4/9/9/9/9/9/9/9/9/5K3 W", "bad_side"),
    ("4k4/9/9/9/9/9/9/9/9/5K3 w KQ - 0 1", "bad_field"),
    ("4k4/9/9/9/9/9/9/9/9/5K3 w - - 100000 1", "bad_counter"),
    ("4k4/9/9/9/9/9/9/9/9/5K3 w - - 0 99999999999999999999999", "bad_counter"),
    ("4k4/9/9/9/9/9/9/9/9/5K3 w - - ０ 1", "bad_counter"),
    ("4k4/9/9/9/9/9/9/9/9/5K3 w - - 0 1 x", "too_many_fields"),
    (" \t\n", "empty"),
  ])
  func refusesWithAClass(_ text: String, _ kind: String) {
    #expect { try Position(fen: text) } throws: { ($0 as? FENError)?.kind == kind }
  }

  @Test func messagesSayWhatWhereAndWhatWouldBeRight() {
    let messages: [(FENError, String)] = [
      (.badRankCount(9), "FEN: a board has 10 ranks, this one has 9"),
      (.badRankWidth(rank: 3, width: 10), "FEN: rank 3 is 10 points wide instead of 9"),
      (
        .unknownPiece("q", rank: 5),
        "FEN: 'q' in rank 5 is not a piece; use KABNRCP, kabnrcp or 1-9"
      ),
      (.badSide("x"), "FEN: 'x' is not a side; use w for Red, b for Black"),
      (.badCounter("-1"), "FEN: '-1' is not a counter; use a number from 0 to 99999"),
      (.tooManyPieces(Piece(.red, .chariot), 3), "FEN: 3 pieces 'R' are too many; there are 2"),
      (
        .misplacedPiece(Piece(.red, .advisor), Square(file: 3, rank: 1)),
        "FEN: 'A' can never stand on d1"
      ),
    ]
    for (error, message) in messages { #expect(error.description == message) }
  }

  @Test func readsOtherLettersForElephantAndHorse() throws {
    let usual = try Position(fen: "2b1k4/9/9/9/9/9/9/9/1N7/2B2K3 w")
    let other = try Position(fen: "2e1k4/9/9/9/9/9/9/9/1H7/2E2K3\tr")
    #expect(usual == other)
  }

  /// Every point on which a piece may stand, counted: the palace, the elephants' seven, the soldiers' 55.
  @Test(arguments: Side.allCases)
  func piecesStandOnlyWhereTheyCanGo(side: Side) {
    let expected: [(PieceKind, Int)] = [
      (.general, 9), (.advisor, 5), (.elephant, 7), (.horse, 90), (.chariot, 90), (.cannon, 90),
      (.soldier, 55),
    ]
    for (kind, count) in expected {
      let piece = Piece(side, kind)
      #expect(Square.all.count { piece.canStand(on: $0) } == count, "\(piece)")
    }
  }

  @Test(arguments: [81, 82, 83] as [UInt64])
  func hostileTextsAreRefusedAndNeverTrap(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let valid = Array(Position.start.fen.utf8)
    var refused = 0
    for round in 0..<4000 {
      var bytes: [UInt8]
      if round % 2 == 0 {
        bytes = (0..<Int.random(in: 0..<120, using: &generator)).map { _ in
          .random(in: 0...255, using: &generator)
        }
      } else {
        bytes = valid
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let place = Int.random(in: 0..<bytes.count, using: &generator)
          switch Int.random(in: 0..<3, using: &generator) {
          case 0: bytes[place] = .random(in: 32...126, using: &generator)
          case 1: bytes.remove(at: place)
          default: bytes.insert(valid[Int.random(in: 0..<valid.count, using: &generator)], at: place)
          }
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      do {
        let position = try Position(fen: text)
        #expect(position.perft(depth: 2) >= 0)
        #expect(try Position(fen: position.fen) == position, "seed \(seed): \(text)")
      } catch {
        refused += 1
        #expect(!error.description.isEmpty)
      }
    }
    #expect(refused > 2000, "seed \(seed)")
  }

  @Test(arguments: ["k", "/", "9", " ", "w ", "车", "e\u{301}"])
  func giganticTextsAreRefusedUnread(piece: String) {
    let text = String(repeating: piece, count: 1_000_000)
    #expect(throws: FENError.tooLong(bytes: text.utf8.count)) { try Position(fen: text) }
  }
}
