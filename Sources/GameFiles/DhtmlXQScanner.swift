/// One `[DhtmlXQ_name]value[/DhtmlXQ_name]`; the name is empty for the `[DhtmlXQ]` that begins a block.
struct DhtmlXQField {
  var name: String
  var value: String
  var line: Int
}

/// Finds the fields in a text.
struct DhtmlXQScanner {
  private let text: [UInt8]
  private var next = 0
  private var line = 1
  private static let opening = Array("[DhtmlXQ".utf8)
  private static let closing = Array("[/DhtmlXQ".utf8)

  init(_ text: [UInt8]) {
    self.text = text
  }

  /// The next field, or nil at the end of the text.
  mutating func next(game: Int) throws(GameFileError) -> DhtmlXQField? {
    guard let start = find(Self.opening, from: next) else { return nil }
    advance(to: start + Self.opening.count)
    let line = line
    // No name is longer; this keeps a text full of brackets from being searched over and over.
    let limit = min(text.count, next + 64)
    guard let end = text[next..<limit].firstIndex(of: UInt8(ascii: "]")) else {
      throw .malformed(.dhtmlxq, game: game, .line(line), "a name has no closing ]")
    }
    let name = String(decoding: text[next..<end], as: UTF8.self)
    advance(to: end + 1)
    guard name.hasPrefix("_") else { return DhtmlXQField(name: "", value: "", line: line) }
    guard let close = find(Self.closing, from: next) else {
      throw .malformed(.dhtmlxq, game: game, .line(line), "[DhtmlXQ\(name)] is not closed")
    }
    let value = String(decoding: text[next..<close], as: UTF8.self)
    advance(to: close + Self.closing.count)
    return DhtmlXQField(name: name.dropFirst().lowercased(), value: value, line: line)
  }

  private func find(_ word: [UInt8], from start: Int) -> Int? {
    var place = start
    while let found = text[place...].firstIndex(of: word[0]) {
      if text[found...].starts(with: word) { return found }
      place = found + 1
    }
    return nil
  }

  private mutating func advance(to place: Int) {
    line += text[next..<place].count { $0 == 0x0A }
    next = place
  }
}

/// The fields of one game.
struct DhtmlXQBlock {
  /// `[DhtmlXQ_move_0_4_1]`: a line in place of a move of another line.
  struct Variation {
    var name: String
    var parent: Int
    var move: Int
    var number: Int
    var digits: [Int]
  }

  /// A number of a comment: line and move.
  private struct Place: Hashable {
    var line: Int
    var move: Int
  }

  let line: Int
  private(set) var fields: [String: String] = [:]
  private(set) var variations: [Variation] = []
  private var comments: [Place: String] = [:]

  init(line: Int) {
    self.line = line
  }

  var isGame: Bool { fields["movelist"] != nil || fields["binit"] != nil }

  mutating func add(_ field: DhtmlXQField) {
    fields[field.name] = field.value
    if field.name.hasPrefix("comment"), let numbers = Self.numbers(field.name.dropFirst(7), atMost: 2) {
      let place =
        numbers.count == 2 ? Place(line: numbers[0], move: numbers[1]) : Place(line: 0, move: numbers[0])
      let text = Self.commentText(field.value)
      if !text.isEmpty { comments[place] = text }
    } else if field.name.hasPrefix("move_"), let numbers = Self.numbers(field.name.dropFirst(5), atMost: 3),
      numbers.count == 3
    {
      variations.append(
        Variation(
          name: "DhtmlXQ_\(field.name)", parent: numbers[0], move: numbers[1], number: numbers[2],
          digits: Self.digits(field.value)))
    }
  }

  func comment(line: Int, move: Int) -> String? { comments[Place(line: line, move: move)] }

  func digits(_ field: String) -> [Int]? { fields[field].map(Self.digits) }

  private static func digits(_ text: String) -> [Int] {
    text.utf8.filter { (0x30...0x39).contains($0) }.map { Int($0) - 0x30 }
  }

  private static func numbers(_ text: Substring, atMost count: Int) -> [Int]? {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.count <= 6 ? Int($0) : nil }.filter { $0 >= 0 }
    return numbers.count == parts.count && parts.count <= count ? numbers : nil
  }

  /// `||` are line ends; older pages write characters as `\u7EA2`.
  private static func commentText(_ value: String) -> String {
    var text = String.UnicodeScalarView()
    var rest = Array(value.unicodeScalars)[...]
    while let scalar = rest.popFirst() {
      if scalar == "|", rest.first == "|" {
        rest.removeFirst()
        text.append("\n")
      } else if scalar == "\\", rest.first == "u", rest.count >= 5,
        let code = UInt32(String(String.UnicodeScalarView(rest.dropFirst().prefix(4))), radix: 16),
        let character = Unicode.Scalar(code)
      {
        rest.removeFirst(5)
        text.append(character)
      } else {
        text.append(scalar)
      }
    }
    return String(text).trimmed
  }
}

extension String {
  /// The text without white space at its ends.
  var trimmed: String {
    let scalars = unicodeScalars
    guard let first = scalars.firstIndex(where: { !PGNScanner.isSpace($0) }),
      let last = scalars.lastIndex(where: { !PGNScanner.isSpace($0) })
    else { return "" }
    return String(self[first...last])
  }
}
