import ArgumentParser
import LanguageModel
import Players
import Training

/// The model a run begins with.
struct TrainModelOptions: ParsableArguments {
  /// What a model of xiangqi is told of each position.
  enum Facts: String, ExpressibleByArgument, CaseIterable {
    case none, board, moves, tactics

    /// The rows of the state embedding.
    var count: Int {
      switch self {
      case .none: 0
      case .board: StateFeatures.board.rowCount
      case .moves: StateFeatures.boardAndMoves.rowCount
      case .tactics: StateFeatures.boardMovesAndTactics.rowCount
      }
    }
  }

  /// What a sequence of a new model of xiangqi is.
  enum Layout: String, ExpressibleByArgument, CaseIterable {
    case game, keyframe
  }

  @Option(
    help: ArgumentHelp("Go on with this model; facts new to it begin without effect.", valueName: "model"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      "A player that the model of --from does not know, such as engine; it begins as a player left open.",
      valueName: "name"))
  var addPlayer: [String] = []

  @Option(
    help: """
      What the model is told of each position: nothing, the board, the possible moves too, or also what is won and \
      lost by each move (default: as the model of --from; else moves).
      """)
  var facts: Facts?

  @Option(help: "The hidden units of the head that weighs what tactics say of a move.")
  var candidateWidth: Int = 32

  @Option(help: "The width.")
  var width: Int = 256

  @Option(help: "The layers.")
  var layers: Int = 8

  @Option(help: "The size of an attention head.")
  var headSize: Int = 64

  @Option(help: "The key/value heads (default: as many as heads).")
  var keyValueHeads: Int?

  @Option(
    help: "The width inside the feed-forward part (default: 8/3 of the width for silu, 4 times for gelu_new)."
  )
  var feedForward: Int?

  @Option(
    help: "How a new model of xiangqi reads games: whole, or from a keyframe on as the side to move sees it.")
  var layout: Layout = .game

  @Flag(help: "Begin a keyframe with its 32 pieces as tokens.")
  var pieces = false

  @Option(help: "The longest sequence (default: 256; for keyframes 40 moves behind the prefix).")
  var context: Int?

  @Option(help: "The norm before each block.")
  var norm: DecoderConfig.Norm = .rootMeanSquare

  @Option(help: "How places enter.")
  var position: DecoderConfig.Position = .rotary

  @Option(help: "The feed-forward part.")
  var activation: DecoderConfig.FeedForward = .swiGLU

  @Flag(help: "Add biases to all products.")
  var biases = false

  @Flag(help: "Use the token embedding as output matrix.")
  var tieEmbeddings = false

  @Flag(help: "Normalise queries and keys.")
  var queryKeyNorm = false

  func validate() throws {
    try (8...1 << 14).check(width, option: "--width")
    try (1...1024).check(candidateWidth, option: "--candidate-width")
    try (1...256).check(layers, option: "--layers")
    try (2...256).check(headSize, option: "--head-size")
    if let context { try (8...1 << 20).check(context, option: "--context") }
    guard addPlayer.isEmpty || from != nil else {
      throw ValidationError("--add-player needs --from; a new model takes the players of its data")
    }
    guard layout == .keyframe || !pieces else { throw ValidationError("--pieces needs --layout keyframe") }
    if let feedForward { try (1...1 << 18).check(feedForward, option: "--feed-forward") }
    guard headSize.isMultiple(of: 2), width.isMultiple(of: headSize) else {
      throw ValidationError("--head-size \(headSize) should be an even divisor of the width \(width)")
    }
    let heads = width / headSize
    if let keyValueHeads, !(1...heads).contains(keyValueHeads) || heads % keyValueHeads != 0 {
      throw ValidationError("--key-value-heads \(keyValueHeads) should divide the \(heads) heads")
    }
  }

  /// The last moves that a keyframe shows.
  private static let history = 8

  /// What a sequence of a new model of xiangqi is.
  var sequence: SequenceLayout {
    layout == .game ? .game : .keyframe(pieces: pieces ? 32 : 0, history: Self.history)
  }

  /// Adds the players asked for to the tokens of a model of xiangqi, behind those it has.
  ///
  /// - Returns: For each token the row of the model's weights that it begins with; `nil` where no player is new.
  func addPlayers(to model: inout ModelDescription, sequence: SequenceLayout) throws -> [Int]? {
    guard !addPlayer.isEmpty, let file = model.companions["tokens.txt"] else { return nil }
    let lines = String(decoding: file, as: UTF8.self).split(separator: "\n").map(String.init)
    let old = try XiangqiVocabulary(tokens: lines, layout: sequence)
    let new = addPlayer.filter { old.token(player: $0) == nil }
    guard !new.isEmpty else { return nil }
    let tokens = XiangqiVocabulary.tokens(players: old.playerNames + new, layout: sequence)
    _ = try XiangqiVocabulary(tokens: tokens, layout: sequence)
    model.companions["tokens.txt"] = Array((tokens.joined(separator: "\n") + "\n").utf8)
    model.config.vocabularySize = tokens.count
    let end = old.anyPlayer + 1 + old.playerNames.count
    return Array(0..<end) + new.map { _ in old.anyPlayer } + Array(end..<old.count)
  }

  /// Gives a configuration whose facts include tactics the head that weighs those of each move.
  func addCandidateHead(to config: inout DecoderConfig) {
    // Keyframes ask for the moves behind them too, of which tactics are not prepared.
    guard StateFeatures(rowCount: config.stateFacts)?.includeTactics ?? false, config.candidateFeatures == 0,
      config.prefixLength == 0
    else { return }
    config.candidateFeatures = MoveFactFeatures.count
    config.candidateWidth = candidateWidth
  }

  /// The configuration of a new model.
  func config(
    vocabularySize: Int, facts: Int, outcomes: Int, sequence: SequenceLayout = .game
  ) -> DecoderConfig {
    let heads = width / headSize
    let inner = activation == .swiGLU ? max(64, width * 8 / 3 / 64 * 64) : width * 4
    var config = DecoderConfig(
      vocabularySize: vocabularySize, width: width, layerCount: layers, heads: heads,
      keyValueHeads: keyValueHeads ?? heads, headSize: headSize, feedForwardSize: feedForward ?? inner,
      maximumLength: context ?? (sequence == .game ? 256 : sequence.prefixLength + 40))
    config.norm = norm
    config.position = position
    config.feedForward = activation
    config.hasAttentionBias = biases
    config.hasFeedForwardBias = biases
    config.tiesEmbeddings = tieEmbeddings
    config.normalisesQueriesAndKeys = queryKeyNorm
    config.stateFacts = facts
    config.stateTensor = "model.embed_state.weight"
    config.outcomes = outcomes
    if case .keyframe(let pieces, let history) = sequence {
      config.sequence = layout.rawValue
      config.mask = .prefix
      config.prefixLength = sequence.prefixLength
      config.pieces = pieces
      config.history = history
    }
    addCandidateHead(to: &config)
    return config
  }
}
