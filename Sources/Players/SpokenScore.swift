public import Xiangqi

/// What a player thought of its move, as the comments of match files begin: `62.4%` the score it expects for itself, or
/// `mate 3` where it mates in three of its moves, `mate -2` where it is mated.
public enum SpokenScore: Sendable, Hashable, CustomStringConvertible {
  /// The score expected, in thousandths of a point.
  case permille(Int)
  /// Mates in so many of its own moves; negative: is mated in so many.
  case mate(Int)

  /// The score a side expects of its WDL, 0 to 1 of a point.
  public init(_ wdl: WDL, for side: Side) {
    self = .permille(Int((min(max(wdl.expectation(for: side), 0), 1) * 1000).rounded()))
  }

  /// The score a comment begins with, `nil` where it begins with none.
  public init?(comment: String) {
    let words = comment.split(maxSplits: 2, omittingEmptySubsequences: true, whereSeparator: \.isWhitespace)
    guard let first = words.first else { return nil }
    if first == "mate" {
      guard words.count > 1, let moves = Int(words[1]) else { return nil }
      self = .mate(moves)
      return
    }
    let digits = first.dropLast()
    guard first.last == "%", digits.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }),
      let percent = Double(digits), percent <= 100
    else { return nil }
    self = .permille(Int((percent * 10).rounded()))
  }

  /// The score expected, 0 to 1 of a point.
  public var expectation: Double {
    switch self {
    case .permille(let permille): Double(permille) / 1000
    case .mate(let moves): moves > 0 ? 1 : 0
    }
  }

  /// As comments say it.
  public var description: String {
    switch self {
    case .permille(let permille): "\(permille / 10).\(permille % 10)%"
    case .mate(let moves): "mate \(moves)"
    }
  }
}
