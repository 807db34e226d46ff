internal import ModelFiles
internal import Tokenizers

/// The file by which the tokens of a folder, of data or of a model, are numbered.
public struct VocabularyFile: Sendable, Hashable {
  /// The file's name in its folder.
  public let name: String
  /// The file's content.
  public let content: [UInt8]

  /// A file of its parts.
  public init(name: String, content: [UInt8]) {
    self.name = name
    self.content = content
  }

  /// The vocabulary of a folder: `tokenizer.json`, or else `tokens.txt`.
  public init(folder: String) throws(CorpusError) {
    do {
      content = try MappedFile.read(path: "\(folder)/\(UnigramTokenizer.fileName)", limit: 1 << 28)
      name = UnigramTokenizer.fileName
    } catch .unreadable {
      content = try TokenLines.bytes(folder: folder)
      name = CharacterTokenizer.fileName
    } catch {
      throw .file(error)
    }
  }

  /// The vocabulary among the files of a model, by name.
  public init?(companions: [String: [UInt8]]) {
    let names = [UnigramTokenizer.fileName, CharacterTokenizer.fileName]
    guard let name = names.first(where: { companions[$0] != nil }), let content = companions[name] else {
      return nil
    }
    self.init(name: name, content: content)
  }

  /// The vocabulary of texts that the file describes; `path` is its name in errors.
  public func texts(path: String) throws(CorpusError) -> any TextVocabulary {
    do {
      guard name == UnigramTokenizer.fileName else { return try CharacterTokenizer(contentsOf: content) }
      return try UnigramTokenizer(json: JSONValue(parsing: content))
    } catch {
      throw .malformed(path: path, problem: "\(error)")
    }
  }
}
