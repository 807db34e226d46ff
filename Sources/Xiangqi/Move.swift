/// A move of a piece from one square to another; what it is and what it takes, the position knows.
public struct Move: Sendable, Hashable, Comparable {
  /// Where the piece stands.
  public let from: Square
  /// Where it goes.
  public let to: Square

  /// The move between those squares.
  @inline(__always)
  public init(from: Square, to: Square) {
    self.from = from
    self.to = to
  }

  /// The move of a canonical ICCS text such as `h2e2`: small letters, no hyphen.
  public init?(iccs: some StringProtocol) {
    guard iccs.utf8.count == 4 else { return nil }
    let middle = iccs.utf8.index(iccs.startIndex, offsetBy: 2)
    guard let from = Square(iccs[..<middle]), let to = Square(iccs[middle...]) else { return nil }
    self.init(from: from, to: to)
  }

  /// The canonical ICCS text, such as `h2e2`.
  public var iccs: String { "\(from)\(to)" }

  /// The move with left and right exchanged.
  public var mirrored: Move { Move(from: from.mirrored, to: to.mirrored) }

  /// The move with Red's and Black's ends exchanged.
  public var flipped: Move { Move(from: from.flipped, to: to.flipped) }

  /// Ascending by `from`, then by `to`.
  public static func < (left: Move, right: Move) -> Bool {
    (left.from.rawValue, left.to.rawValue) < (right.from.rawValue, right.to.rawValue)
  }
}

extension Move: CustomStringConvertible {
  /// The canonical ICCS text.
  public var description: String { iccs }
}
