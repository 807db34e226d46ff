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
}
