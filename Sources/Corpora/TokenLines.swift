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
    let table: TokenTable
    do { table = try TokenTable(contentsOf: try bytes(folder: folder)) } catch let error as CorpusError {
      throw error
    } catch {
      throw .malformed(path: folder + "/tokens.txt", problem: "\(error)")
    }
    return (0..<table.count).map { table[$0] }
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
