import Corpora
import Foundation
import GameFiles
import Players
import TestSupport
import Xiangqi

/// A folder of the test's own, removed with it.
final class Workplace {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/yiwen-corpora-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file and returns its path.
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let path = "\(path)/\(name)"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  func write(_ text: String, to name: String) throws -> String { try write(text.utf8, to: name) }

  func bytes(of name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(path)/\(name)")))
  }

  /// A new folder in this one.
  func folder(_ name: String) throws -> String {
    try FileManager.default.createDirectory(atPath: "\(path)/\(name)", withIntermediateDirectories: true)
    return "\(path)/\(name)"
  }

  /// Prepares games and opens them.
  func prepared(
    _ records: [GameRecord], as name: String = "prepared", _ preparation: GamePreparation = .everything
  ) throws -> PreparedGames {
    let file = try write(try GameFiles.write(records, as: .pgn, notation: .iccs), to: name + ".pgn")
    let folder = try folder(name)
    _ = try preparation.run(files: [(path: file, licence: "CC0")], to: folder)
    return try PreparedGames(folder: folder)
  }
}

extension GamePreparation {
  /// Short games too, and every player with a name.
  static var everything: GamePreparation {
    var preparation = GamePreparation()
    preparation.leastPlies = 1
    preparation.leastGames = 1
    return preparation
  }
}

/// A game of random moves.
func game(
  seed: UInt64, plies: Int, from start: Position = .start, outcome: Outcome? = nil, red: String? = nil,
  black: String? = nil
) -> GameRecord {
  var record = GameRecord(
    start: start, line: randomMoves(seed: seed, plies: plies, from: start).map { .init(move: $0) },
    outcome: outcome)
  record["Red"] = red
  record["Black"] = black
  return record
}

/// The places of moves in `XiangqiVocabulary.possibleMoves`.
func indices(_ moves: [Move]) -> [UInt16] {
  moves.map { move in UInt16(XiangqiVocabulary.possibleMoves.firstIndex(of: move) ?? -1) }
}

/// The vocabulary of those players.
func vocabulary(players: [String] = []) throws -> XiangqiVocabulary {
  try XiangqiVocabulary(tokens: XiangqiVocabulary.tokens(players: players, layout: .game))
}
