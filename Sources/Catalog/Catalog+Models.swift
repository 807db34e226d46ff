import ModelFiles
import Players

extension Catalog {
  /// Why the model cannot be loaded or cannot think.
  ///
  /// What is wrong inside a file is told in the words of its format, which are English in every language.
  public func sentence(modelError error: any Error) -> String {
    guard language == .chinese else { return "\(error)" }
    switch error {
    case XiangqiModelError.files(.unreadable(let file, let reason)):
      return "模型文件 \(file) 打不开（\(reason)）"
    case XiangqiModelError.files(.tooLong(let file, let length, let limit)):
      return "模型文件 \(file) 有 \(length) 字节，超过上限 \(limit)"
    case XiangqiModelError.files(let error): return "模型文件不对（\(error)）"
    case is XiangqiModelError: return "这不是能用的象棋模型（\(error)）"
    case PlayerError.unknownPlayer(let name): return "模型不认识棋手“\(name)”"
    case PlayerError.decoder(let error): return "计算失败（\(error)）"
    case PlayerError.gameIsOver: return "对局已结束"
    case PlayerError.notOnMove: return "还没轮到它走"
    default: return "\(error)"
    }
  }
}
