import TestSupport
import Testing
import Xiangqi

@Suite struct PositionTests {
  @Test func startHasThirtyTwoPiecesAndRedMoves() {
    let start = Position.start
    #expect(Square.all.count { start[$0] != nil } == 32)
    for piece in Piece.all { #expect(start.squares(of: piece).count == piece.kind.fullCount, "\(piece)") }
    #expect(start.sideToMove == .red)
    #expect(start.general(of: .red).description == "e0")
    #expect(start.general(of: .black).description == "e9")
    #expect(!start.isCheck)
  }

  /// What moves keep up to date must equal what a fresh reading of the text works out.
  @Test(arguments: [51, 52, 53] as [UInt64])
  func playingKeepsEverythingUpToDate(seed: UInt64) throws {
    for position in randomPositions(seed: seed, games: 6, plies: 200) {
      let read = try Position(fen: position.fen)
      #expect(read == position, "seed \(seed): \(position)")
      #expect(read.zobristKey == position.zobristKey, "seed \(seed): \(position)")
      #expect(read.fen == position.fen, "seed \(seed): \(position)")
      #expect(read.legalMoves() == position.legalMoves(), "seed \(seed): \(position)")
      let numbers = position.pieceNumbers()
      #expect(Square.all.allSatisfy { numbers[$0.index] == position[$0]?.rawValue ?? 255 }, "seed \(seed)")
      for piece in Piece.all {
        #expect(read.squares(of: piece) == position.squares(of: piece), "seed \(seed): \(position)")
      }
    }
  }

  @Test func countersFollowCapturesAndRounds() throws {
    var position = Position.start
    for (text, sinceCapture, round) in [("b2b9", 0, 1), ("a9b9", 0, 2), ("a0a1", 1, 2), ("b9b0", 0, 3)] {
      let move = try #require(Move(iccs: text))
      #expect(position.isCapture(move) == (sinceCapture == 0))
      position = position.playing(move)
      #expect(position.pliesSinceCapture == sinceCapture)
      #expect(position.moveNumber == round)
    }
  }

  @Test func equalityIgnoresCountersButNotTheSideToMove() throws {
    let red = try Position(fen: "4k4/9/9/9/9/9/9/9/9/R2K5 w - - 7 30")
    let sooner = try Position(fen: "4k4/9/9/9/9/9/9/9/9/R2K5 w")
    let black = try Position(fen: "4k4/9/9/9/9/9/9/9/9/R2K5 b - - 7 30")
    #expect(red == sooner)
    #expect(red.hashValue == sooner.hashValue)
    #expect(red != black)
    #expect(red.zobristKey != black.zobristKey)
  }

  @Test func equalityIgnoresWhichOfTwoChariotsStandsWhere() throws {
    let before = try Position(fen: "4k4/9/9/9/9/9/9/9/9/RR1K5 w - - 0 1")
    var after = before
    for text in ["a0a1", "e9e8", "b0a0", "e8e9", "a1b1", "e9e8", "b1b0", "e8e9"] {
      let move = try #require(Move(iccs: text))
      #expect(after.isLegal(move))
      after = after.playing(move)
    }
    #expect(after == before)
    #expect(after.zobristKey == before.zobristKey)
    #expect(Set([before, after]).count == 1)
    #expect(after.legalMoves() == before.legalMoves())
    #expect(after.squares(of: Piece(.red, .chariot)) == before.squares(of: Piece(.red, .chariot)))
  }

  @Test func differentPositionsHaveDifferentKeys() {
    var positionOfKey: [UInt64: Position] = [:]
    for position in randomPositions(seed: 61, games: 40, plies: 200) {
      let first = positionOfKey[position.zobristKey, default: position]
      #expect(first == position, "one key for \(first) and \(position)")
      positionOfKey[position.zobristKey] = position
    }
    #expect(positionOfKey.count > 5000)
  }

  @Test(arguments: [71, 72] as [UInt64])
  func isLegalAgreesWithTheList(seed: UInt64) {
    for position in randomPositions(seed: seed, games: 2, every: 20) {
      let legal = Set(position.legalMoves())
      for from in Square.all {
        for to in Square.all {
          let move = Move(from: from, to: to)
          #expect(position.isLegal(move) == legal.contains(move), "seed \(seed): \(position) \(move)")
        }
      }
    }
  }
}
