/// How much of a reference a summary has, and how much of the summary is of the reference (Lin 2004, "ROUGE").
///
/// On characters, as is usual for Chinese; white space does not count. Values are from 0 to 1.
public struct Rouge: Sendable, Hashable {
  /// The harmonic mean of recall and precision of single characters.
  public let one: Double
  /// The same of pairs of neighbours.
  public let two: Double
  /// The same of the longest common subsequence.
  public let longest: Double

  /// The scores of a summary.
  public init(_ summary: String, reference: String) {
    self.init(Self.units(summary), reference: Self.units(reference))
  }

  /// The scores of a summary in units, characters or others.
  public init(_ summary: [UInt32], reference: [UInt32]) {
    one = Self.overlap(summary.map { UInt64($0) }, reference.map { UInt64($0) })
    two = Self.overlap(Self.pairs(summary), Self.pairs(reference))
    longest = Self.mean(
      Self.longestCommonSubsequence(summary, reference), of: summary.count, and: reference.count)
  }

  /// The characters of a text that count.
  public static func units(_ text: String) -> [UInt32] {
    text.unicodeScalars.filter { !$0.properties.isWhitespace }.map(\.value)
  }

  /// Neighbours as one number.
  static func pairs(_ units: [UInt32]) -> [UInt64] {
    zip(units, units.dropFirst()).map { UInt64($0) << 32 | UInt64($1) }
  }

  private static func overlap(_ one: [UInt64], _ other: [UInt64]) -> Double {
    var counts: [UInt64: Int] = [:]
    for unit in other { counts[unit, default: 0] += 1 }
    var common = 0
    for unit in one {
      if let left = counts[unit], left > 0 {
        common += 1
        counts[unit] = left - 1
      }
    }
    return mean(common, of: one.count, and: other.count)
  }

  /// The harmonic mean of two shares of the same number.
  static func mean(_ common: Int, of one: Int, and other: Int) -> Double {
    one + other == 0 || common == 0 ? 0 : 2 * Double(common) / Double(one + other)
  }

  private static func longestCommonSubsequence(_ one: [UInt32], _ other: [UInt32]) -> Int {
    var row = [Int](repeating: 0, count: other.count + 1)
    for unit in one {
      var diagonal = 0
      for (column, candidate) in other.enumerated() {
        let above = row[column + 1]
        row[column + 1] = unit == candidate ? diagonal + 1 : max(above, row[column])
        diagonal = above
      }
    }
    return row[other.count]
  }
}
