#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The normal distribution of mean 0 and variance 1.
enum NormalDistribution {
  /// Of a normally distributed number 95 % lie within so many standard deviations.
  static let ninetyFivePercent = 1.959963984540054

  /// The probability of a value up to `x`.
  static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }
}
