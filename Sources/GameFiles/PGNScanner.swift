/// The characters and words of a PGN file, with line numbers.
struct PGNScanner: ~Copyable {
  /// A piece of move text.
  enum Token {
    /// A move, a move number, a result: anything between white space.
    case word(String)
    /// A comment, without its braces or semicolon.
    case comment(String)
    /// `$` and its number.
    case annotation(String)
    case open
    case close
  }

  /// No comment or word is longer than this.
  static let longestText = 1 << 20
  /// No tag is longer than this.
  static let longestTag = 1 << 14

  private let stream: ByteStream
  /// The line of the next character.
  private(set) var line = 1
  /// Whether the next character is the first of its line.
  private(set) var isAtLineStart = true
  /// The next character and its length in bytes, once looked at.
  private var seen: (scalar: Unicode.Scalar, length: Int)?
  /// The number of the game that is read, for errors.
  var game = 0

  init(_ stream: ByteStream) {
    self.stream = stream
  }

  /// The offset of the next character in the text.
  var offset: Int { stream.offset }

  func error(_ problem: String) -> GameFileError {
    .malformed(.pgn, game: game, .line(line), problem)
  }

  /// The next character, or nil at the end.
  ///
  /// Bytes that are not UTF-8 read as U+FFFD.
  mutating func peek() throws(GameFileError) -> Unicode.Scalar? {
    if let seen { return seen.scalar }
    guard let first = try stream.peek() else { return nil }
    if first < 0x80 {
      let scalar = Unicode.Scalar(first)
      seen = (scalar, 1)
      return scalar
    }
    let wanted = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    var value = UInt32(first) & (0x7F &>> UInt32(wanted))
    var length = 1
    while length < wanted, let byte = try stream.peek(length), byte & 0xC0 == 0x80 {
      value = value &<< 6 | UInt32(byte & 0x3F)
      length += 1
    }
    var scalar: Unicode.Scalar = "\u{FFFD}"
    if length == wanted, first >= 0xC2, let whole = Unicode.Scalar(value), UTF8.width(whole) == wanted {
      scalar = whole
    } else {
      length = 1
    }
    seen = (scalar, length)
    return scalar
  }

  /// Steps over the next character.
  mutating func advance() throws(GameFileError) {
    guard let scalar = try peek(), let length = seen?.length else { return }
    stream.advance(by: length)
    seen = nil
    isAtLineStart = scalar == "\n"
    if isAtLineStart { line += 1 }
  }

  /// Steps over white space of any script, a byte order mark, and lines that begin with `%`, which PGN (section
  /// 6) sets aside for the private data of programs.
  mutating func skipSpace() throws(GameFileError) {
    while let scalar = try peek() {
      if scalar == "%", isAtLineStart {
        try skipLine()
      } else if Self.isSpace(scalar) {
        try advance()
      } else {
        return
      }
    }
  }

  /// Steps to the start of the next line.
  mutating func skipLine() throws(GameFileError) {
    while let scalar = try peek() {
      try advance()
      if scalar == "\n" { return }
    }
  }

  /// Whether only blanks follow up to the end of the line, and there is one; steps past it if so.
  mutating func endLine() throws(GameFileError) -> Bool {
    while let scalar = try peek() {
      guard Self.isSpace(scalar) else { return false }
      try advance()
      if scalar == "\n" { return true }
    }
    return false
  }

  /// A tag, from its bracket on: `[Event "…"]`.
  ///
  /// Inside the quotes `\"` and `\\` stand for `"` and `\`; a quote that no `]` follows is taken as text,
  /// since many programs do not escape.
  mutating func tag() throws(GameFileError) -> (name: String, value: String) {
    try advance()
    var text = String.UnicodeScalarView()
    var length = 0
    var last: Unicode.Scalar?
    while let scalar = try peek(), scalar != "\n" {
      try advance()
      text.append(scalar)
      length += 1
      guard length < Self.longestTag else { throw error("a tag of more than \(Self.longestTag) characters") }
      if scalar == "]", last == "\"", let tag = Self.tag(of: text) { return tag }
      if !Self.isSpace(scalar) { last = scalar }
    }
    throw error("a tag reads [Name \"text\"] and ends on its line")
  }

  /// Name and value of what stands between the brackets, `]` included, if that is a whole tag.
  private static func tag(of text: String.UnicodeScalarView) -> (name: String, value: String)? {
    let scalars = Array(text.dropLast())
    guard let quote = scalars.firstIndex(of: "\""), let last = scalars.lastIndex(where: { !isSpace($0) }),
      last > quote, scalars[last] == "\""
    else { return nil }
    let name = scalars[..<quote].filter { !isSpace($0) }
    guard !name.isEmpty else { return nil }
    var value = String.UnicodeScalarView()
    var place = quote + 1
    while place < last {
      if scalars[place] == "\\", scalars[place + 1] == "\"" || scalars[place + 1] == "\\" {
        place += 1
        // The quote that should end the tag is escaped: the tag goes on.
        if place == last { return nil }
      }
      value.append(scalars[place])
      place += 1
    }
    return (String(String.UnicodeScalarView(name)), String(value))
  }

  /// The next token of move text; white space must have been skipped and a character must follow.
  mutating func token() throws(GameFileError) -> Token {
    guard let first = try peek() else { throw error("the move text ends too early") }
    switch first {
    case "(", "（":
      try advance()
      return .open
    case ")", "）":
      try advance()
      return .close
    case "{":
      try advance()
      let start = line
      let text = try self.text { $0 == "}" }
      guard try peek() != nil else {
        throw .malformed(.pgn, game: game, .line(start), "the comment that begins here has no closing }")
      }
      try advance()
      return .comment(text)
    case ";":
      try advance()
      return .comment(try text { $0 == "\n" })
    case "}", "]": throw error("\(first) without its opening bracket")
    case "$":
      try advance()
      return .annotation("$" + (try text { !("0"..."9").contains($0) }))
    default:
      return .word(try text { Self.isSpace($0) || Self.endsWord($0) })
    }
  }

  /// The text up to the first character that is `last`, with line ends as `\n`.
  private mutating func text(until last: (Unicode.Scalar) -> Bool) throws(GameFileError) -> String {
    var text = String.UnicodeScalarView()
    var length = 0
    while let scalar = try peek(), !last(scalar) {
      try advance()
      length += 1
      guard length < Self.longestText else { throw error("a text of more than a million characters") }
      if scalar == "\r", try peek().map({ $0 == "\n" }) ?? true { continue }
      text.append(scalar)
    }
    return String(text)
  }

  /// White space of any script, control characters, and byte order marks.
  static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200B, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000, 0xFEFF: true
    default: false
    }
  }

  private static func endsWord(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "(", ")", "（", "）", "{", "}", "[", "]", ";", "$": true
    default: false
    }
  }
}
