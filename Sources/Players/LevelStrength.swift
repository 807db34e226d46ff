/// How strong the levels are, measured.
extension Level {
  /// The Elo of each level that has been measured, on the scale of the ladder in `Benchmarks/results`:
  /// a player of random moves has 0.
  private static let measurements: [Level: Int] = [
    .beginner: 236, .casual: 418, .amateur: 462, .club: 573, .expert: 683, .master: 852, .shallow: 1146,
    .careful: 1351, .deep: 1723,
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
