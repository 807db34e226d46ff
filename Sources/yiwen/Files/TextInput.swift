import GameFiles
import Glibc

/// A text that comes in pieces from a file or from standard input, however large it is.
///
/// UTF-8 and GB18030 are recognised, UTF-16 by its byte order mark; a mark before UTF-8 is left out. What has a NUL is no text.
struct TextInput {
  /// How it is called in messages.
  let name: String
  /// The bytes read so far.
  private(set) var offset = 0
  private let source: Source
  private var pending: [UInt8] = []
  private var isAtEnd = false
  /// Known from the first character that is not ASCII.
  private var encoding: TextEncoding?
  private let pieceSize: Int

  /// A UTF-16 file is converted as a whole.
  private static let wholeLimit = 1 << 28

  /// A descriptor that is closed when it is no longer used.
  private final class Source {
    let descriptor: CInt
    init(_ descriptor: CInt) { self.descriptor = descriptor }
    deinit { if descriptor != STDIN_FILENO { close(descriptor) } }
  }

  /// Opens a file; `-` is standard input.
  init(_ path: String, pieceSize: Int = 1 << 20) throws {
    self.pieceSize = pieceSize
    guard path != "-" else {
      name = "standard input"
      source = Source(STDIN_FILENO)
      return
    }
    name = path
    let descriptor = path.utf8.contains(0) ? -1 : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw Failure("\(path) cannot be opened: \(String(cString: strerror(errno)))")
    }
    source = Source(descriptor)
  }

  /// The whole text, of at most so many bytes.
  static func whole(_ path: String, limit: Int) throws -> (text: String, name: String) {
    var input = try TextInput(path)
    var text = ""
    while let piece = try input.next() {
      text += piece
      guard text.utf8.count <= limit else {
        throw Failure("\(input.name) is larger than the \(limit) bytes that are allowed")
      }
    }
    return (text, input.name)
  }

  /// How many bytes a regular file has; `nil` for anything else.
  var size: Int? {
    var status = stat()
    guard fstat(source.descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// The next piece, whole lines where they are not too long; `nil` at the end.
  mutating func next() throws -> String? {
    let isFirst = offset == 0
    try fill(to: pieceSize)
    if isFirst {
      if pending.starts(with: [0xFF, 0xFE]) || pending.starts(with: [0xFE, 0xFF]) {
        return try wholeUTF16()
      }
      if pending.starts(with: [0xEF, 0xBB, 0xBF]) { pending.removeFirst(3) }
    }
    guard !pending.isEmpty else { return nil }
    let start = offset - pending.count
    if let place = pending.firstIndex(of: 0) {
      throw Failure("\(name) is no text: byte \(start + place + 1) is a NUL")
    }
    let line = isAtEnd ? pending.count : pending.lastIndex(of: 0x0A).map { $0 + 1 }
    if let text = try decoded(upTo: line) { return text }
    throw Failure("\(name) is neither UTF-8 nor GB18030 behind byte \(start); save it as UTF-8")
  }

  /// Decodes pending bytes in the encoding that is known, or in the first that they are in.
  private mutating func decoded(upTo line: Int?) throws -> String? {
    let candidates = encoding.map { [$0] } ?? [.utf8, .gb18030]
    for candidate in candidates {
      let end = line ?? candidate.wholePrefix(of: pending)
      let piece = Array(pending[..<end])
      guard end > 0, let text = candidate.text(of: piece) else { continue }
      if piece.contains(where: { $0 >= 0x80 }) { encoding = candidate }
      pending.removeFirst(end)
      return text
    }
    return nil
  }

  private mutating func wholeUTF16() throws -> String? {
    try fill(to: Self.wholeLimit)
    guard isAtEnd else {
      throw Failure("\(name) is UTF-16 and larger than \(Self.wholeLimit) bytes; save it as UTF-8")
    }
    defer { pending = [] }
    do {
      return try TextEncoding.decode(pending)
    } catch { throw Failure("\(name): \(error)") }
  }

  /// Reads until so many bytes are pending, or the end.
  private mutating func fill(to count: Int) throws {
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while !isAtEnd, pending.count < count {
      let made = chunk.withUnsafeMutableBytes { read(source.descriptor, $0.baseAddress, $0.count) }
      if made < 0, errno == EINTR { continue }
      guard made >= 0 else { throw Failure("\(name) cannot be read: \(String(cString: strerror(errno)))") }
      isAtEnd = made == 0
      pending += chunk[..<made]
      offset += made
    }
  }
}

extension TextEncoding {
  /// The text of whole characters, `nil` if the bytes are none in this encoding.
  fileprivate func text(of bytes: [UInt8]) -> String? {
    guard self != .utf8 else { return String(validating: bytes, as: UTF8.self) }
    do { return try decode(bytes) } catch { return nil }
  }

  /// How many of the bytes do not belong to a character that is cut off at their end.
  fileprivate func wholePrefix(of bytes: [UInt8]) -> Int {
    var end = 0
    while end < bytes.count {
      let length =
        switch bytes[end] {
        case ..<0x80: 1
        case _ where self == .utf8: bytes[end] < 0xE0 ? 2 : bytes[end] < 0xF0 ? 3 : 4
        default: end + 1 < bytes.count && (0x30...0x39).contains(bytes[end + 1]) ? 4 : 2
        }
      guard end + length <= bytes.count else { return end }
      end += length
    }
    return end
  }
}
