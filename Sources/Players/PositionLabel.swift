public import Xiangqi

/// What an engine says of a position: what it is worth to the side to move, and its best moves with their scores.
///
/// As a comment of a game record it begins as those of match files do (``SpokenScore``): `62.4% h2e2 88 c3c4 71 b0c2 #-3`;
/// scores are hundredths of a soldier for the side to move, `#3` a mate in three of its moves, `#-3` one against it.
public struct PositionLabel: Sendable, Hashable {
  /// A move and its score.
  public struct Line: Sendable, Hashable {
    /// The move.
    public let move: Move
    /// Its score.
    public let score: EngineScore

    /// A move with its score.
    public init(move: Move, score: EngineScore) {
      self.move = move
      self.score = score
    }
  }

  /// The score expected, 0 to 1 of a point.
  public let expectation: Double
  /// The best moves, the best first; at least one.
  public let lines: [Line]

  /// A label; `nil` without a line.
  public init?(expectation: Double, lines: [Line]) {
    guard !lines.isEmpty else { return nil }
    self.expectation = min(max(expectation, 0), 1)
    self.lines = lines
  }

  /// The label in a comment, `nil` where there is none.
  public init?(comment: String) {
    var words = comment.split(whereSeparator: \.isWhitespace)[...]
    guard let spoken = SpokenScore(comment: comment), case .permille = spoken else { return nil }
    words.removeFirst()
    var lines: [Line] = []
    while let word = words.popFirst() {
      guard let move = Move(iccs: String(word)), let score = words.popFirst().flatMap(EngineScore.init(word:))
      else {
        return nil
      }
      lines.append(Line(move: move, score: score))
    }
    self.init(expectation: spoken.expectation, lines: lines)
  }

  /// The label as a comment.
  public var comment: String {
    let permille = Int((expectation * 1000).rounded())
    return ([SpokenScore.permille(permille).description] + lines.map { "\($0.move.iccs) \($0.score.word)" })
      .joined(separator: " ")
  }
}

extension EngineScore {
  /// More than any engine says.
  private static let wordLimit = 1_000_000

  /// The score in a word of a comment.
  fileprivate init?(word: Substring) {
    let isMate = word.first == "#"
    guard let number = Int(isMate ? word.dropFirst() : word),
      (-Self.wordLimit...Self.wordLimit).contains(number)
    else { return nil }
    self = isMate ? .mate(number) : .centipawns(number)
  }

  /// The word: `-71`, `#3`.
  fileprivate var word: String {
    switch self {
    case .centipawns(let value): "\(value)"
    case .mate(let moves): "#\(moves)"
    }
  }

  /// The score in 16 bits, by which moves can be compared: the middle is an even position, centipawns reach 20,000 to
  /// either side, mates lie beyond them, the sooner the further.
  public var code: UInt16 {
    switch self {
    case .centipawns(let value):
      UInt16(Self.middle + max(-Self.mostCentipawns, min(Self.mostCentipawns, value)))
    case .mate(let moves) where moves > 0: UInt16(Self.middle + Self.mateCode - min(moves, Self.mostMoves))
    case .mate(let moves): UInt16(Self.middle - Self.mateCode - max(moves, -Self.mostMoves))
    }
  }

  /// Whether a code is that of a score.
  public static func isCode(_ code: UInt16) -> Bool {
    let value = (Int(code) - middle).magnitude
    return value <= mostCentipawns || (mateCode - mostMoves...mateCode).contains(Int(value))
  }

  /// The score of a code.
  public init(code: UInt16) {
    let value = Int(code) - Self.middle
    if value > Self.mostCentipawns {
      self = .mate(Self.mateCode - value)
    } else if value < -Self.mostCentipawns {
      self = .mate(-(Self.mateCode + value))
    } else {
      self = .centipawns(value)
    }
  }

  private static let middle = 32_768
  private static let mostCentipawns = 20_000
  private static let mateCode = 32_000
  private static let mostMoves = 1000
}

extension PositionLabel {
  /// The probabilities of the moves as a target of training: a softmax of the scores.
  ///
  /// Beyond 20 soldiers centipawns say no more; a mate counts for 30 soldiers, less half a soldier for each of its
  /// moves up to 20, so that a sooner one is the better. Two moves whose scores differ by the temperature, in hundredths of
  /// a soldier, differ by a factor of e.
  public static func probabilities(of scores: [EngineScore], temperature: Double) -> [Double] {
    let values = scores.map { score in
      switch score {
      case .centipawns(let value): Double(max(-2000, min(2000, value)))
      case .mate(let moves) where moves > 0: Double(3000 - 50 * min(moves, 20))
      case .mate(let moves): Double(-3000 - 50 * max(moves, -20))
      }
    }
    return softmax(values.map { Float($0 / max(temperature, 1)) })
  }
}
