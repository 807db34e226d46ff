import Glibc

/// Writes to standard error.
func printError(_ text: String, terminator: String = "\n") {
  var bytes = Array((text + terminator).utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    guard written > 0 || errno == EINTR else { return }
    bytes = bytes.dropFirst(max(written, 0))
  }
}

/// True where standard error is a terminal, so that progress is worth drawing.
var standardErrorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }
