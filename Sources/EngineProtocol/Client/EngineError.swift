/// Why an engine cannot be played with, in the words of one sentence.
public enum EngineError: Error, Sendable, Hashable {
  /// The text that names an engine is not of the form it should be.
  case malformedCommand(String, reason: String)
  /// The program could not be started.
  case couldNotStart(path: String, reason: String)
  /// The program answered neither `uci` nor `ucci`.
  case noProtocol(engine: String, limit: Duration)
  /// The engine does not offer an option that was to be set.
  case unknownOption(engine: String, option: String)
  /// The engine does not take that value.
  case badOption(engine: String, option: String, value: String, reason: String)
  /// The first move of the engine is not one of xiangqi.
  case notXiangqi(engine: String, move: String)
  /// The engine ended: its exit status, or the number of the signal that ended it.
  case exited(engine: String, status: Int32, signal: Int32)
  /// The engine closed its output and ran on.
  case closedOutput(engine: String)
  /// The engine did not say what was waited for, even after `stop`.
  case timedOut(engine: String, waitingFor: String)
  /// The engine wrote a line that does not end.
  case lineTooLong(engine: String, bytes: Int)
  /// The engine wrote an answer that means nothing.
  case malformedAnswer(engine: String, line: String)
  /// The engine played a move that is not legal.
  case illegalMove(engine: String, move: String, fen: String)
  /// The engine was asked after it had been closed.
  case closed(engine: String)
}

extension EngineError: CustomStringConvertible {
  /// What was wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .malformedCommand(let text, let reason): "the engine '\(text.printable(limit: 80))': \(reason)"
    case .couldNotStart(let path, let reason): "the engine \(path) could not be started: \(reason)"
    case .noProtocol(let engine, let limit):
      "\(engine) answered neither 'uci' nor 'ucci' within \(limit); is it a UCI or UCCI engine?"
    case .unknownOption(let engine, let option): "\(engine) has no option '\(option)'"
    case .badOption(let engine, let option, let value, let reason):
      "\(engine) does not take '\(value)' for the option '\(option)'; \(reason)"
    case .notXiangqi(let engine, let move):
      "\(engine) begins with '\(move.printable(limit: 80))', which is no move of xiangqi in either numbering of ranks"
    case .exited(let engine, let status, 0): "\(engine) ended by itself with status \(status)"
    case .exited(let engine, _, let signal): "\(engine) crashed: signal \(signal) ended it"
    case .closedOutput(let engine): "\(engine) closed its output"
    case .timedOut(let engine, let answer): "\(engine) did not answer in time: \(answer) was due"
    case .lineTooLong(let engine, let bytes): "\(engine) wrote a line of more than \(bytes) bytes"
    case .malformedAnswer(let engine, let line):
      "\(engine) answered '\(line.printable(limit: 80))', which is no move"
    case .illegalMove(let engine, let move, let fen):
      "\(engine) played '\(move.printable(limit: 80))', which is not legal in \(fen)"
    case .closed(let engine): "\(engine) has been closed"
    }
  }
}
