import Testing
import Xiangqi

/// A position with what is to be said of one of its moves.
struct TacticsCase: Sendable, CustomTestStringConvertible {
  typealias Value = (path: any KeyPath<MoveFacts, Int8> & Sendable, value: Int8)

  let name: String
  let fen: String
  let move: String
  let values: [Value]
  var marks: MoveFacts.Marks = []
  var recaptures: Square?
  var testDescription: String { name }

  static let all = [
    TacticsCase(
      name: "a chariot that nothing protects is won", fen: "3k5/9/9/9/r8/9/9/9/9/R3K4 w - - 0 1",
      move: "a0a5",
      values: [(\.victim, 18), (\.mover, 18), (\.net, 18), (\.exposed, 0), (\.hung, 18), (\.answer, 0)]),
    TacticsCase(
      name: "a protected horse costs the chariot", fen: "3k5/9/9/9/n7r/9/9/9/9/R3K4 w - - 0 1", move: "a0a5",
      values: [(\.victim, 8), (\.net, -10), (\.exposed, 18), (\.answer, 18)]),
    TacticsCase(
      name: "a pinned protector protects nothing", fen: "3k5/9/9/9/n2r5/9/9/9/1N7/R2R1K3 w - - 0 1",
      move: "a0a5",
      values: [(\.net, 8), (\.exposed, 0)]),
    TacticsCase(
      name: "who shields the general is pinned", fen: "3aka3/9/9/9/4r4/9/9/9/4R4/3K5 b - - 0 1", move: "e5e4",
      values: [(\.victim, 0)], marks: .pinned),
    TacticsCase(
      name: "a cannon takes over its screen", fen: "3k5/9/9/9/r8/9/p8/9/9/C3K4 w - - 0 1", move: "a0a5",
      values: [(\.victim, 18), (\.mover, 9), (\.net, 18)]),
    TacticsCase(
      name: "a cannon without a screen threatens nothing", fen: "3k5/9/9/9/r8/9/9/9/9/C4K3 w - - 0 1",
      move: "f0f1", values: [(\.threat, 0), (\.net, -9)]),
    TacticsCase(
      name: "a horse whose leg is freed threatens", fen: "4k4/9/9/3r5/2P6/2N6/9/9/4A4/5K3 w - - 0 1",
      move: "c5b5",
      values: [(\.threat, 18), (\.net, 0)]),
    TacticsCase(
      name: "a horse that is blocked at its leg threatens nothing",
      fen: "4k4/9/9/3r5/2P6/2N6/9/9/4A4/5K3 w - - 0 1", move: "f0f1", values: [(\.threat, 0)]),
    TacticsCase(
      name: "a horse takes with a discovered check", fen: "3k5/9/9/2r5r/9/3N5/9/9/9/3R1K3 w - - 0 1",
      move: "d4c6",
      values: [(\.victim, 18), (\.net, 18), (\.threat, 0)], marks: .check),
    TacticsCase(
      name: "mate in one", fen: "3k5/R8/9/9/9/9/9/9/9/1R3K3 w - - 0 1", move: "b0b9",
      values: [(\.net, 50), (\.answer, -50), (\.plan, -50), (\.threat, 0)], marks: [.check, .mate]),
    TacticsCase(
      name: "a mate in one is allowed", fen: "1r3k3/9/9/9/9/9/8P/9/r8/3K5 w - - 0 1", move: "i3i4",
      values: [(\.net, 0), (\.answer, 50), (\.plan, 50)], marks: .allowsMate),
    TacticsCase(
      name: "a check may be answered by a mate",
      fen: "3aRPb2/6N2/b2k1a3/9/3P5/2Br1n3/4Pcn2/1r1C1K3/C4p3/2pp2B2 w - - 0 1",
      move: "g8f6", values: [(\.net, -50), (\.answer, 50)], marks: [.check, .allowsMate]),
    TacticsCase(
      name: "stalemate is a win", fen: "3k5/9/R8/9/9/9/9/9/9/4K4 w - - 0 1", move: "a7a8",
      values: [(\.net, 50), (\.answer, -50)], marks: .mate),
    TacticsCase(
      name: "a capture where the other side captured", fen: "3k5/9/9/9/r8/9/9/9/9/R3K4 w - - 0 1",
      move: "a0a5",
      values: [(\.net, 18)], marks: .recapture, recaptures: Square("a5")),
    TacticsCase(
      name: "a fork of chariots costs the exchange", fen: "3k5/9/9/9/4r4/9/r8/3N5/4A4/3AK4 w - - 0 1",
      move: "d2c4",
      values: [(\.net, 0), (\.threat, 18), (\.answer, -10), (\.plan, -10)]),
    TacticsCase(
      name: "a fork is planned", fen: "3ak4/4a4/3n5/R8/9/4R4/8P/9/9/3K5 w - - 0 1", move: "i3i4",
      values: [(\.net, 0), (\.answer, 0), (\.plan, 10)]),
    TacticsCase(
      name: "the bound of a search is not its value",
      fen: "rCbakab1r/9/8n/p3p1p1p/2p6/4P2c1/P1P3P1P/1cN4CN/R8/2BAKAB1R w - - 3 7", move: "b9d9",
      values: [(\.answer, 0), (\.plan, 0)]),
  ]
}
