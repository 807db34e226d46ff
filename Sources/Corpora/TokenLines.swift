internal import ModelFiles
public import Players
internal import Tokenizers
internal import Xiangqi

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
  /// The vocabulary in `tokens.txt` of a model's folder.
  public init(folder: String) throws(CorpusError) {
    let names = try TokenLines.names(folder: folder)
    do { try self.init(tokens: names) } catch {
      throw .malformed(path: folder + "/tokens.txt", problem: "\(error)")
    }
  }

  /// The lines of a `tokens.txt` for whole games by those players.
  public static func tokenNames(players: [String]) -> [String] {
    ["<pad>", "<bos>", "<result=?>", "<result=1-0>", "<result=0-1>", "<result=1/2-1/2>", "<player=?>"]
      + players.map { "<player=\($0)>" } + possibleMoves.map(\.iccs)
  }
}
