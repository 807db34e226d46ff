internal import ModelFiles
public import Tokenizers

/// What turns text into tokens: ``Tokenizers/CharacterTokenizer`` or ``Tokenizers/UnigramTokenizer``.
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

extension CharacterTokenizer: TextVocabulary {
  /// `tokens.txt`.
  public var file: VocabularyFile { VocabularyFile(name: Self.fileName, content: table) }

  /// Appends a token for each scalar, and returns how many scalars the vocabulary does not know.
  public func append(_ text: String, to tokens: inout [Int32]) -> Int {
    var unknown = 0
    for token in encode(text) {
      if token == SpecialToken.unknown { unknown += 1 }
      tokens.append(Int32(token))
    }
    return unknown
  }
}
