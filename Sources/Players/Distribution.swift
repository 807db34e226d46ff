internal import Kernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The probabilities of logits, the same to the last bit on every machine; they sum to 1.
func softmax(_ logits: [Float]) -> [Double] {
  var shares = logits
  Compute.best.softmax(&shares)
  let total = shares.reduce(0.0) { $0 + Double($1) }
  return shares.map { Double($0) / total }
}

/// e to the power of `-x`.
func negativeExponential(_ x: Double) -> Double { exp(-x) }

/// The natural logarithm of a probability, with the impossible taken for 1e-30, so that one such case in a
/// mean can be seen and does not swallow the rest.
func boundedLogarithm(_ probability: Double) -> Double {
  log(max(probability, 1e-30))
}
