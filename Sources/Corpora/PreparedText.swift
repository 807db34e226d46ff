internal import ModelFiles

/// The documents of a prepared folder, mapped.
public struct PreparedText: Sendable {
  /// The name of the file of the data.
  static let fileName = "tokens.safetensors"

  /// The folder.
  public let folder: String
  /// What the folder says of itself.
  public let manifest: PreparedManifest
  /// The file that numbers the tokens.
  public let vocabulary: VocabularyFile
  /// The number of tokens of the vocabulary.
  public let vocabularySize: Int
  /// Where each document begins, and the end.
  let offsets: [Int]
  private let tokens: Tensor

  /// The number of documents.
  public var count: Int { offsets.count - 1 }
  /// The number of tokens of all documents.
  public var tokenCount: Int { tokens.elementCount }

  /// Opens a folder that ``TextPreparation`` wrote.
  public init(folder: String) throws(CorpusError) {
    manifest = try PreparedManifest(folder: folder)
    guard manifest.kind == .text else {
      throw .wrongKind(
        path: folder, found: manifest.kind.rawValue, expected: PreparedManifest.Kind.text.rawValue)
    }
    self.folder = folder
    vocabulary = try VocabularyFile(folder: folder)
    vocabularySize = try vocabulary.texts(path: "\(folder)/\(vocabulary.name)").count
    let file = try TensorFolder(path: "\(folder)/\(Self.fileName)")
    offsets = try file.offsets(upTo: file.count(of: "tokens"))
    let count = offsets[offsets.count - 1]
    tokens = try file.tensor("tokens", vocabularySize > 1 << 16 ? .int32 : .uint16, [count])
    let piece = 1 << 20
    for start in stride(from: 0, to: count, by: piece) {
      let numbers = self[start..<min(start + piece, count)]
      guard numbers.allSatisfy({ $0 >= 0 && $0 < vocabularySize }) else {
        throw .malformed(path: file.path, problem: "a token is not in the vocabulary of \(vocabularySize)")
      }
    }
  }

  /// A copy of the tokens in a range of all.
  subscript(range: Range<Int>) -> [Int32] {
    tokens.type == .int32 ? tokens.elements(range) : tokens.elements(range, as: UInt16.self).map { Int32($0) }
  }
}
