internal import Glibc

/// The lines that come from a descriptor, which is waited for.
struct InputLines {
  /// What came.
  enum Event {
    case line(String)
    /// A line of more bytes than are kept.
    case tooLong
    case end
  }

  private let descriptor: CInt
  private var buffer = LineBuffer()
  private var hasEnded = false

  init(_ descriptor: CInt) {
    self.descriptor = descriptor
  }

  /// Waits for the next line; a last one without an end counts.
  mutating func next() -> Event {
    while true {
      if let line = buffer.next() { return .line(line) }
      if hasEnded { return buffer.rest().map { .line($0) } ?? .end }
      if buffer.isOverfull {
        buffer.skipLine()
        return .tooLong
      }
      var chunk = [UInt8](repeating: 0, count: 1 << 14)
      let count = read(descriptor, &chunk, chunk.count)
      if count > 0 {
        buffer.append(chunk[..<count])
      } else if count == 0 || errno != EINTR {
        hasEnded = true
      }
    }
  }
}
