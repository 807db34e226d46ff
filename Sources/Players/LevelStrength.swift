/// How strong the levels are, measured.
extension Level {
  /// The Elo of each level that has been measured, on the scale of the ladder in `Benchmarks/results`.
  private static let measurements: [Level: Int] = [:]

  /// The level's Elo; nil while it has not been measured.
  public var measuredElo: Int? { Self.measurements[self] }
}
