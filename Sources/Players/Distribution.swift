#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The probabilities of logits: exp(x - max) divided by their sum.
func softmax(_ logits: [Float]) -> [Double] {
  guard let greatest = logits.max() else { return [] }
  var result = logits.map { exp(Double($0 - greatest)) }
  let sum = result.reduce(0, +)
  for index in result.indices { result[index] /= sum }
  return result
}

/// The natural logarithm of a probability, with the impossible taken for 1e-30, so that one such case in a
/// mean can be seen and does not swallow the rest.
func boundedLogarithm(_ probability: Double) -> Double {
  log(max(probability, 1e-30))
}
