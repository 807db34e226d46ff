extension Tensor {
  /// A copy of the elements in `range`, row major, as numbers of a Swift type of the same size.
  public func elements<Element: BitwiseCopyable>(
    _ range: Range<Int>, as type: Element.Type = Element.self
  ) -> [Element] {
    precondition(
      MemoryLayout<Element>.stride == self.type.size,
      "\(name): \(Element.self) has not the \(self.type.size) bytes of \(self.type.rawValue)")
    precondition(
      range.lowerBound >= 0 && range.upperBound <= elementCount,
      "\(name): elements \(range) of \(elementCount)")
    let size = self.type.size
    return bytes.extracting(range.lowerBound * size..<range.upperBound * size).withUnsafeBytes { bytes in
      [Element](unsafeUninitializedCapacity: range.count) { room, count in
        UnsafeMutableRawBufferPointer(room).copyMemory(from: bytes)
        count = range.count
      }
    }
  }

  /// A copy of all elements.
  public func elements<Element: BitwiseCopyable>(as type: Element.Type = Element.self) -> [Element] {
    elements(0..<elementCount, as: type)
  }
}

extension Tensor {
  /// A copy of the elements of a floating-point tensor in single precision, which holds all of them exactly.
  public var numbers: [Float] {
    switch type {
    case .float32: return elements()
    case .bfloat16: return elements(as: UInt16.self).map { Float(bitPattern: UInt32($0) << 16) }
    case .float16: return elements(as: UInt16.self).map(Self.widened)
    default: preconditionFailure("\(name) is stored as \(type.rawValue), not as floating point")
    }
  }

  /// The number that a half-precision one's bits stand for.
  ///
  /// Moved to the places of single precision they are too small by the difference of the exponents' offsets.
  static func widened(half bits: UInt16) -> Float {
    let magnitude = UInt32(bits & 0x7FFF) << 13
    let scaled = (Float(bitPattern: magnitude) * 0x1p112).bitPattern
    let special: UInt32 = magnitude >= 0x7C00 << 13 ? 0x7F80_0000 : 0  // infinities and NaN
    return Float(bitPattern: scaled | special | UInt32(bits & 0x8000) << 16)
  }
}
