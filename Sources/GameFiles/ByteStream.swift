/// Bytes that are read one by one, from memory or, a piece at a time, from a file.
final class ByteStream {
  private var buffer: [UInt8]
  private var next = 0
  /// The offset of `buffer[0]`.
  private var bufferOffset = 0
  private var file: OpenFile?

  /// A stream of bytes in memory.
  init(_ bytes: [UInt8]) {
    buffer = bytes
  }

  /// A stream over a file, from where it stands.
  init(_ file: OpenFile) {
    buffer = []
    self.file = file
  }

  /// The offset of the next byte.
  var offset: Int { bufferOffset + next }

  /// The byte `ahead` of the next one, which may be up to three ahead, or nil past the end.
  func peek(_ ahead: Int = 0) throws(GameFileError) -> UInt8? {
    while next + ahead >= buffer.count {
      guard let file else { return nil }
      bufferOffset += next
      buffer.removeFirst(next)
      next = 0
      if try !file.read(1 << 16, appendingTo: &buffer) { self.file = nil }
    }
    return buffer[next + ahead]
  }

  /// Steps over bytes that `peek` has seen.
  func advance(by count: Int) {
    next += count
  }
}
