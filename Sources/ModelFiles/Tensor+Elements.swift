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
