public import LanguageModel

/// What the sequences are like that a model of xiangqi has learned.
public enum SequenceLayout: Sendable, Hashable {
  /// A whole game as notation has it: `<bos> result red black`, then its moves, all with the facts of the
  /// position after them; causal, in Red's view.
  case game
  /// A moment of a game and what follows, both as the side sees them that is to move at that moment:
  /// the pieces (32 or none), result, own player, other player, the last moves, `<turn=…>`, all seen whole;
  /// then the moves from there on. From `<turn=…>` on tokens carry facts.
  case keyframe(pieces: Int, history: Int)

  /// The tokens before the first move that is read.
  public var prefixLength: Int {
    switch self {
    case .game: TokenWindow.prefixLength
    case .keyframe(let pieces, let history): pieces + Self.labels + history + 1
    }
  }

  /// Result, own player, other player.
  static let labels = 3

  /// The layout a configuration asks for.
  ///
  /// - Throws: `XiangqiModelError` when its `sequence`, `prefix`, `pieces` and `history` are none of ours.
  public init(_ config: DecoderConfig) throws(XiangqiModelError) {
    switch config.sequence ?? (config.prefixLength > 0 ? "keyframe" : "game") {
    case "game":
      guard config.prefixLength == 0 else { throw .wrongPrefix(config.prefixLength, expected: 0) }
      self = .game
    case "keyframe":
      guard [0, 32].contains(config.pieces) else { throw .wrongPieces(config.pieces) }
      guard let history = config.history else { throw .missingHistory }
      let layout = Self.keyframe(pieces: config.pieces, history: history)
      guard config.prefixLength == layout.prefixLength else {
        throw .wrongPrefix(config.prefixLength, expected: layout.prefixLength)
      }
      self = layout
    case let name: throw .unknownSequence(name)
    }
  }
}
