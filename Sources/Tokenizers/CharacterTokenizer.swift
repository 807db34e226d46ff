/// A vocabulary of characters: a token for each of its Unicode scalars.
///
/// Its `tokens.txt` lists `<pad> <bos> <eos> <unk>` and then a scalar a line; those that would break the lines of that
/// file, below U+0020 or U+007F, are written `<0x0A>`.
public struct CharacterTokenizer: TextTokenizer {
  /// The name of the file in a model's folder.
  public static let fileName = "tokens.txt"

  private let names: [String]
  private let scalars: [Unicode.Scalar]
  private let ids: [Unicode.Scalar: Int]

  /// The most frequent scalars of a count, those equally frequent in their order, so that the tokens are no more than
  /// `limit`.
  public init(counts: [Unicode.Scalar: Int], limit: Int) {
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    self.init(scalars: Array(order.prefix(max(0, limit - SpecialToken.names.count))))
  }

  private init(scalars: [Unicode.Scalar]) {
    names = SpecialToken.names + scalars.map(Self.name)
    self.scalars = scalars
    var ids: [Unicode.Scalar: Int] = [:]
    for (index, scalar) in scalars.enumerated() { ids[scalar] = SpecialToken.names.count + index }
    self.ids = ids
  }

  /// The content of `tokens.txt`.
  public var table: [UInt8] { Array((names.joined(separator: "\n") + "\n").utf8) }

  /// Reads the content of a `tokens.txt`.
  public init(contentsOf bytes: [UInt8]) throws(CharacterTokenizerError) {
    let table: TokenTable
    do { table = try TokenTable(contentsOf: bytes) } catch { throw .table(error) }
    let known = SpecialToken.names
    var scalars: [Unicode.Scalar] = []
    for id in 0..<max(table.count, known.count) {
      let name = id < table.count ? table[id] : ""
      if id < known.count {
        guard name == known[id] else { throw .notSpecial(line: id + 1, found: name, expected: known[id]) }
      } else if let scalar = Self.scalar(name) {
        scalars.append(scalar)
      } else {
        throw .notACharacter(line: id + 1, found: name)
      }
    }
    self.init(scalars: scalars)
  }

  /// The number of ids.
  public var count: Int { names.count }

  /// `<pad>`, `<bos>`, `<eos>` and `<unk>`.
  public var specialTokens: [String: Int] {
    Dictionary(uniqueKeysWithValues: zip(SpecialToken.names, 0...))
  }

  /// `<bos>`.
  public var beginning: Int? { SpecialToken.beginning }

  /// `<eos>`.
  public var ends: Set<Int> { [SpecialToken.end] }

  /// A token for each scalar, `<unk>` for those the vocabulary does not have.
  public func encode(_ text: String) -> [Int] {
    text.unicodeScalars.map { ids[$0] ?? SpecialToken.unknown }
  }

  /// The UTF-8 of the token's scalar.
  public func bytes(of token: Int, after previous: Int?) -> [UInt8] {
    let index = token - SpecialToken.names.count
    return scalars.indices.contains(index) ? Array(String(scalars[index]).utf8) : []
  }

  /// The token's line in `tokens.txt`; its number where there is none.
  public func name(of token: Int) -> String {
    names.indices.contains(token) ? names[token] : "<\(token)>"
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    scalar.value < 0x20 || scalar.value == 0x7F
      ? ByteTokens.name(of: UInt8(scalar.value)) : String(Character(scalar))
  }

  /// The scalar that has this name.
  private static func scalar(_ name: String) -> Unicode.Scalar? {
    let scalars = name.unicodeScalars
    guard scalars.count != 1 else { return scalars.first }
    guard let value = ByteTokens.byte(of: name), value < 0x20 || value == 0x7F else { return nil }
    return Unicode.Scalar(value)
  }
}

/// Why a `tokens.txt` is not one of characters.
public enum CharacterTokenizerError: Error, Hashable, CustomStringConvertible {
  /// It is no table of tokens.
  case table(TokenTableError)
  /// One of the first lines, counted from 1, is not the special token that belongs there.
  case notSpecial(line: Int, found: String, expected: String)
  /// A line, counted from 1, is not a single character.
  case notACharacter(line: Int, found: String)

  /// One sentence: which line, what is there, what should be.
  public var description: String {
    switch self {
    case .table(let error): error.description
    case .notSpecial(let line, let found, let expected):
      "token table: line \(line) is \"\(found)\", a vocabulary of characters has \"\(expected)\" there"
    case .notACharacter(let line, let found):
      "token table: line \(line) is \"\(found)\", a single character should be there"
    }
  }
}
