public import GameFiles
public import Xiangqi

/// A position with the line that solves it.
public struct Puzzle: Sendable, Hashable {
  /// Its name in the file.
  public let id: String
  /// What kind of position it is: the theme of the file up to the first `/`; empty where there is none.
  public let theme: String
  /// The position; the side to move is to solve it.
  public let position: Position
  /// The line, at least one move; the solver's first.
  public let solution: [Move]
  /// Whether the line ends with the other side mated or stalemated by the solver.
  public let isMate: Bool

  /// The solver's moves of the line.
  public var length: Int { (solution.count + 1) / 2 }

  /// The puzzle in a record of a game; `nil` where the line is empty or the position is over already.
  public init?(_ record: GameRecord) {
    guard !record.moves.isEmpty else { return nil }
    var game = Game(start: record.start, ruleset: .free)
    guard game.verdict == nil else { return nil }
    do { for move in record.moves { try game.play(move) } } catch { return nil }
    id = record["Id"] ?? ""
    theme = record["Theme"]?.split(separator: "/").first.map(String.init) ?? ""
    position = record.start
    solution = record.moves
    isMate = game.verdict?.outcome == .win(for: record.start.sideToMove)
  }

  /// The puzzles of a table, also `.xz`: a heading line that names the columns `fen` and `moves` and may name `id` and
  /// `theme`; positions without a line are left out.
  ///
  /// - Throws: `GameFileError` at the first line that cannot be read, and for a file that is no such table.
  public static func read(path: String) throws(GameFileError) -> [Puzzle] {
    let raw = try FileIO.read(path)
    return try read(XZ.isCompressed(raw) ? XZ.decompress(raw) : raw)
  }

  /// The puzzles of a table in memory.
  public static func read(_ bytes: [UInt8]) throws(GameFileError) -> [Puzzle] {
    var reader = try GameTableReader(bytes)
    var puzzles: [Puzzle] = []
    while let record = try reader.next() {
      if let puzzle = Puzzle(record) { puzzles.append(puzzle) }
    }
    return puzzles
  }
}
