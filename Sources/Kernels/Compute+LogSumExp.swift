internal import CKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

extension Compute {
  /// The logarithm of the sum of the exponentials of x, which must not be empty.
  ///
  /// Subtracted from logits it makes log-probabilities of them.
  public func logSumExp(_ x: [Float]) -> Double {
    precondition(!x.isEmpty, "logSumExp of nothing")
    var highest: Float = 0
    let sum = ck_exponential_sum(plan, x, x.count, &highest)
    return Double(highest) + log(Double(sum))
  }
}
