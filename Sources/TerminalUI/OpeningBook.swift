public import Catalog
public import Xiangqi

/// Why a table of openings cannot be used.
public enum OpeningBookError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A line without three columns.
  case columns(line: Int, count: Int)
  /// A move that is not one, or not legal after those before it.
  case move(line: Int, text: String)

  /// What was wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .columns(let line, let count):
      "openings line \(line): \(count) columns; write moves, Chinese name and English name with tabs between"
    case .move(let line, let text):
      "openings line \(line): '\(text)' is not a legal move there; write moves like h2e2"
    }
  }
}

/// Names of openings, found by position: whatever order the moves came in, and on either wing.
public struct OpeningBook: Sendable {
  private var names: [Position: Texts] = [:]
  /// The longest line, in plies.
  private var depth = 0

  /// A book without names.
  public static let empty = OpeningBook()

  private init() {}

  /// Reads a table of openings.
  ///
  /// A line is moves in ICCS, the Chinese name and the English name, separated by tabs; empty lines and lines that begin
  /// with `#` are skipped. Of two lines that lead to one position the first names it.
  public init(_ table: String) throws(OpeningBookError) {
    for (index, line) in table.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      if line.isEmpty || line.hasPrefix("#") { continue }
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count == 3 else { throw .columns(line: index + 1, count: columns.count) }
      let words = columns[0].split(separator: " ")
      var position = Position.start
      for word in words {
        guard let move = Move(iccs: word), position.isLegal(move) else {
          throw .move(line: index + 1, text: String(word))
        }
        position = position.playing(move)
      }
      let key = Self.key(position)
      if names[key] == nil { names[key] = Texts(String(columns[1]), String(columns[2])) }
      depth = max(depth, words.count)
    }
  }

  /// How many positions have names.
  public var count: Int { names.count }

  /// The name of the latest named position that a game from the start position went through up to `ply`.
  public func name(of game: Game, upTo ply: Int) -> Texts? {
    guard game.start == .start else { return nil }
    for index in stride(from: min(ply, depth, game.moves.count), through: 1, by: -1) {
      if let name = names[Self.key(game.positions[index])] { return name }
    }
    return nil
  }

  /// A position and its mirror image have the same key.
  private static func key(_ position: Position) -> Position {
    let mirrored = position.mirrored
    return position.zobristKey <= mirrored.zobristKey ? position : mirrored
  }
}
