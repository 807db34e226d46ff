internal import LanguageModel
public import Players
public import Training
internal import Xiangqi

/// Moments of games as sequences, each with what follows: every position before a move is a keyframe once a pass.
///
/// All is seen by the side to move at the keyframe. A sequence begins with a prefix that its tokens see whole: the
/// pieces (32 or none), result, own and other player, the last moves, whose turn it is; then come the moves as they were
/// played, up to the context. Pieces and labels share place 0, the rest count on. From the turn on tokens carry facts and
/// are asked for the next move; at the turn the outcome is asked where it is known and was not told.
public struct KeyframeSource: TrainingSource {
  private let games: GamePool
  private let vocabulary: XiangqiVocabulary
  private let features: StateFeatures
  private let pieces: Int
  private let history: Int
  private let prefix: Int
  private let context: Int
  private let augmentation: Augmentation
  private let engine: Int?
  private let order: EpochOrder

  /// A source of the games in prepared folders, which hold at least one.
  ///
  /// - Parameters:
  ///   - folders: The games. Players are matched with the vocabulary's by name; others are left open.
  ///   - vocabulary: The tokens, in the layout of keyframes.
  ///   - features: The facts of each token from the turn on.
  ///   - context: The longest sequence the model reads, longer than the prefix.
  ///   - augmentation: What chance does.
  ///   - seed: What the order and all chance follow from.
  public init(
    _ folders: [PreparedGames], vocabulary: XiangqiVocabulary, features: StateFeatures, context: Int,
    augmentation: Augmentation = .keyframes, seed: UInt64
  ) {
    guard case .keyframe(let pieces, let history) = vocabulary.layout else {
      preconditionFailure("keyframes need a vocabulary in their layout")
    }
    prefix = vocabulary.layout.prefixLength
    precondition(context >= prefix, "a context of \(context) tokens holds no prefix of \(prefix)")
    games = GamePool(folders, playerNames: vocabulary.playerNames)
    order = EpochOrder(count: games.plyCount, seed: seed)
    self.pieces = pieces
    self.history = history
    self.vocabulary = vocabulary
    self.features = features
    self.context = context
    engine = vocabulary.engineNumber
    self.augmentation = augmentation
  }

  /// The number of positions before a move.
  public var epochLength: Int { games.plyCount }

  /// The keyframes from `cursor` on, none of the next pass.
  public func batch(at cursor: Int, tokenLimit: Int) -> (batch: TrainingBatch, next: Int) {
    var builder = BatchBuilder()
    var next = cursor
    repeat {
      let (game, ply) = games.game(ofPly: order.item(at: next))
      // Behind the last token there is still a move to ask for.
      let length = min(context, prefix + game.moves.count - ply - 1)
      guard next == cursor || builder.count + length <= tokenLimit else { break }
      var generator = SeededGenerator(seed: order.seed(at: next))
      add(game, ply: ply, length: length, to: &builder, using: &generator)
      next += 1
    } while next % epochLength != 0
    return (builder.batch, next)
  }

  private func add(
    _ game: PreparedGames.Game, ply: Int, length: Int, to builder: inout BatchBuilder,
    using generator: inout SeededGenerator
  ) {
    let first = game.moves.startIndex + ply
    var position = game.start
    for index in game.moves[..<first] {
      position = position.playing(XiangqiVocabulary.possibleMoves[Int(index)])
    }
    let side = position.sideToMove
    let view = Viewpoint(side: side, isMirrored: generator.coin(augmentation.mirrored))
    let tellsResult = !generator.coin(augmentation.openLabels) && game.outcome != nil
    let red = augmentation.player(game.red, engine: engine, using: &generator)
    let black = augmentation.player(game.black, engine: engine, using: &generator)
    let (own, other) = side == .red ? (red, black) : (black, red)
    let shown = generator.coin(augmentation.openHistory) ? 0 : min(history, ply)

    func token(_ place: Int) -> Int { vocabulary.moveTokens.lowerBound + view.seen(game.moves[place]) }
    func asked(_ place: Int) -> Int? {
      guard place < game.moves.endIndex else { return nil }
      return game.target(at: place, labelTemperature: augmentation.labelTemperature).first.map {
        vocabulary.moveTokens.lowerBound + view.seen($0.move)
      }
    }
    for token in pieceTokens(of: position, view: view) { builder.add(token: token, position: 0) }
    builder.add(token: vocabulary.token(result: tellsResult ? game.outcome : nil, seenBy: side), position: 0)
    builder.add(token: vocabulary.anyPlayer + own, position: 0)
    builder.add(token: vocabulary.anyPlayer + other, position: 0)
    for place in 0..<history {
      let back = history - place
      builder.add(token: back <= shown ? token(first - back) : vocabulary.padding, position: 1 + place)
    }
    builder.add(
      token: vocabulary.token(turn: side), position: history + 1, target: asked(first),
      weight: game.weight(of: side),
      outcome: tellsResult ? nil : game.outcome(at: first, using: &generator).map { $0.rank(for: side) }
    ) { features.appendRows(of: position, view: view, to: &$0) }

    for place in first..<first + length - prefix {
      position = position.playing(XiangqiVocabulary.possibleMoves[Int(game.moves[place])])
      builder.add(
        token: token(place), position: history + 2 + place - first, target: asked(place + 1),
        weight: game.weight(of: position.sideToMove)
      ) { features.appendRows(of: position, view: view, to: &$0) }
    }
    builder.endSequence(prefix: prefix)
  }

  /// The pieces by the squares on which they are seen, padding in place of those captured.
  private func pieceTokens(of position: Position, view: Viewpoint) -> [Int] {
    guard pieces > 0 else { return [] }
    let tokens = Square.all.compactMap { square in
      position[view.square(square)].map { vocabulary.token(of: view.piece($0), on: square) }
    }
    return tokens + Array(repeating: vocabulary.padding, count: pieces - tokens.count)
  }
}

extension Outcome {
  /// The class of the outcome head: 0 a win of that side, 1 a draw, 2 a loss.
  func rank(for side: Side) -> Int {
    switch self {
    case .draw: 1
    case .redWins: side == .red ? 0 : 2
    case .blackWins: side == .black ? 0 : 2
    }
  }
}
