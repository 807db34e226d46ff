internal import Xiangqi

/// Tactics that were worked out before, by position: the same positions come up in the searches of a game's moves.
///
/// Two generations bound the memory: once the younger is full, it becomes the older, and what was in that is forgotten.
struct TacticsMemo {
  /// The most positions of a generation; a position takes about 700 bytes.
  let capacity: Int
  private var younger: [PositionKey: Tactics] = [:]
  private var older: [PositionKey: Tactics] = [:]

  /// An empty memo.
  init(capacity: Int = 16_384) {
    precondition(capacity > 0, "a memo of \(capacity) positions")
    self.capacity = capacity
  }

  /// How many positions are known, at most twice the capacity.
  var count: Int { younger.count + older.count }

  /// The tactics of a position, `nil` where they are not known.
  subscript(key: PositionKey) -> Tactics? {
    get { younger[key] ?? older[key] }
    set {
      if younger.count >= capacity, younger[key] == nil { (older, younger) = (younger, [:]) }
      younger[key] = newValue
    }
  }
}
