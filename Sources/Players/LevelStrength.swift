/// How strong the levels are, measured.
extension Level {
  /// The Elo of each level that has been measured, on the scale of the ladder in `Benchmarks/results`:
  /// a player of random moves has 0.
  private static let measurements: [Level: Int] = [
    .beginner: 117, .casual: 285, .amateur: 334, .club: 418, .expert: 559, .master: 631, .shallow: 996,
    .careful: 1164, .deep: 1320,
  ]

  /// The level's Elo; nil while it has not been measured.
  public var measuredElo: Int? { Self.measurements[self] }
}
