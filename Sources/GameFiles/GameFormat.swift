/// A format of game files.
public enum GameFormat: String, CaseIterable, Sendable {
  /// Portable game notation for xiangqi: read and written.
  case pgn
  /// The binary format of XQStudio, version 1.0: read.
  case xqf
  /// Text blocks of dpxq.com, alone or inside a web page: read.
  case dhtmlxq
  /// A table with a heading line, one game a line, fields separated by tabs: read.
  case tsv

  /// The name for people.
  public var name: String {
    switch self {
    case .pgn: "PGN"
    case .xqf: "XQF"
    case .dhtmlxq: "DhtmlXQ"
    case .tsv: "table of games"
    }
  }

  /// Whether games can be written in this format.
  public var isWritable: Bool { self == .pgn }

  /// The format that the name of a file suggests, with or without `.xz` behind it.
  public init?(path: String) {
    var name = path.split(separator: "/").last.map { $0.lowercased() } ?? ""
    if name.hasSuffix(".xz") { name.removeLast(3) }
    switch name.split(separator: ".").last {
    case "pgn", "pgns": self = .pgn
    case "xqf": self = .xqf
    case "dhtmlxq", "ubb": self = .dhtmlxq
    case "tsv": self = .tsv
    default: return nil
    }
  }

  /// The format that the content shows, or where that could be any text, the one that the name suggests.
  init?(content bytes: [UInt8], path: String) {
    let shown = GameFormat(content: bytes)
    guard let format = shown == nil || shown == .pgn ? GameFormat(path: path) ?? shown : shown else {
      return nil
    }
    self = format
  }

  /// The format of data that are not compressed, by their content, or nil for none of them.
  public init?(content bytes: [UInt8]) {
    let head = bytes.prefix(1 << 20)
    if head.starts(with: Array("XQ".utf8)), head.count > 2, head[2] < 0x20 {
      self = .xqf
    } else if head.starts(with: Array("id\t".utf8)) {
      self = .tsv
    } else if head.contains(Array("[DhtmlXQ".utf8)) {
      self = .dhtmlxq
    } else if GameFormat.looksLikePGN(head) {
      self = .pgn
    } else {
      return nil
    }
  }

  /// A PGN file begins with a tag, a comment or a move number, and has no NUL.
  private static func looksLikePGN(_ head: ArraySlice<UInt8>) -> Bool {
    guard !head.contains(0) else { return false }
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let text = head.starts(with: mark) ? head.dropFirst(3) : head
    guard let first = text.first(where: { $0 > 0x20 }) else { return true }
    return "[{;%*(".utf8.contains(first) || (0x30...0x39).contains(first) || first >= 0x80
      || (0x41...0x5A).contains(first) || (0x61...0x7A).contains(first)
  }
}
