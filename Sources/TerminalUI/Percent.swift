/// Probabilities as people read them.
package enum Percent {
  /// `41.2%`, `7.0%`, `100%`; above zero never `0.0%`.
  package static func text(_ probability: Double) -> String {
    let held = probability.isFinite ? min(max(0, probability), 1) : 0
    let tenths = Int((held * 1000).rounded())
    if tenths >= 1000 { return held == 1 ? "100%" : "99.9%" }
    if tenths == 0, held > 0 { return "<0.1%" }
    return "\(tenths / 10).\(tenths % 10)%"
  }

  /// Shares of 1 as whole percentages that sum to 100.
  package static func wholes(_ shares: [Double]) -> [Int] {
    let held = shares.map { $0.isFinite ? max(0, $0) : 0 }
    let sum = held.reduce(0, +)
    guard sum > 0, sum.isFinite else { return held.map { _ in 0 } }
    let exact = held.map { $0 / sum * 100 }
    var wholes = exact.map { Int($0) }
    let order = exact.indices.sorted { exact[$0] - Double(wholes[$0]) > exact[$1] - Double(wholes[$1]) }
    for index in order.prefix(max(0, 100 - wholes.reduce(0, +))) { wholes[index] += 1 }
    return wholes
  }
}
