import FoundationEssentials
import TestSupport
import Testing
import Xiangqi

extension Tag {
  /// Runs only when `YIWEN_SLOW` is set.
  @Tag static var slow: Self
}

/// Whether the slow tests are wanted.
let runsSlowTests = ProcessInfo.processInfo.environment["YIWEN_SLOW"] != nil

/// A file of cases, decoded.
func decodeFixture<Content: Decodable>(_ name: String, as type: Content.Type) throws -> Content {
  try JSONDecoder().decode(type, from: Data(fixture(name)))
}

/// A position with the number of move sequences of length 1, 2, ….
struct PerftCase: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let fen: String
  let nodes: [Int]
  var testDescription: String { id }

  struct File: Decodable { let positions: [PerftCase] }
  static func all() throws -> [PerftCase] { try decodeFixture("perft.json", as: File.self).positions }
}

/// A position with all its legal moves.
struct LegalMovesCase: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let title: String
  let fen: String
  let in_check: Bool
  let count: Int
  let moves: [String]
  var testDescription: String { "\(id): \(title)" }

  struct File: Decodable { let positions: [LegalMovesCase] }
  static func all() throws -> [LegalMovesCase] {
    try decodeFixture("legal_moves.json", as: File.self).positions
  }
}

/// A text with what reading it as FEN gives: a canonical text or a class of error.
struct FENCase: Decodable, Sendable, CustomTestStringConvertible {
  let id: String
  let title: String
  let input: String
  let error: String?
  let canonical: String?
  var testDescription: String { "\(id): \(title)" }

  struct File: Decodable { let cases: [FENCase] }
  static func all() throws -> [FENCase] { try decodeFixture("fen.json", as: File.self).cases }
}

/// Positions from all over random games, by seed, for laws that must hold everywhere.
func randomPositions(seed: UInt64, games: Int = 4, plies: Int = 120, every stride: Int = 1) -> [Position] {
  (0..<UInt64(games)).flatMap { game in
    randomPlay(seed: seed &* 1000 &+ game, plies: plies).enumerated()
      .filter { $0.offset % stride == 0 }.map(\.element)
  }
}
