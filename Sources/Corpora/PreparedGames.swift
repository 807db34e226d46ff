internal import ModelFiles
internal import Players
public import Xiangqi

/// The games of a prepared folder, checked: every move is legal where it is played.
public struct PreparedGames: Sendable {
  /// The name of the file of the data.
  static let fileName = "tokens.safetensors"

  /// The folder.
  public let folder: String
  /// What the folder says of itself.
  public let manifest: PreparedManifest
  private let offsets: [Int]
  /// Places in `XiangqiVocabulary.possibleMoves`.
  private let moves: [UInt16]
  private let red, black: [UInt16]
  private let results: [UInt8]
  /// The starts that are not the usual one.
  private let starts: [Int: Position]
  /// How much Red's and Black's moves count, [games, 2]; nil where all count 1.
  private let weights: [Float]?
  /// What each position with a move is worth; nil where nothing is known but the results.
  private let values: [UInt16]?
  /// What an engine says of the positions, where they were prepared as labelled ones.
  private let labels: PreparedLabels?
  /// The tactics of all positions, where they were prepared.
  private let tactics: PreparedTactics?

  /// One game.
  public struct Game: Sendable {
    /// The position it begins with.
    public let start: Position
    /// Its moves, as places in `XiangqiVocabulary.possibleMoves`.
    public let moves: ArraySlice<UInt16>
    /// How it came out, if that is known.
    public let outcome: Outcome?
    /// Red's number among the manifest's players, from 1; 0 for none of them.
    public let red: Int
    /// Black's number likewise.
    public let black: Int
    /// How much Red's moves count.
    public let redWeight: Float
    /// How much Black's moves count.
    public let blackWeight: Float
    /// What each position with a move is worth, as ``ValueCode``; nil where nothing is known but the result.
    let values: ArraySlice<UInt16>?
    /// What an engine says of the positions of a labelled folder, and the number of this game's first move among all.
    let labels: (all: PreparedLabels, first: Int)?
    /// The tactics of the games' positions, where they were prepared, and the number of this game's first one.
    let tactics: (all: PreparedTactics, first: Int)?

    /// The move of a place in `XiangqiVocabulary.possibleMoves`.
    func move(_ index: UInt16) -> Move { XiangqiVocabulary.possibleMoves[Int(index)] }

    /// The tactics of the position after so many moves; worked out where they were not prepared.
    func tactics(afterMoves count: Int, _ position: Position, recaptures: Square?) -> Tactics {
      tactics.flatMap { $0.all.tactics(at: $0.first + count, of: position) }
        ?? Tactics(of: position, recaptures: recaptures)
    }
  }

  /// The number of games.
  public var count: Int { offsets.count - 1 }
  /// The number of moves of all games.
  public var plyCount: Int { moves.count }

  /// Reads a folder that ``GamePreparation`` wrote.
  public init(folder: String) throws(CorpusError) {
    manifest = try PreparedManifest(folder: folder)
    guard manifest.kind == .games else {
      throw .wrongKind(
        path: folder, found: manifest.kind.rawValue, expected: PreparedManifest.Kind.games.rawValue)
    }
    self.folder = folder
    let file = try TensorFolder(path: "\(folder)/\(Self.fileName)")
    offsets = try file.offsets(upTo: file.count(of: "moves"))
    let games = offsets.count - 1
    moves = try file.take("moves", .uint16, [offsets[games]])
    red = try file.take("red", .uint16, [games])
    black = try file.take("black", .uint16, [games])
    results = try file.take("result", .uint8, [games])
    let codes: [UInt8] = try file.take("start", .uint8, [games, StartCode.count])
    weights = file.has("weights") ? try file.take("weights", .float32, [games, 2]) : nil
    values = file.has("values") ? try file.take("values", .uint16, [moves.count]) : nil
    let names = manifest.players.count
    guard red.allSatisfy({ $0 <= names }), black.allSatisfy({ $0 <= names }) else {
      throw .malformed(path: file.path, problem: "a game names a player that the manifest does not list")
    }
    guard weights?.allSatisfy({ $0.isFinite && $0 >= 0 }) ?? true else {
      throw .malformed(path: file.path, problem: "the weights of a game should be at least 0")
    }
    guard values?.allSatisfy({ $0 <= ValueCode.unknown }) ?? true else {
      throw .malformed(
        path: file.path, problem: "the values of positions should be from 0 to \(ValueCode.unknown)")
    }
    starts = try Self.starts(codes, count: games, path: file.path)
    labels = try PreparedLabels(file, plies: moves.count)
    tactics = try PreparedTactics(folder: folder, positions: moves.count + games)
    guard labels?.areValid ?? true else {
      throw .malformed(path: file.path, problem: "a label holds no score of a move that some piece makes")
    }
    for index in 0..<games where !isLegal(self[index]) {
      throw .malformed(path: file.path, problem: "game \(index + 1) has a move that cannot be played")
    }
  }

  /// The game of that number, from 0.
  public subscript(index: Int) -> Game {
    let plies = offsets[index]..<offsets[index + 1]
    return Game(
      start: starts[index] ?? .start, moves: moves[plies],
      outcome: ResultCode.outcome(results[index]), red: Int(red[index]), black: Int(black[index]),
      redWeight: weights?[index * 2] ?? 1, blackWeight: weights?[index * 2 + 1] ?? 1,
      values: values?[plies], labels: labels.map { ($0, offsets[index]) },
      tactics: tactics.map { ($0, offsets[index] + index) })
  }

  /// The number of moves of a game.
  func length(_ index: Int) -> Int { offsets[index + 1] - offsets[index] }

  /// The game that ply `ply` of all belongs to, and which of its plies that is.
  func place(ofPly ply: Int) -> (game: Int, ply: Int) {
    let game = offsets.lastPlace(notAbove: ply)
    return (game, ply - offsets[game])
  }

  private static func starts(
    _ codes: [UInt8], count: Int, path: String
  ) throws(CorpusError) -> [Int: Position] {
    let usual = StartCode.of(.start)[...]
    var starts: [Int: Position] = [:]
    for index in 0..<count {
      let code = codes[index * StartCode.count..<(index + 1) * StartCode.count]
      guard code != usual else { continue }
      guard let start = StartCode.position(code) else {
        throw .malformed(path: path, problem: "game \(index + 1) begins with a position that cannot arise")
      }
      starts[index] = start
    }
    return starts
  }

  private func isLegal(_ game: Game) -> Bool {
    var position = game.start
    for index in game.moves {
      guard index < XiangqiVocabulary.moveCount else { return false }
      let move = XiangqiVocabulary.possibleMoves[Int(index)]
      guard position.isLegal(move) else { return false }
      position = position.playing(move)
    }
    return true
  }
}
