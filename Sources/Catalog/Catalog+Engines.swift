public import EngineProtocol

extension Catalog {
  /// Why an engine cannot be played with, in one sentence.
  public func sentence(_ error: EngineError) -> String {
    guard language == .chinese else { return "\(error)" }
    return switch error {
    case .malformedCommand(let text, let reason): "引擎命令“\(text.prefix(80))”写得不对：\(reason)"
    case .couldNotStart(let path, let reason): "引擎 \(path) 启动不了：\(reason)"
    case .noProtocol(let engine, let limit): "\(engine) 在 \(limit) 内没有答应 uci 或 ucci，它是 UCI/UCCI 引擎吗？"
    case .unknownOption(let engine, let option): "\(engine) 没有选项“\(option)”"
    case .badOption(let engine, let option, let value, let reason):
      "\(engine) 的选项“\(option)”不能设为“\(value)”：\(reason)"
    case .notXiangqi(let engine, let move): "\(engine) 的第一着“\(move.prefix(80))”不是象棋着法"
    case .exited(let engine, let status, 0): "\(engine) 自己退出了，状态 \(status)"
    case .exited(let engine, _, let signal): "\(engine) 崩溃了：信号 \(signal)"
    case .closedOutput(let engine): "\(engine) 关掉了输出"
    case .timedOut(let engine, _): "\(engine) 没有按时回答"
    case .lineTooLong(let engine, let bytes): "\(engine) 写了一行超过 \(bytes) 字节的文字"
    case .malformedAnswer(let engine, let line): "\(engine) 的回答“\(line.prefix(80))”不是着法"
    case .illegalMove(let engine, let move, _): "\(engine) 走了不合规则的“\(move.prefix(80))”"
    case .closed(let engine): "\(engine) 已经关闭"
    }
  }
}
