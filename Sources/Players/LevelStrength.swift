/// How strong the levels are, measured.
extension Level {
  /// The Elo of each level that has been measured, on the scale of the ladder in `Benchmarks/results`:
  /// fairy-stockfish 11.1 of 1,000 nodes a move has 1905.
  ///
  /// That of `casual` and `beginner` comes from 200 games against the next stronger level, 10.0 % and 6.3 % of the points.
  private static let measurements: [Level: Int] = [
    .beginner: 550, .casual: 1020, .amateur: 1399, .club: 1584, .expert: 1708, .master: 1773, .shallow: 2007,
    .careful: 2195,
  ]

  /// The level's Elo; nil while it has not been measured.
  public var measuredElo: Int? { Self.measurements[self] }

  /// The Elo of the weakest and the strongest level that were measured.
  public static var measuredRange: ClosedRange<Int> {
    let all = measurements.values
    return (all.min() ?? 0)...(all.max() ?? 0)
  }

  /// The measured level whose Elo is nearest; of two the weaker.
  public init(nearestTo elo: Int) {
    let nearest = Self.allCases.min { one, other in
      Self.distance(of: one, from: elo) < Self.distance(of: other, from: elo)
    }
    self = nearest ?? .master
  }

  private static func distance(of level: Level, from elo: Int) -> Int {
    level.measuredElo.map { max($0, elo) - min($0, elo) } ?? Int.max
  }
}
