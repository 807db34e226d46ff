public import GameFiles
public import Xiangqi

/// A position with the line that solves it.
public struct Puzzle: Sendable {
  /// Its name in the file.
  public let id: String
  /// What kind of position it is: the theme of the file up to the first `/`; empty where there is none.
  public let theme: String
  /// The game up to the position that is to be solved, by the side to move.
  public let game: Game
  /// The line, at least one move; the solver's first.
  public let solution: [Move]
  /// The first moves that solve it, that of the line among them.
  public let accepted: Set<Move>
  /// Whether the line ends with the other side mated or stalemated by the solver.
  public let isMate: Bool

  /// The solver's moves of the line.
  public var length: Int { (solution.count + 1) / 2 }

  /// The puzzle in a record of a game; `nil` where the line is empty or the position is over already.
  public init?(_ record: GameRecord) {
    let played = max(0, record["Played"].flatMap { Int($0) } ?? 0)
    guard record.moves.count > played else { return nil }
    var game = Game(start: record.start, ruleset: .free)
    do { for move in record.moves.prefix(played) { try game.play(move) } } catch { return nil }
    guard game.verdict == nil else { return nil }
    self.game = game
    solution = Array(record.moves.dropFirst(played))
    do { for move in solution { try game.play(move) } } catch { return nil }
    id = record["Id"] ?? ""
    theme = record["Theme"]?.split(separator: "/").first.map(String.init) ?? ""
    let others = record["Accept"]?.split(separator: " ").compactMap { Move(iccs: $0) } ?? []
    accepted = Set(others).union(solution.prefix(1))
    isMate = game.verdict?.outcome == .win(for: self.game.position.sideToMove)
  }

  /// The puzzles of a table, also `.xz`: a heading line that names the columns `fen` and `moves` and may name `id`,
  /// `theme`, `played` (how many of the moves were played before, 0 where it is empty) and `accept` (other first moves
  /// that solve the puzzle, separated by spaces); positions without a line are left out.
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
