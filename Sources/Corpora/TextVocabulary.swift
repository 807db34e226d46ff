internal import ModelFiles
public import Tokenizers

/// What turns text into tokens: characters here, words and their parts in ``Tokenizers/UnigramTokenizer``.
public protocol TextVocabulary: Sendable {
  /// The number of tokens; the first four are `<pad> <bos> <eos> <unk>`.
  var count: Int { get }
  /// The file that numbers the tokens in a folder.
  var file: VocabularyFile { get }

  /// Appends the tokens of a text, and returns how many of them are `<unk>`.
  func append(_ text: String, to tokens: inout [Int32]) -> Int
}

extension UnigramTokenizer: TextVocabulary {
  /// `tokenizer.json`.
  public var file: VocabularyFile { VocabularyFile(name: Self.fileName, content: Array(json.text().utf8)) }

  /// Appends the tokens of a text, none of which is `<unk>`.
  public func append(_ text: String, to tokens: inout [Int32]) -> Int {
    for token in encode(text) { tokens.append(Int32(token)) }
    return 0
  }
}

/// The tokens that every vocabulary of texts begins with.
public enum TextToken {
  /// Their names.
  public static let names = ["<pad>", "<bos>", "<eos>", "<unk>"]
  /// Before a document.
  public static let beginning: Int32 = 1
  /// Behind a document.
  public static let end: Int32 = 2
  /// A character without a token.
  public static let unknown: Int32 = 3
}

/// A vocabulary of characters: a token for each of the most frequent Unicode scalars.
///
/// In `tokens.txt` a scalar is its own name; those that would break the lines of that file, below U+0020 or U+007F, are
/// written `<0x0A>`.
public struct CharacterVocabulary: TextVocabulary {
  /// The names of the tokens in the order of their numbers, the special ones first.
  public let tokenNames: [String]
  /// The number of tokens.
  public var count: Int { tokenNames.count }
  /// `tokens.txt`.
  public var file: VocabularyFile {
    VocabularyFile(
      name: VocabularyFile.table, content: Array((tokenNames.joined(separator: "\n") + "\n").utf8))
  }
  private let ids: [Unicode.Scalar: Int32]

  /// The most frequent scalars of a count, those equally frequent in their order, so that the tokens are no more
  /// than `limit`.
  public init(counts: [Unicode.Scalar: Int], limit: Int) {
    let order = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
    let scalars = order.prefix(max(0, limit - TextToken.names.count))
    self.init(scalars: Array(scalars))
  }

  /// The vocabulary of the content of a `tokens.txt`, a model's or that of a prepared folder.
  ///
  /// - Parameters:
  ///   - table: The content.
  ///   - path: The file's name in errors.
  /// - Throws: ``CorpusError`` if it lists anything but characters.
  public init(table: [UInt8], path: String) throws(CorpusError) {
    let names = try TokenLines.names(table, path: path)
    let known = TextToken.names.count
    var scalars: [Unicode.Scalar] = []
    for (line, name) in names.enumerated() {
      let scalar = line < known ? nil : Self.scalar(name)
      guard line < known ? name == TextToken.names[line] : scalar != nil else {
        throw .malformed(
          path: path,
          problem: "line \(line + 1): '\(name)' should be "
            + (line < known ? "'\(TextToken.names[line])'" : "a single character"))
      }
      if let scalar { scalars.append(scalar) }
    }
    self.init(scalars: scalars)
  }

  private init(scalars: [Unicode.Scalar]) {
    tokenNames = TextToken.names + scalars.map(Self.name)
    var ids: [Unicode.Scalar: Int32] = [:]
    for (index, scalar) in scalars.enumerated() { ids[scalar] = Int32(TextToken.names.count + index) }
    self.ids = ids
  }

  /// Appends a token for each scalar, and returns how many scalars the vocabulary does not know.
  public func append(_ text: String, to tokens: inout [Int32]) -> Int {
    var unknown = 0
    for scalar in text.unicodeScalars {
      let id = ids[scalar] ?? TextToken.unknown
      if id == TextToken.unknown { unknown += 1 }
      tokens.append(id)
    }
    return unknown
  }

  private static func name(_ scalar: Unicode.Scalar) -> String {
    guard scalar.value < 0x20 || scalar.value == 0x7F else { return String(Character(scalar)) }
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "<0x" + (digits.count < 2 ? "0" : "") + digits + ">"
  }

  /// The scalar that has this name.
  private static func scalar(_ text: String) -> Unicode.Scalar? {
    let code = text.wholeMatch(of: /<0x([0-9A-F]{2})>/).flatMap { UInt8($0.output.1, radix: 16) }
    let scalar = code.map { Unicode.Scalar($0) } ?? text.unicodeScalars.first
    return scalar.flatMap { name($0) == text ? $0 : nil }
  }
}
