public import GameFiles
import Xiangqi

extension Catalog {
  /// What went wrong with a file of games.
  public func sentence(_ error: GameFileError) -> String {
    guard language == .chinese else { return error.description }
    switch error {
    case .system(let action, let path, let reason):
      return "文件 \(path) 不能\(verb(for: action))：\(reason)"
    case .tooLarge(let name, let limit): return "\(name) 超过了 \(limit) 字节"
    case .inUse(let path): return "\(path) 正被另一个程序写入：请稍候，或换一个文件"
    case .notOurGames(let path, let offset): return "\(path) 从第 \(offset) 字节起不是棋谱，所以没有续写"
    case .unknownEncoding(let offset): return "文字既不是 UTF-8（第 \(offset) 字节）也不是 GB18030：请另存为 UTF-8"
    case .noConverter(let encoding): return "系统不能转换 \(encoding)：请另存为 UTF-8"
    case .notEncodable(let encoding): return "有 \(encoding) 写不了的字"
    case .brokenCompression: return "压缩数据已损坏"
    case .unknownFormat: return "不是认得的棋谱格式（PGN、XQF、DhtmlXQ）"
    case .readOnly(let format): return "\(format.name) 只能读，不能写：请存为 PGN"
    case .notationNotInFiles: return "棋谱文件不用这种记谱：请用中文、ICCS 或 WXF"
    case .notWritable(let game, _): return "第 \(game) 局不能写成文件"
    case .malformed(let format, let game, let place, _):
      return "\(format.name) 第 \(game) 局，\(text(for: place))：不合格式"
    case .position(let format, let game, let place, let error):
      return "\(format.name) 第 \(game) 局，\(text(for: place))：开始局面不对：\(sentence(error))"
    case .move(let format, let game, let place, let number, let side, let text, _):
      return
        "\(format.name) 第 \(game) 局，\(self.text(for: place))：第 \(number) 回合\(name(of: side))的“\(text)”走不了"
    }
  }

  private func verb(for action: String) -> String {
    switch action {
    case "read", "opened": "打开"
    case "written", "created": "写入"
    default: "使用"
    }
  }

  private func text(for place: GameFileError.Place) -> String {
    switch place {
    case .line(let line): "第 \(line) 行"
    case .offset(let offset): "第 \(offset) 字节"
    }
  }
}
