public import Xiangqi

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// What a position is worth to the side to move, as engines say it.
public enum EngineScore: Sendable, Hashable {
  /// Hundredths of a soldier.
  case centipawns(Int)
  /// Mates in so many of its own moves; negative: is mated in so many; 0: is mated.
  case mate(Int)

  /// Centipawns past this say no more.
  static let limit = 10_000

  /// The scores that stand for each other: an expected score of `1 / (1 + 10^(-cp/400))`, the logistic of Elo
  /// ratings, of which an even position draws half and a won one nothing.
  ///
  /// Engines differ in what a centipawn is worth. This makes their scores comparable enough to draw and to
  /// adjudicate by; where an engine says its `wdl`, that is used instead.
  public func wdl(for side: Side) -> WDL {
    let expected: Double
    switch self {
    case .mate(let moves): expected = moves > 0 ? 1 : 0
    case .centipawns(let value):
      let bounded = max(-Self.limit, min(Self.limit, value))
      expected = 1 / (1 + pow(10, -Double(bounded) / 400))
    }
    let draw = min(expected, 1 - expected)
    return WDL(own: expected - draw / 2, draw: draw, other: 1 - expected - draw / 2, side: side)
  }

  /// The centipawns of an expectation, the other way round.
  public init(_ wdl: WDL, for side: Side) {
    let expected = wdl.expectation(for: side)
    guard expected > 0, expected < 1 else {
      self = .centipawns(expected >= 1 ? Self.limit : -Self.limit)
      return
    }
    let value = 400 * log10(expected / (1 - expected))
    self = .centipawns(Int(max(-Double(Self.limit), min(Double(Self.limit), value)).rounded()))
  }

  /// What a line is worth to a side.
  public init(of line: SearchLine, for side: Side) {
    self = line.mate.map { .mate($0) } ?? EngineScore(line.wdl, for: side)
  }
}

extension WDL {
  /// The probabilities as one side sees them.
  package init(own: Double, draw: Double, other: Double, side: Side) {
    self = side == .red ? WDL(red: own, draw: draw, black: other) : WDL(red: other, draw: draw, black: own)
  }
}
