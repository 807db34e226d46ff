internal import LanguageModel
internal import ModelFiles
public import Players
internal import Tokenizers

/// The `tokens.txt` of a folder.
enum TokenLines {
  private static let limit = 1 << 25

  static func bytes(folder: String) throws(CorpusError) -> [UInt8] {
    do { return try MappedFile.read(path: folder + "/tokens.txt", limit: limit) } catch { throw .file(error) }
  }

  static func names(folder: String) throws(CorpusError) -> [String] {
    try names(try bytes(folder: folder), path: folder + "/tokens.txt")
  }

  /// The names in the content of a `tokens.txt`; `path` is its name in errors.
  static func names(_ bytes: [UInt8], path: String) throws(CorpusError) -> [String] {
    do {
      let table = try TokenTable(contentsOf: bytes)
      return (0..<table.count).map { table[$0] }
    } catch {
      throw .malformed(path: path, problem: "\(error)")
    }
  }
}

extension XiangqiVocabulary {
  /// The vocabulary of the model in a folder, in the layout its `config.json` states.
  public init(folder: String) throws(CorpusError) {
    let names = try TokenLines.names(folder: folder)
    let path = folder + "/tokens.txt"
    do {
      try self.init(tokens: names, layout: SequenceLayout(DecoderConfig(folder: folder)))
    } catch let error as ModelError {
      throw .file(error)
    } catch {
      throw .malformed(path: path, problem: "\(error)")
    }
  }
}
