#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The encodings in which Chinese game files come: UTF-8, and GB18030 with its older parts GB2312 and GBK.
///
/// UTF-8 is checked here. GB18030 has 27,000 two-byte characters and a table to match, which the C library
/// already has in `iconv`; this is the only file that uses it.
public enum TextEncoding: String, Sendable {
  /// Unicode in one to four bytes.
  case utf8 = "UTF-8"
  /// The Chinese standard, a superset of GBK and GB2312.
  case gb18030 = "GB18030"
  /// Unicode in two or four bytes, with a byte order mark. Some Windows programs save it.
  case utf16 = "UTF-16"

  /// The text of bytes in any of these encodings, as UTF-8 without a byte order mark, and which one it was.
  ///
  /// Bytes that are valid UTF-8 are UTF-8; a character cut off at the very end does not matter, since a file may
  /// have been cut there. Everything else must be whole GB18030.
  public static func utf8(
    from bytes: [UInt8]
  ) throws(GameFileError) -> (text: [UInt8], encoding: TextEncoding) {
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      return (try converted(bytes, from: .utf16, to: .utf8), .utf16)
    }
    var check = UTF8Check()
    check.add(bytes)
    guard let offset = check.firstError else {
      return (bytes.starts(with: byteOrderMark) ? Array(bytes.dropFirst(3)) : bytes, .utf8)
    }
    do {
      return (try converted(bytes, from: .gb18030, to: .utf8), .gb18030)
    } catch .unknownEncoding {
      throw .unknownEncoding(offset: offset)
    }
  }

  /// The text of bytes in one of the encodings.
  ///
  /// See `utf8(from:)`.
  public static func decode(_ bytes: [UInt8]) throws(GameFileError) -> String {
    String(decoding: try utf8(from: bytes).text, as: UTF8.self)
  }

  /// The text of bytes that are known to be in this encoding.
  ///
  /// A few Chinese characters in GB18030 can look like UTF-8, so short texts need to be told.
  public func decode(_ bytes: [UInt8]) throws(GameFileError) -> String {
    if self == .utf8 {
      var check = UTF8Check()
      check.add(bytes)
      if let offset = check.firstError { throw .unknownEncoding(offset: offset) }
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(decoding: try TextEncoding.converted(bytes, from: self, to: .utf8), as: UTF8.self)
  }

  /// The bytes of a text in this encoding.
  public func encode(_ text: String) throws(GameFileError) -> [UInt8] {
    if self == .utf8 { return Array(text.utf8) }
    do {
      return try TextEncoding.converted(Array(text.utf8), from: .utf8, to: self)
    } catch .unknownEncoding {
      throw .notEncodable(encoding: rawValue)
    }
  }

  /// The mark that some Windows programs put before UTF-8.
  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Converts whole texts with `iconv`.
  private static func converted(
    _ bytes: [UInt8], from source: TextEncoding, to target: TextEncoding
  ) throws(GameFileError) -> [UInt8] {
    let converter = iconv_open(target.rawValue, source.rawValue)
    guard converter != iconv_t(bitPattern: -1) else {
      throw .noConverter(encoding: source == .utf8 ? target.rawValue : source.rawValue)
    }
    defer { iconv_close(converter) }
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count * 3 / 2)
    var input = bytes
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    var offset = 0
    while true {
      let step = input.withUnsafeMutableBytes { input in
        chunk.withUnsafeMutableBytes { output in
          var from = input.baseAddress?.advanced(by: offset).assumingMemoryBound(to: CChar.self)
          var fromCount = input.count - offset
          var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
          var toCount = output.count
          let code = iconv(converter, &from, &fromCount, &to, &toCount)
          // iconv answers (size_t)-1 where it stopped.
          return (failed: code == -1, left: fromCount, made: output.count - toCount, errno)
        }
      }
      result += chunk[..<step.made]
      offset = bytes.count - step.left
      guard step.failed else { return result }
      guard step.3 == E2BIG else { throw .unknownEncoding(offset: offset) }
    }
  }
}

/// Checks UTF-8 piece by piece, after the table of well-formed sequences in the Unicode standard (table 3-7).
struct UTF8Check {
  /// The offset of the first byte that cannot be UTF-8.
  private(set) var firstError: Int?
  private var offset = 0
  /// How many continuation bytes are due, and the range of the next one.
  private var due = 0
  private var low: UInt8 = 0x80
  private var high: UInt8 = 0xBF

  mutating func add(_ bytes: some Sequence<UInt8>) {
    guard firstError == nil else { return }
    for byte in bytes {
      if due > 0 {
        guard (low...high).contains(byte) else { return firstError = offset }
        due -= 1
        (low, high) = (0x80, 0xBF)
      } else if byte >= 0x80 {
        switch byte {
        case 0xC2...0xDF: due = 1
        case 0xE0...0xEF:
          due = 2
          if byte == 0xE0 { low = 0xA0 }
          if byte == 0xED { high = 0x9F }
        case 0xF0...0xF4:
          due = 3
          if byte == 0xF0 { low = 0x90 }
          if byte == 0xF4 { high = 0x8F }
        default: return firstError = offset
        }
      }
      offset += 1
    }
  }
}
