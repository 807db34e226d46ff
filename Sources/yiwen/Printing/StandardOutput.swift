import Glibc

/// Writes to standard output at once, as a text that is read while it comes.
func printNow(_ text: String) {
  var bytes = Array(text.utf8)[...]
  while !bytes.isEmpty {
    let written = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    guard written > 0 || errno == EINTR else { return }
    bytes = bytes.dropFirst(max(written, 0))
  }
}
