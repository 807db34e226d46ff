internal import LanguageModel
public import Players
public import Training
internal import Xiangqi

/// Whole games as sequences: `<bos>`, result, Red, Black, then a token a move, all from Red's side of the board.
///
/// Each token carries the facts of the position after it, the first four those of the start. Every move is asked for
/// at the token before it; where the result is left open though it is known, the outcome head is asked from the
/// fourth token on. A game longer than the context is cut to a window of it that begins at a random move; its prefix
/// goes on telling of the start, as in play (see `TokenWindow`).
public struct GameSource: TrainingSource {
  /// The number of tokens of the longest sequence.
  public let context: Int
  private let games: GamePool
  private let vocabulary: XiangqiVocabulary
  /// The facts of each token, if any.
  private let features: StateFeatures
  /// Whether the legal moves stand beside each target as candidates, with what tactics say of them.
  private let tellsOfMoves: Bool
  private let augmentation: Augmentation
  private let engine: Int?
  private let order: EpochOrder

  /// A source of the games in prepared folders, which hold at least one.
  ///
  /// - Parameters:
  ///   - folders: The games. Players are matched with the vocabulary's by name; others are left open.
  ///   - vocabulary: The tokens.
  ///   - features: The facts of each token.
  ///   - tellsOfMoves: Whether each target is asked for with the legal moves as candidates.
  ///   - context: The longest sequence the model reads, at least twice the prefix.
  ///   - augmentation: What chance does.
  ///   - seed: What the order and all chance follow from.
  public init(
    _ folders: [PreparedGames], vocabulary: XiangqiVocabulary, features: StateFeatures,
    tellsOfMoves: Bool = false, context: Int, augmentation: Augmentation = .games, seed: UInt64
  ) {
    precondition(context >= 2 * TokenWindow.prefixLength, "a context of \(context) tokens holds no game")
    games = GamePool(folders, playerNames: vocabulary.playerNames)
    order = EpochOrder(count: games.gameCount, seed: seed)
    self.vocabulary = vocabulary
    self.features = features
    self.tellsOfMoves = tellsOfMoves
    self.context = context
    engine = vocabulary.engineNumber
    self.augmentation = augmentation
  }

  /// The number of games.
  public var epochLength: Int { games.gameCount }

  /// The games from `cursor` on, none of the next pass.
  public func batch(at cursor: Int, tokenLimit: Int) -> (batch: TrainingBatch, next: Int) {
    var builder = BatchBuilder()
    var next = cursor
    repeat {
      let game = games.game(order.item(at: next))
      let length = min(context, TokenWindow.prefixLength + game.moves.count)
      guard next == cursor || builder.count + length <= tokenLimit else { break }
      var generator = SeededGenerator(seed: order.seed(at: next))
      add(game, to: &builder, using: &generator)
      next += 1
    } while next % epochLength != 0
    return (builder.batch, next)
  }

  private func add(
    _ game: PreparedGames.Game, to builder: inout BatchBuilder, using generator: inout SeededGenerator
  ) {
    let view = Viewpoint(isMirrored: generator.coin(augmentation.mirrored))
    let tellsResult = !generator.coin(augmentation.openLabels) && game.outcome != nil
    let red = augmentation.player(game.red, engine: engine, using: &generator)
    let black = augmentation.player(game.black, engine: engine, using: &generator)
    let capacity = context - TokenWindow.prefixLength
    // The move behind the last token is a target still, so a window of `capacity` tokens reaches one further.
    let first =
      game.moves.count > capacity ? Int.random(in: 0...game.moves.count - capacity, using: &generator) : 0
    let last = min(first + capacity, game.moves.count)

    let labels = [
      vocabulary.beginning, vocabulary.token(result: tellsResult ? game.outcome : nil),
      vocabulary.anyPlayer + red, vocabulary.anyPlayer + black,
    ]
    var position = game.start
    var played = game.moves.startIndex
    let end = game.moves.endIndex
    func outcomeAsked() -> Int? {
      tellsResult
        ? nil : game.outcome(at: played, using: &generator).map { Int(ResultCode.of($0)) }
    }
    func token(_ move: UInt16) -> Int { vocabulary.moveTokens.lowerBound + view.seen(move) }
    func target() -> [(token: Int, probability: Float)] {
      guard played < end else { return [] }
      return game.target(at: played, labelTemperature: augmentation.labelTemperature).map {
        (token($0.move), $0.probability)
      }
    }
    var recaptures: Square?
    func tactics(of position: Position) -> Tactics? {
      guard tellsOfMoves || features.includeTactics else { return nil }
      return game.tactics(afterMoves: played - game.moves.startIndex, position, recaptures: recaptures)
    }
    for _ in 0..<first {
      let move = game.move(game.moves[played])
      recaptures = position.isCapture(move) ? move.to : nil
      position = position.playing(move)
      played += 1
    }
    let start = features.includeTactics ? game.tactics(afterMoves: 0, game.start, recaptures: nil) : nil
    var told = tactics(of: position)
    for (place, token) in labels.enumerated() {
      let isLast = place == labels.count - 1
      let asked = isLast ? target() : []
      builder.add(
        token: token, position: place, target: asked.first?.token, softTarget: asked.count > 1 ? asked : [],
        weight: game.weight(of: position.sideToMove), outcome: isLast ? outcomeAsked() : nil,
        facts: { features.appendRows(of: game.start, view: view, tactics: start, to: &$0) },
        candidates: { addCandidates(position, told, view: view, to: &$0) })
    }
    for place in labels.count..<labels.count + last - first {
      guard played < end else { break }
      let made = token(game.moves[played])
      let move = game.move(game.moves[played])
      recaptures = position.isCapture(move) ? move.to : nil
      position = position.playing(move)
      played += 1
      told = tactics(of: position)
      let asked = target()
      builder.add(
        token: made, position: place, target: asked.first?.token, softTarget: asked.count > 1 ? asked : [],
        weight: game.weight(of: position.sideToMove), outcome: outcomeAsked(),
        facts: { features.appendRows(of: position, view: view, tactics: told, to: &$0) },
        candidates: { addCandidates(position, told, view: view, to: &$0) })
    }
    builder.endSequence()
  }

  /// Adds the legal moves, where the model is told of them.
  private func addCandidates(
    _ position: Position, _ tactics: Tactics?, view: Viewpoint, to rows: inout CandidateRows
  ) {
    guard tellsOfMoves, let tactics else { return }
    let features = MoveFactFeatures(tactics, of: position)
    for facts in tactics.moves {
      let token = vocabulary.moveTokens.lowerBound + view.index(of: facts.move)
      rows.add(token) { features.appendRows(of: facts, to: &$0) }
    }
  }
}

extension SeededGenerator {
  /// True with that probability.
  mutating func coin(_ probability: Double) -> Bool {
    Double(next() >> 11) * 0x1p-53 < probability
  }
}

extension Viewpoint {
  /// The place of the move in `XiangqiVocabulary.possibleMoves` that move `index` of it is seen as.
  func seen(_ index: UInt16) -> Int { self.index(of: XiangqiVocabulary.possibleMoves[Int(index)]) }
}
