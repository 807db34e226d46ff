/// Bytes as they come, taken off as lines.
///
/// Holds at most one line and what was read behind it: a line longer than ``limit`` is an error, not a reason to
/// go on collecting.
struct LineBuffer: Sendable {
  /// The most bytes of a line.
  ///
  /// A long game with all its moves takes a few thousand.
  static let limit = 1 << 16

  private var bytes: [UInt8] = []
  /// What has been taken off the front.
  private var start = 0
  /// What is known to hold no end of a line.
  private var searched = 0
  /// Whether the rest of a line is to be dropped.
  private var isSkipping = false

  /// Drops the line that has begun and what is still to come of it.
  mutating func skipLine() {
    self = LineBuffer()
    isSkipping = true
  }

  /// Adds what was read.
  mutating func append(_ more: ArraySlice<UInt8>) {
    var more = more
    if isSkipping {
      guard let end = more.firstIndex(of: UInt8(ascii: "\n")) else { return }
      more = more[(end + 1)...]
      isSkipping = false
    }
    if start > 0 {
      bytes.removeFirst(start)
      searched -= start
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// Whether the line that has begun is already too long.
  var isOverfull: Bool { bytes.count - start > Self.limit && searched == bytes.count }

  /// The next whole line without its end, or nil when there is none yet.
  mutating func next() -> String? {
    guard let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n")) else {
      searched = bytes.count
      return nil
    }
    defer {
      start = end + 1
      searched = start
    }
    return Self.text(bytes[start..<end])
  }

  /// What is left when nothing more comes: a last line without an end, or nil.
  mutating func rest() -> String? {
    defer { self = LineBuffer() }
    return start < bytes.count ? Self.text(bytes[start...]) : nil
  }

  /// The line's text; bytes that are not UTF-8 become U+FFFD.
  private static func text(_ line: ArraySlice<UInt8>) -> String {
    String(decoding: line.last == UInt8(ascii: "\r") ? line.dropLast() : line, as: UTF8.self)
  }
}
