/// Why a terminal could not be taken.
public enum TerminalError: Error, Equatable, CustomStringConvertible {
  /// Standard input or output is a file or a pipe.
  case notATerminal
  /// The value of `TERM`, empty if unset, is not in the terminfo database.
  case unknownType(String)
  /// The terminal type, such as `dumb`, cannot move its cursor.
  case cannotMoveCursor(String)
  /// The log file cannot be written.
  case cannotOpenLog(path: String, reason: String)
  /// The system refused what the driver needs.
  case noResources(reason: String)
  /// The process has taken the terminal already.
  case alreadyOpen

  /// One sentence: what was wrong and what would be right.
  public var description: String {
    switch self {
    case .notATerminal:
      "the program needs a terminal for input and output, and one of them is a file or a pipe"
    case .unknownType(""):
      "TERM is not set; set it to the type of your terminal, such as xterm-256color"
    case .unknownType(let type):
      "the terminal type '\(type)' (TERM) is not known here; try TERM=xterm-256color or TERM=vt100"
    case .cannotMoveCursor(let type):
      "a terminal of type '\(type)' (TERM) cannot move its cursor; try TERM=xterm-256color or TERM=vt100"
    case .cannotOpenLog(let path, let reason):
      "the log file '\(path)' cannot be written: \(reason)"
    case .noResources(let reason):
      "the system has no means left to watch the terminal: \(reason)"
    case .alreadyOpen:
      "the terminal is in use by this program already"
    }
  }
}
