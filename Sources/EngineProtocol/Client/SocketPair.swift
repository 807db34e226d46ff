internal import Glibc

/// Two sockets that are connected, both closed in programs started meanwhile, so that engines started side by side do
/// not hold each other's open.
struct SocketPair {
  let ours: CInt
  let theirs: CInt

  /// A pair, or nil when the system has none left, as `errno` tells.
  init?() {
    var ends: [CInt] = [-1, -1]
    let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
    guard socketpair(AF_UNIX, CInt(bitPattern: kind), 0, &ends) == 0 else { return nil }
    (ours, theirs) = (ends[0], ends[1])
  }

  /// Closes both.
  func close() {
    Glibc.close(ours)
    Glibc.close(theirs)
  }
}
