import TestSupport
import Testing
import Xiangqi

/// A move that cannot be played and the reason a player should be told.
struct RefusalCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let fen: String
  let move: String
  let refusal: MoveRefusal

  init(_ title: String, _ fen: String, _ move: String, _ refusal: MoveRefusal) {
    (testDescription, self.fen, self.move, self.refusal) = (title, fen, move, refusal)
  }
}

private func at(_ name: String) -> Square {
  guard let square = Square(name) else { preconditionFailure("\(name) is not a square") }
  return square
}

@Suite struct MoveRefusalTests {
  static let start = Position.start.fen
  static let cases: [RefusalCase] = [
    RefusalCase("empty square", start, "e4e5", .noPiece(at: at("e4"))),
    RefusalCase("opponent's piece", start, "a9a8", .opponentsPiece(at: at("a9"))),
    RefusalCase("own piece in the way", start, "a0b0", .ownPieceOn(at("b0"))),
    RefusalCase("standing still", start, "a0a0", .ownPieceOn(at("a0"))),
    RefusalCase("马腿被绊", start, "b0d1", .horseLegBlocked(at: at("c0"))),
    RefusalCase("马走错", start, "b0b1", .notHowItMoves(.horse)),
    RefusalCase("车被挡", start, "a0a5", .pathBlocked(at: at("a3"))),
    RefusalCase("车斜走", start, "a0b1", .notHowItMoves(.chariot)),
    RefusalCase("炮翻空山", "3k5/9/9/9/9/4p4/9/9/9/4CK3 w", "e0e4", .cannonNeedsScreen),
    RefusalCase("炮隔两子", "3k5/4c4/4n4/9/9/4n4/9/9/9/4CK3 w", "e0e8", .cannonTooManyScreens(2)),
    RefusalCase("炮不吃子时越子", start, "b2b8", .pathBlocked(at: at("b7"))),
    RefusalCase("炮斜走", start, "b2c4", .notHowItMoves(.cannon)),
    RefusalCase("塞象眼", "4k4/9/9/9/9/9/9/9/3N5/2B2K3 w", "c0e2", .elephantEyeBlocked(at: at("d1"))),
    RefusalCase("象不过河", "4k4/9/9/9/9/2B6/9/9/9/5K3 w", "c4e6", .elephantCannotCrossRiver),
    RefusalCase("象走错", start, "c0c2", .notHowItMoves(.elephant)),
    RefusalCase("帅出九宫", "4k4/9/9/9/9/9/9/9/9/3K5 w", "d0c0", .mustStayInPalace(.general)),
    RefusalCase("帅走两步", "4k4/9/9/9/9/9/9/9/9/3K5 w", "d0d2", .notHowItMoves(.general)),
    RefusalCase("仕出九宫", "4k4/9/9/9/9/9/9/9/9/3K1A3 w", "f0g1", .mustStayInPalace(.advisor)),
    RefusalCase("仕直走", "4k4/9/9/9/9/9/9/9/9/3K1A3 w", "f0f1", .notHowItMoves(.advisor)),
    RefusalCase("兵后退", "4k4/9/9/9/4P4/9/9/9/9/3K5 w", "e5e4", .soldierCannotRetreat),
    RefusalCase("兵未过河横走", start, "a3b3", .soldierNotAcrossRiver),
    RefusalCase("兵走两步", start, "a3a5", .notHowItMoves(.soldier)),
    RefusalCase("黑卒后退", "4k4/9/9/9/9/4p4/9/9/9/3K5 b", "e4e5", .soldierCannotRetreat),
    RefusalCase("不应将", "3k5/9/9/9/4r4/9/9/9/9/R3K4 w", "a0a1", .leavesGeneralInCheck(by: at("e5"))),
    RefusalCase("将沿线退", "3k5/9/9/9/4r4/9/9/9/4K4/9 w", "e1e0", .leavesGeneralInCheck(by: at("e5"))),
    RefusalCase("送将", "3k5/9/9/9/9/5r3/9/9/9/4K4 w", "e0f0", .exposesGeneral(to: at("f4"))),
    RefusalCase("牵制的马", "3k5/9/4r4/9/9/9/4N4/9/9/4K4 w", "e3c4", .exposesGeneral(to: at("e7"))),
    RefusalCase("自己做炮架", "3k5/9/4c4/9/9/9/R8/9/9/4K4 w", "a3e3", .exposesGeneral(to: at("e7"))),
    RefusalCase("撤一个炮架", "3k5/9/4c4/9/4p4/9/4N4/9/9/4K4 w", "e3c4", .exposesGeneral(to: at("e7"))),
    RefusalCase("放开马腿", "3k5/9/9/9/9/9/9/3n5/3R5/4K4 w", "d1a1", .exposesGeneral(to: at("d2"))),
    RefusalCase("将帅照面", "4k4/9/9/9/9/9/9/9/9/3K5 w", "d0e0", .generalsFaceEachOther),
    RefusalCase("挡子离线照面", "4k4/9/9/9/9/9/4N4/9/9/4K4 w", "e3c4", .generalsFaceEachOther),
  ]

  @Test(arguments: cases)
  func namesTheReason(_ testCase: RefusalCase) throws {
    let position = try Position(fen: testCase.fen)
    let move = try #require(Move(iccs: testCase.move))
    #expect(position.refusal(of: move) == testCase.refusal)
    #expect(!position.isLegal(move))
    #expect(!testCase.refusal.description.isEmpty)
  }

  /// All 8,100 pairs of squares: a reason exactly where the move is not on the list.
  @Test(arguments: [91, 92, 93] as [UInt64])
  func thereIsAReasonExactlyForIllegalMoves(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let crowded = (0..<6).map { _ in randomAttackPosition(using: &generator) }
    for position in crowded + randomPositions(seed: seed, games: 1, plies: 160, every: 20) {
      let legal = Set(position.legalMoves())
      for from in Square.all {
        for to in Square.all {
          let move = Move(from: from, to: to)
          #expect(
            (position.refusal(of: move) == nil) == legal.contains(move), "seed \(seed): \(position) \(move)")
        }
      }
    }
  }
}
