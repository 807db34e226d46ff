/// One of the 90 points of the board, stored as `rank * 9 + file`.
///
/// Files are `a`–`i` from Red's left, ranks `0`–`9` from Red's back rank.
public struct Square: RawRepresentable, Sendable, Hashable, Comparable {
  /// `rank * 9 + file`, 0..<90.
  public let rawValue: UInt8

  /// The square with that number, or nil past 89.
  @inline(__always)
  public init?(rawValue: UInt8) {
    guard rawValue < 90 else { return nil }
    self.rawValue = rawValue
  }

  /// A square from a number already known to be below 90.
  @inline(__always)
  init(unchecked rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The square of a number already known to be in 0..<90.
  @inline(__always)
  init(index: Int) {
    rawValue = UInt8(truncatingIfNeeded: index)
  }

  /// The square at that file (0 = a … 8 = i) and rank (0 … 9), both of which must be on the board.
  public init(file: Int, rank: Int) {
    precondition(
      (0..<9).contains(file) && (0..<10).contains(rank), "square: file \(file), rank \(rank) is off the board"
    )
    rawValue = UInt8(rank * 9 + file)
  }

  /// The square of a name such as `e4`: a small letter a–i and a digit 0–9, nothing else.
  public init?(_ name: some StringProtocol) {
    var bytes = name.utf8.makeIterator()
    guard let file = bytes.next(), let rank = bytes.next(), bytes.next() == nil,
      (UInt8(ascii: "a")...UInt8(ascii: "i")).contains(file),
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(rank)
    else { return nil }
    rawValue = (rank - UInt8(ascii: "0")) * 9 + file - UInt8(ascii: "a")
  }

  /// 0 (file a, Red's left) … 8 (file i).
  public var file: Int { Int(rawValue % 9) }

  /// 0 (Red's back rank) … 9 (Black's).
  public var rank: Int { Int(rawValue / 9) }

  /// `rawValue` as an index into a table of 90.
  @inline(__always)
  public var index: Int { Int(rawValue) }

  /// The square with left and right exchanged.
  public var mirrored: Square { Square(file: 8 - file, rank: rank) }

  /// The square with Red's and Black's ends exchanged.
  public var flipped: Square { Square(file: file, rank: 9 - rank) }

  /// The square so many files to the right and ranks up, or nil off the board.
  public func offset(files: Int, ranks: Int) -> Square? {
    let file = file + files
    let rank = rank + ranks
    guard (0..<9).contains(file), (0..<10).contains(rank) else { return nil }
    return Square(file: file, rank: rank)
  }

  /// Whether the square lies in that side's palace: files d–f, the three ranks at its end.
  public func isInPalace(of side: Side) -> Bool {
    (3...5).contains(file) && (side == .red ? rank <= 2 : rank >= 7)
  }

  /// Whether the square lies on that side's own half of the board.
  public func isHome(of side: Side) -> Bool {
    side == .red ? rank <= 4 : rank >= 5
  }

  /// All 90 squares from a0 to i9, rank by rank.
  public static let all: [Square] = (0..<90).map { Square(index: $0) }

  /// Ascending from a0, rank by rank.
  public static func < (left: Square, right: Square) -> Bool {
    left.rawValue < right.rawValue
  }
}

extension Square: CustomStringConvertible {
  /// The name, such as `e4`.
  public var description: String {
    String(UnicodeScalar(UInt8(ascii: "a") + rawValue % 9)) + String(rank)
  }
}
