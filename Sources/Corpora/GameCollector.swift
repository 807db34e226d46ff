internal import GameFiles
internal import Players
internal import Xiangqi

/// Gathers the games that are worth training on and counts the others.
struct GameCollector {
  /// A game as it will be written.
  struct Kept {
    let start: Position
    /// Places in `XiangqiVocabulary.possibleMoves`.
    let moves: [UInt16]
    /// The score a player expected for itself before each move, where a comment says it.
    let scores: [Double?]
    /// What an engine says of the position before each move, where a comment says it.
    let labels: [PositionLabel?]
    let outcome: Outcome?
    let red: String?
    let black: String?
  }

  /// What makes two games the same.
  private struct Identity: Hashable {
    let start: Position
    let moves: [UInt16]
  }

  private let leastPlies: Int
  private let takesLabels: Bool
  private(set) var kept: [Kept] = []
  private var known: Set<Identity> = []
  private var readCount = 0
  private var shortCount = 0
  private var repeatedCount = 0
  private var cutCount = 0

  init(leastPlies: Int, takesLabels: Bool = false) {
    self.leastPlies = leastPlies
    self.takesLabels = takesLabels
  }

  /// Takes in the games of a file.
  mutating func read(_ path: String, licence: String?) throws(CorpusError) -> PreparedManifest.Source {
    let file = try InputFile(path: path, licence: licence)
    do {
      let format = GameFormat(content: file.bytes) ?? GameFormat(path: path)
      try GameFiles.read(file.bytes, as: format) { add($0) }
    } catch {
      throw .games(path: path, error)
    }
    return file.source
  }

  private mutating func add(_ record: GameRecord) {
    readCount += 1
    var position = record.start
    var moves: [UInt16] = []
    var mirrored: [UInt16] = []
    var scores: [Double?] = []
    var labels: [PositionLabel?] = []
    moves.reserveCapacity(record.line.count)
    for node in record.line {
      guard position.isLegal(node.move), let index = XiangqiVocabulary.index(of: node.move),
        let other = XiangqiVocabulary.index(of: node.move.mirrored)
      else {
        cutCount += 1
        break
      }
      moves.append(UInt16(index))
      mirrored.append(UInt16(other))
      scores.append(node.comment.flatMap { SpokenScore(comment: $0)?.expectation })
      labels.append(label(in: node.comment, of: position))
      position = position.playing(node.move)
    }
    guard moves.count >= leastPlies else {
      shortCount += 1
      return
    }
    let usesMirror = mirrored.lexicographicallyPrecedes(moves)
    let identity = Identity(
      start: usesMirror ? record.start.mirrored : record.start, moves: usesMirror ? mirrored : moves)
    guard known.insert(identity).inserted else {
      repeatedCount += 1
      return
    }
    kept.append(
      Kept(
        start: record.start, moves: moves, scores: scores, labels: labels, outcome: record.outcome,
        red: record["Red"], black: record["Black"]))
  }

  /// The label of a position in the comment of the move made there, where labels are taken and it holds legal moves only.
  private func label(in comment: String?, of position: Position) -> PositionLabel? {
    guard takesLabels, let label = comment.flatMap({ PositionLabel(comment: $0) }),
      label.lines.allSatisfy({ position.isLegal($0.move) && XiangqiVocabulary.index(of: $0.move) != nil })
    else { return nil }
    return label
  }

  /// The names of at least so many games, in the order of their characters.
  func players(leastGames: Int) -> [String] {
    var counts: [String: Int] = [:]
    for game in kept {
      for name in [game.red, game.black].compactMap(\.self) { counts[name, default: 0] += 1 }
    }
    let names = counts.filter { $0.value >= leastGames && Self.isName($0.key) }.keys
    // Numbers are of two bytes.
    return Array(names.sorted { counts[$0, default: 0] > counts[$1, default: 0] }.prefix(65_000)).sorted()
  }

  /// Whether a token can bear the name.
  private static func isName(_ text: String) -> Bool {
    !text.isEmpty && text != "?" && !text.utf8.contains { $0 < 0x20 }
  }

  func counts(players: [String]) -> [PreparedManifest.Count] {
    let named = Set(players)
    let isStandard = { (game: Kept) in game.start == .start }
    let labelled = kept.reduce(0) { $0 + $1.labels.count { $0 != nil } }
    return [
      .init("games", kept.count),
      .init("plies", kept.reduce(0) { $0 + $1.moves.count }),
      .init("red_wins", kept.count { $0.outcome == .redWins }),
      .init("draws", kept.count { $0.outcome == .draw }),
      .init("black_wins", kept.count { $0.outcome == .blackWins }),
      .init("unknown_results", kept.count { $0.outcome == nil }),
      .init("other_starts", kept.count { !isStandard($0) }),
      .init(
        "sides_with_named_player",
        kept.reduce(0) { sum, game in
          sum + [game.red, game.black].compactMap(\.self).count { named.contains($0) }
        }),
      .init("read", readCount),
      .init("left_out_short", shortCount),
      .init("left_out_repeated", repeatedCount),
      .init("cut_at_illegal_move", cutCount),
    ] + (takesLabels ? [.init("labelled_positions", labelled)] : [])
  }
}
