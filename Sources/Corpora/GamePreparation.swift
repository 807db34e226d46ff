internal import GameFiles
internal import ModelFiles
internal import Players
internal import Xiangqi

/// Turns files of games into a folder of training data.
///
/// The folder gets `tokens.safetensors` and `manifest.json`:
///
///     offsets  I64 [games + 1]   where the moves of each game begin
///     weights  F32 [games, 2]    how much Red's and Black's moves count; only where games are weighted
///     values   U16 [plies]       Red's expected score before each move in thousandths; 1001 where nothing is known of it
///                                but the result; only where evaluations are taken
///     label_…            see ``PreparedLabels``; only where labels are taken
///     moves    U16 [plies]       places in `XiangqiVocabulary.possibleMoves`
///     red      U16 [games]       numbers of players, from 1 in the manifest's order; 0 for none of them
///     black    U16 [games]
///     result   U8  [games]       0 Red wins, 1 draw, 2 Black wins, 3 unknown
///     start    U8  [games, 91]   for a0, b0 … i9: 0 empty, or 1 + the place in KABNRCPkabnrcp; then 1 if Black moves
public struct GamePreparation: Sendable {
  /// Games of fewer moves are left out.
  public var leastPlies = 10
  /// A player of fewer games has no name.
  public var leastGames = 50
  /// The only players with a name, in their order, whatever their games: those of a model that exists.
  public var players: [String]?
  /// How much moves count by the result, where that is to differ.
  public var resultWeights: ResultWeights?
  /// The share that the scores in comments have, beside the game's result, in what a position is worth; 0 leaves them.
  ///
  /// A comment that begins as those of match files (`SpokenScore`) says what the player expected before its
  /// move. Mixing both is common where games of search are learned from: the score knows the position, the result what
  /// came of it.
  public var evaluationShare = 0.0
  /// Whether the targets are the labels in the comments (`PositionLabel`, as `yiwen label` writes them) instead of the moves
  /// that were made; where there is no label, nothing is asked.
  public var takesLabels = false

  /// The usual settings.
  public init() {}

  /// Reads games and writes the folder, which exists.
  ///
  /// A game that was met before, or in a mirror, is left out; a game is followed up to its first illegal move.
  ///
  /// - Parameters:
  ///   - files: The files with the licence of each.
  ///   - folder: The folder to write into.
  /// - Returns: The manifest that was written.
  /// - Throws: ``CorpusError`` if a file cannot be read, the folder not be written, or no game is found.
  public func run(
    files: [(path: String, licence: String?)], to folder: String
  ) throws(CorpusError) -> PreparedManifest {
    var games = GameCollector(leastPlies: leastPlies, takesLabels: takesLabels)
    var sources: [PreparedManifest.Source] = []
    for file in files { sources.append(try games.read(file.path, licence: file.licence)) }
    guard !games.kept.isEmpty else {
      throw .nothing(problem: "no game of at least \(leastPlies) plies was found in \(files.count) files")
    }
    guard !takesLabels || games.kept.contains(where: { $0.labels.contains { $0 != nil } }) else {
      throw .nothing(problem: "no comment of a move holds a label; `yiwen label` writes them")
    }
    var players = players ?? games.players(leastGames: leastGames)
    // However few its lines are, an engine is none of the people without a name.
    if takesLabels, !players.contains(XiangqiVocabulary.engineName) {
      players.append(XiangqiVocabulary.engineName)
    }
    let manifest = PreparedManifest(
      kind: .games, sources: sources, counts: games.counts(players: players), players: players,
      resultWeights: resultWeights, evaluationShare: evaluationShare > 0 ? evaluationShare : nil)
    do { try write(games.kept, players: players, to: folder) } catch { throw .file(error) }
    try manifest.write(toFolder: folder)
    return manifest
  }

  private func write(
    _ games: [GameCollector.Kept], players: [String], to folder: String
  ) throws(ModelError) {
    let plies = games.reduce(0) { $0 + $1.moves.count }
    var entries: [SafetensorsWriter.Entry] = [.init("offsets", .int64, [games.count + 1])]
    if resultWeights != nil { entries.append(.init("weights", .float32, [games.count, 2])) }
    if evaluationShare > 0 { entries.append(.init("values", .uint16, [plies])) }
    if takesLabels { entries += PreparedLabels.entries(games) }
    entries += [
      .init("moves", .uint16, [plies]), .init("red", .uint16, [games.count]),
      .init("black", .uint16, [games.count]), .init("result", .uint8, [games.count]),
      .init("start", .uint8, [games.count, StartCode.count]),
    ]
    let writer = try SafetensorsWriter(
      path: "\(folder)/\(PreparedGames.fileName)", entries: entries, metadata: [("kind", "games")])
    try writer.write(games.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + Int64($1.moves.count)) })
    if let resultWeights { try writer.write(games.flatMap { resultWeights.ofSides($0.outcome) }) }
    if evaluationShare > 0 {
      for game in games { try writer.write(game.values(evaluationShare: evaluationShare)) }
    }
    if takesLabels { try PreparedLabels.write(games, to: writer) }
    for game in games { try writer.write(game.moves) }
    var numbers: [String: UInt16] = [:]
    for (index, name) in players.enumerated() { numbers[name] = UInt16(index + 1) }
    try writer.write(games.map { $0.red.flatMap { numbers[$0] } ?? 0 })
    try writer.write(games.map { $0.black.flatMap { numbers[$0] } ?? 0 })
    try writer.write(games.map { ResultCode.of($0.outcome) })
    for game in games { try writer.write(StartCode.of(game.start)) }
    try writer.finish()
  }
}

extension GameCollector.Kept {
  /// What each position with a move is worth to Red, of the score that was expected there and the result.
  func values(evaluationShare share: Double) -> [UInt16] {
    var side = start.sideToMove
    return scores.map { score in
      defer { side = side.opponent }
      return ValueCode.of(
        score.map { score in
          let score = side == .red ? score : 1 - score
          return outcome.map { score * share + $0.redScore * (1 - share) } ?? score
        })
    }
  }
}

extension Outcome {
  /// Red's points.
  fileprivate var redScore: Double {
    switch self {
    case .redWins: 1
    case .draw: 0.5
    case .blackWins: 0
    }
  }
}

/// What positions are worth, as numbers of prepared data.
enum ValueCode {
  static let unknown: UInt16 = 1001

  static func of(_ score: Double?) -> UInt16 { score.map { UInt16(($0 * 1000).rounded()) } ?? unknown }

  static func score(_ code: UInt16) -> Double? { code < unknown ? Double(code) / 1000 : nil }
}

extension ResultWeights {
  /// The weights of Red's and Black's moves.
  func ofSides(_ outcome: Outcome?) -> [Float] {
    switch outcome {
    case .redWins?: [Float(win), Float(loss)]
    case .blackWins?: [Float(loss), Float(win)]
    case .draw?, nil: [Float(draw), Float(draw)]
    }
  }
}

/// Results as numbers of prepared data.
enum ResultCode {
  static let unknown: UInt8 = 3

  static func of(_ outcome: Outcome?) -> UInt8 {
    switch outcome {
    case .redWins?: 0
    case .draw?: 1
    case .blackWins?: 2
    case nil: unknown
    }
  }

  static func outcome(_ code: UInt8) -> Outcome? {
    switch code {
    case 0: .redWins
    case 1: .draw
    case 2: .blackWins
    default: nil
    }
  }
}

/// Positions as 91 bytes of prepared data.
enum StartCode {
  static let count = 91

  static func of(_ position: Position) -> [UInt8] {
    Square.all.map { position[$0].map { $0.rawValue + 1 } ?? 0 } + [position.sideToMove == .red ? 0 : 1]
  }

  /// The position, `nil` where the bytes are none that can arise.
  static func position(_ code: ArraySlice<UInt8>) -> Position? {
    guard code.count == count, let turn = code.last, turn < 2, code.dropLast().allSatisfy({ $0 <= 14 }) else {
      return nil
    }
    let placement = code.dropLast().map { $0 == 0 ? nil : Piece(rawValue: $0 - 1) }
    do {
      return try Position(FEN(placement: placement, sideToMove: turn == 0 ? .red : .black))
    } catch {
      return nil
    }
  }
}
