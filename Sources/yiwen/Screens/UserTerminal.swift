import FoundationEssentials
import Glibc
import TerminalDriver

/// The terminal that the program was started in.
enum UserTerminal {
  /// Whether input and output are a terminal.
  static var isThere: Bool { isatty(STDIN_FILENO) != 0 && isatty(STDOUT_FILENO) != 0 }

  /// Takes the terminal; what goes to standard error meanwhile goes to a log.
  static func open(
    log: String, crashNotice: String, environment: [String: String]
  ) throws -> NcursesTerminal {
    try FileManager.default.createDirectory(
      atPath: String(log.dropLast("/log".count)), withIntermediateDirectories: true)
    let noColour = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return try NcursesTerminal(logPath: log, crashNotice: crashNotice, monochrome: noColour)
  }
}
