/// A closed vocabulary: one token a line, the line's number (from 0) its id.
public struct TokenTable: Sendable, Hashable {
  /// The longest table that is read, in tokens.
  public static let limit = 1 << 20

  private let tokens: [String]
  private let ids: [String: Int]

  /// Reads the content of a `tokens.txt`: UTF-8, lines ended by a newline, none empty, none twice.
  public init(contentsOf bytes: [UInt8]) throws(TokenTableError) {
    guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
    var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if let last = lines.last, last.isEmpty { lines.removeLast() }
    guard !lines.isEmpty else { throw .noTokens }
    guard lines.count <= Self.limit else { throw .tooManyTokens(lines.count) }
    var tokens: [String] = []
    var ids: [String: Int] = [:]
    tokens.reserveCapacity(lines.count)
    ids.reserveCapacity(lines.count)
    for (id, line) in lines.enumerated() {
      let token = String(Substring(line))
      guard !token.isEmpty else { throw .emptyToken(line: id + 1) }
      if let first = ids.updateValue(id, forKey: token) {
        throw .repeatedToken(token, line: id + 1, firstLine: first + 1)
      }
      tokens.append(token)
    }
    self.tokens = tokens
    self.ids = ids
  }

  /// The number of tokens.
  public var count: Int { tokens.count }

  /// The token with `id`, which must be in `0..<count`.
  public subscript(id: Int) -> String {
    precondition(tokens.indices.contains(id), "token \(id) of a table of \(tokens.count)")
    return tokens[id]
  }

  /// The id of `token`, `nil` if it is not in the table.
  public func id(of token: String) -> Int? { ids[token] }
}

/// Why a text is not a token table.
public enum TokenTableError: Error, Hashable, CustomStringConvertible {
  /// The bytes are not UTF-8.
  case notUTF8
  /// There is no line.
  case noTokens
  /// There are more lines than ``TokenTable/limit``.
  case tooManyTokens(Int)
  /// A line, counted from 1, is empty.
  case emptyToken(line: Int)
  /// A token is on two lines, counted from 1.
  case repeatedToken(String, line: Int, firstLine: Int)

  /// One sentence: what is wrong and on which line.
  public var description: String {
    switch self {
    case .notUTF8: "token table: the text is not UTF-8"
    case .noTokens: "token table: there is no token, each should have a line"
    case .tooManyTokens(let count):
      "token table: \(count) tokens are more than the \(TokenTable.limit) supported"
    case .emptyToken(let line): "token table: line \(line) is empty, a token should be there"
    case .repeatedToken(let token, let line, let first):
      "token table: \"\(token)\" on line \(line) is on line \(first) already"
    }
  }
}
