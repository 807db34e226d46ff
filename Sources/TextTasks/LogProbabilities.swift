internal import Kernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The logarithms of the probabilities that logits stand for, in nats.
struct LogProbabilities {
  private let logits: [Float]
  /// The logarithm of the sum of the exponentials of all logits.
  private let normaliser: Double

  init(_ logits: [Float]) {
    self.logits = logits
    // Where nothing is possible, or a model says what is no number, nothing is probable either.
    let sum = logits.isEmpty ? -.infinity : Compute.best.logSumExp(logits)
    normaliser = sum.isFinite ? sum : -.infinity
  }

  subscript(token: Int) -> Double { Double(logits[token]) - normaliser }

  /// The most likely tokens, of equals the lower ids first.
  func top(_ count: Int) -> [TokenChoice.Alternative] {
    var best: [(token: Int, logit: Float)] = []
    for (token, logit) in logits.enumerated() {
      if best.count == count {
        guard let last = best.last, logit > last.logit else { continue }
        best.removeLast()
      }
      let place = best.lastIndex { $0.logit >= logit }.map { $0 + 1 } ?? 0
      best.insert((token, logit), at: place)
    }
    return best.map { .init(token: $0.token, logProbability: self[$0.token]) }
  }

  /// The logarithm of the sum of the exponentials of a few values.
  static func logSumOfExponentials(_ values: some Collection<Double>) -> Double {
    guard let highest = values.max(), highest.isFinite else { return -.infinity }
    return highest + log(values.reduce(0) { $0 + exp($1 - highest) })
  }
}

/// The natural logarithm and the exponential, of the C library.
enum Natural {
  static func log(_ value: Double) -> Double { systemLog(value) }
  static func exp(_ value: Double) -> Double { systemExp(value) }
  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}

private func systemLog(_ value: Double) -> Double { log(value) }
private func systemExp(_ value: Double) -> Double { exp(value) }
