import Players
import TestSupport
import Testing
import Xiangqi

@Suite struct StateFeaturesTests {
  @Test func theSizeOfTheEmbeddingChoosesTheFacts() {
    #expect(StateFeatures(rowCount: 0) == .nothing && StateFeatures.nothing.rows(of: .start).isEmpty)
    #expect(StateFeatures(rowCount: 1261) == .board)
    #expect(StateFeatures(rowCount: 5433) == .boardAndMoves)
    #expect(StateFeatures(rowCount: 1260) == nil)
    for features in [StateFeatures.board, .boardAndMoves] {
      #expect(StateFeatures(rowCount: features.rowCount) == features)
    }
  }

  @Test func aBoardIsItsPiecesAndTheSideToMove() throws {
    // Squares count from a0: the red general on d0 is 3, the black soldier on a6 is 54, the general e9 85.
    let position = try Position(fen: "4k4/9/9/p8/9/9/9/9/9/3K5 b - - 0 1")
    let rows: [Int32] = [3 * 14, 54 * 14 + 13, 85 * 14 + 7, 1260]
    let mirroredRows: [Int32] = [5 * 14, 62 * 14 + 13, 85 * 14 + 7, 1260]
    #expect(StateFeatures.board.rows(of: position) == rows)
    #expect(StateFeatures.board.rows(of: position, view: Viewpoint(isMirrored: true)) == mirroredRows)
  }

  @Test func blackSeesItsOwnPiecesNearAndItselfOnMove() throws {
    // From Black's end e9 is e0, d0 is d9 and a6 is a3.
    let position = try Position(fen: "4k4/9/9/p8/9/9/9/9/9/3K5 b - - 0 1")
    let rows: [Int32] = [4 * 14, 27 * 14 + 6, 84 * 14 + 7]
    #expect(StateFeatures.board.rows(of: position, view: Viewpoint(side: .black)) == rows)
  }

  @Test func theStartHasThirtyTwoFactsAndRedToMove() {
    let rows = StateFeatures.board.rows(of: .start)
    #expect(rows.count == 32)
    let firstFive: [Int32] = [4, 17, 30, 43, 56]  // chariot a0, horse b0, elephant, advisor, general e0
    #expect(rows.prefix(5) == firstFive[...])
    #expect(rows.last == 1257)  // 89 * 14 + 11: the chariot i9
  }

  @Test func possibleMovesFollowTheBoardMoversFirst() throws {
    let position = try Position(fen: "4k4/9/9/p8/9/9/9/9/9/3K5 b - - 0 1")
    func row(_ text: String, from first: Int32) throws -> Int32 {
      first + Int32(try #require(XiangqiVocabulary.possibleMoves.map(\.iccs).firstIndex(of: text)))
    }
    // Facing generals do not matter: e9d9 is possible although the red general stands on the file d.
    let movers = try ["a6a5", "e9d9", "e9e8", "e9f9"].map { try row($0, from: 1261) }.sorted()
    let others = try ["d0d1", "d0e0"].map { try row($0, from: 3347) }.sorted()
    let rows = StateFeatures.boardAndMoves.rows(of: position)
    #expect(rows == StateFeatures.board.rows(of: position) + movers + others)
  }

  @Test(arguments: 0..<10 as Range<UInt64>) func theFactsAreThoseOfTheSlowTwin(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let positions = randomPlay(seed: seed, plies: 60) + [randomAttackPosition(using: &generator)]
    for position in positions {
      for view in Viewpoint.all {
        let rows = StateFeatures.boardAndMoves.rows(of: position, view: view)
        #expect(rows == slowRows(of: position, view: view), "seed \(seed): \(position.fen), \(view)")
      }
    }
  }

  @Test(arguments: 0..<10 as Range<UInt64>) func aViewpointIsASymmetryOfTheGame(seed: UInt64) throws {
    for position in randomPlay(seed: seed, plies: 60) {
      for features in [StateFeatures.board, .boardAndMoves] {
        let plain = features.rows(of: position)
        let mirrored = Viewpoint(isMirrored: true)
        #expect(features.rows(of: position.mirrored, view: mirrored) == plain, "seed \(seed)")
        #expect(
          features.rows(of: position.coloursSwapped, view: Viewpoint(side: .black)) == plain, "seed \(seed)")
        #expect(
          features.rows(of: position, view: Viewpoint(side: .black, isMirrored: true))
            == features.rows(of: position.coloursSwapped.mirrored), "seed \(seed)")
      }
    }
  }

  @Test func rowsAreAppendedToThoseOfOthers() {
    var rows: [Int32] = [7]
    StateFeatures.boardAndMoves.appendRows(of: .start, to: &rows)
    #expect(rows == [7] + StateFeatures.boardAndMoves.rows(of: .start))
  }

  /// The facts as the trainers of the family define them, one question a fact.
  private func slowRows(of position: Position, view: Viewpoint) -> [Int32] {
    var seen = position
    if view.isMirrored { seen = seen.mirrored }
    if view.side == .black { seen = seen.coloursSwapped }
    var facts: [Bool] = []
    for square in Square.all {
      for piece in Piece.all { facts.append(seen[square] == piece) }
    }
    facts.append(seen.sideToMove == .black)
    for side in [seen.sideToMove, seen.sideToMove.opponent] {
      let possible = Set(seen.possibleMoves(of: side))
      for move in XiangqiVocabulary.possibleMoves { facts.append(possible.contains(move)) }
    }
    return facts.indices.filter { facts[$0] }.map(Int32.init)
  }
}

@Suite struct ViewpointTests {
  @Test(arguments: Viewpoint.all) func aViewpointUndoesItself(view: Viewpoint) {
    for square in Square.all { #expect(view.square(view.square(square)) == square) }
    for piece in Piece.all { #expect(view.piece(view.piece(piece)) == piece) }
    for move in XiangqiVocabulary.possibleMoves {
      #expect(view.move(view.move(move)) == move)
      #expect(XiangqiVocabulary.index(of: view.move(move)) != nil)
    }
  }

  @Test func whatBlackCallsItsFirstRankIsTheTenth() throws {
    let view = Viewpoint(side: .black)
    let (there, seen) = (try #require(Move(iccs: "e3e4")), try #require(Move(iccs: "e6e5")))
    #expect(view.move(there) == seen)
    #expect(Viewpoint(isMirrored: true).move(try #require(Move(iccs: "a0b2"))).iccs == "i0h2")
    #expect(view.piece(Piece(.black, .horse)) == Piece(.red, .horse))
  }
}
