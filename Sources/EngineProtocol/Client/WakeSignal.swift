internal import Glibc
internal import Synchronization

/// A bell that one thread rings and another hears while it waits in `poll`.
///
/// Its descriptors live as long as it does, so a ring can never go to somebody else's file.
final class WakeSignal: Sendable {
  private let ends: SocketPair
  private let rung = Atomic(false)

  /// A bell, or nil when the system has no descriptors left.
  init?() {
    guard let ends = SocketPair() else { return nil }
    self.ends = ends
  }

  deinit { ends.close() }

  /// What becomes readable when the bell rings.
  var descriptor: CInt { ends.ours }

  /// Rings, once.
  func ring() {
    guard !rung.exchange(true, ordering: .acquiringAndReleasing) else { return }
    var byte: UInt8 = 1
    _ = write(ends.theirs, &byte, 1)
  }

  /// Whether it has rung.
  var hasRung: Bool { rung.load(ordering: .acquiring) }
}
