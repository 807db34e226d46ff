internal import Kernels

extension FloatMatrix {
  /// All elements become 0, whatever they were.
  func clear() {
    for row in 0..<rows { (base + row * stride).update(repeating: 0, count: columns) }
  }
}
