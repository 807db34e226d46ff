internal import Xiangqi

/// The tag section of a game: what becomes part of the record and what stays a tag.
struct PGNTags {
  /// The tags every game has (the seven of PGN, with Red for White), in order, but for the result.
  static let roster = ["Event", "Site", "Date", "Round", "Red", "Black"]
  /// The tags that follow from the record itself.
  static let implied: Set<String> = ["Game", "Result", "SetUp", "FEN", "Format"]

  /// What stays in the record.
  private(set) var kept: [GameRecord.Tag] = []
  private var fen: String?
  private var result: String?
  private var variant: String?

  /// The outcome that the `Result` tag names.
  var outcome: Outcome? { result.flatMap { Outcome(notation: $0) } }

  mutating func add(_ name: String, _ value: String) {
    switch name {
    case "Result": result = value
    case "FEN": fen = value
    case "Game", "SetUp", "Format": return
    case "White":
      // Western tools call the side that moves first White.
      if kept.contains(where: { $0.name == "Red" }) {
        kept.append(GameRecord.Tag(name: name, value: value))
      } else {
        add("Red", value)
      }
    default:
      if name == "Variant" { variant = value }
      if Self.roster.contains(name), value.allSatisfy({ $0 == "?" || $0 == "." }), !value.isEmpty { return }
      kept.append(GameRecord.Tag(name: name, value: value))
    }
  }

  /// The start position, after checking that the game is xiangqi at all.
  func start(game: Int, line: Int) throws(GameFileError) -> Position {
    if let variant, !["xiangqi", "chinese chess", "中国象棋", "象棋"].contains(variant.lowercased()) {
      throw .malformed(
        .pgn, game: game, .line(line), "this is a game of “\(variant.prefix(40))”, not of xiangqi")
    }
    guard let fen else { return .start }
    do {
      return try Position(fen: fen)
    } catch {
      throw .position(.pgn, game: game, .line(line), error)
    }
  }
}
