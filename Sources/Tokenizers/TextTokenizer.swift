/// Text into tokens and back.
///
/// Ids are `0..<count`. A token writes bytes of UTF-8, which may be a part of a character; ``TokenText`` puts them
/// together as they come.
public protocol TextTokenizer: Sendable {
  /// The number of ids.
  var count: Int { get }
  /// The tokens that stand for no text, by their names: `<eos>`, `[MASK]`, `<|endoftext|>`.
  var specialTokens: [String: Int] { get }
  /// The token that texts begin with in the model's training, `nil` if none does.
  var beginning: Int? { get }
  /// The tokens that end a text; empty if none does.
  var ends: Set<Int> { get }
  /// The tokens of a text. Names of special tokens within it are text like any other.
  func encode(_ text: String) -> [Int]
  /// The tokens of a text in which the names of special tokens stand for these, if `readingSpecialTokens` says so.
  func encode(_ text: String, readingSpecialTokens: Bool) -> [Int]
  /// The bytes that a token writes after `previous` (`nil` at the start of a text); none for a special token.
  func bytes(of token: Int, after previous: Int?) -> [UInt8]
  /// The token as its vocabulary writes it, for lists and errors.
  func name(of token: Int) -> String
}

extension TextTokenizer {
  /// The text of tokens, with U+FFFD where their bytes are not UTF-8.
  public func decode(_ tokens: some Sequence<Int>) -> String {
    var text = TokenText(self)
    var result = ""
    for token in tokens { result += text.append(token) }
    return result + text.finish()
  }

  /// The text of tokens without a character that their end cuts off, for texts that stop anywhere.
  public func decodeWhole(_ tokens: some Sequence<Int>) -> String {
    var text = TokenText(self)
    var result = ""
    for token in tokens { result += text.append(token) }
    return result
  }

  /// The tokens of a text in which the names of special tokens stand for these.
  ///
  /// Of names that begin at the same place the longest counts.
  public func encode(_ text: String, readingSpecialTokens: Bool) -> [Int] {
    guard readingSpecialTokens, !specialTokens.isEmpty else { return encode(text) }
    let names = specialTokens.map { (utf8: Array($0.key.utf8), id: $0.value) }
      .sorted { ($1.utf8.count, $0.id) < ($0.utf8.count, $1.id) }
    let bytes = Array(text.utf8)
    var result: [Int] = []
    var start = 0
    var next = 0
    while next < bytes.count {
      guard let found = names.first(where: { bytes[next...].starts(with: $0.utf8) }) else {
        next += 1
        continue
      }
      if start < next { result += encode(String(decoding: bytes[start..<next], as: UTF8.self)) }
      result.append(found.id)
      next += found.utf8.count
      start = next
    }
    if start < bytes.count { result += encode(String(decoding: bytes[start...], as: UTF8.self)) }
    return result
  }
}

/// Text as its tokens come: never a part of a character.
public struct TokenText: Sendable {
  private let tokenizer: any TextTokenizer
  private var previous: Int?
  /// Bytes of a character whose rest has not come.
  private var pending: [UInt8] = []

  /// Text that goes on after `previous`, or begins.
  public init(_ tokenizer: some TextTokenizer, after previous: Int? = nil) {
    self.tokenizer = tokenizer
    self.previous = previous
  }

  /// The characters that are whole now that `token` has come.
  public mutating func append(_ token: Int) -> String {
    pending += tokenizer.bytes(of: token, after: previous)
    previous = token
    let whole = Self.wholePrefix(of: pending)
    let text = String(decoding: pending[..<whole], as: UTF8.self)
    pending.removeSubrange(..<whole)
    return text
  }

  /// What is left at the end: U+FFFD for a broken character.
  public mutating func finish() -> String {
    defer { pending = [] }
    return String(decoding: pending, as: UTF8.self)
  }

  /// How many of the bytes do not belong to a character that is cut off at their end.
  private static func wholePrefix(of bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      guard byte & 0xC0 != 0x80 else { continue }
      let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      return length > back ? bytes.count - back : bytes.count
    }
    return bytes.count
  }
}
