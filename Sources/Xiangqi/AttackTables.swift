/// What the pieces reach from every square, worked out once.
///
/// A rank or file is a *line* of ten points, numbered from its end; on a rank the tenth point is a wall. Chariots
/// and cannons are looked up by their point on a line and the ten bits of its occupied points. The tables are one
/// object that callers fetch once and hand down, so that inner loops do not ask again whether it is ready.
final class AttackTables: Sendable {
  /// The only instance.
  static let shared = AttackTables()

  /// What a chariot or cannon sees, at `point * 1024 + occupied`.
  let sights: InlineArray<10240, Sight>
  /// Where a horse goes, at `square * 16 + blockedLegs`.
  let horseTargets: InlineArray<1440, SquareSet>
  /// The leg of a horse that goes from one square to another, at `to * 90 + from`; 255 where none goes.
  let horseLegs: InlineArray<8100, UInt8>
  /// The up to four ways of an elephant, at `square * 4`: its eye, then its target; both 90 where there is none.
  let elephantEyes: InlineArray<360, UInt8>
  /// See `elephantEyes`.
  let elephantTargets: InlineArray<360, UInt8>
  /// Where generals, advisors and soldiers step, at `piece * 90 + square`; empty for other pieces.
  private let steps: InlineArray<1260, SquareSet>
  /// Five points of a file as a set of squares on file a, at their bits.
  let fileSpread: InlineArray<32, SquareSet>

  private init() {
    sights = InlineArray { Sight(point: $0 / 1024, occupied: $0 % 1024) }
    horseTargets = InlineArray {
      AttackTables.horseTargets(from: Square(index: $0 / 16), blockedLegs: $0 % 16)
    }
    horseLegs = InlineArray {
      AttackTables.horseLeg(from: Square(index: $0 % 90), to: Square(index: $0 / 90))
    }
    let elephants = (0..<360).map { AttackTables.elephantWay(from: Square(index: $0 / 4), direction: $0 % 4) }
    elephantEyes = InlineArray { elephants[$0].eye }
    elephantTargets = InlineArray { elephants[$0].target }
    steps = InlineArray {
      AttackTables.steps(of: Piece(unchecked: UInt8($0 / 90)), from: Square(index: $0 % 90))
    }
    fileSpread = InlineArray { bits in
      (0..<5).reduce(into: SquareSet()) { set, rank in
        if bits >> rank & 1 == 1 { set.insert(Square(file: 0, rank: rank)) }
      }
    }
  }

  /// Where a general, advisor or soldier steps; own pieces are not minded.
  @inline(__always)
  func steps(of piece: Piece, from square: Square) -> SquareSet {
    steps[Int(piece.rawValue) &* 90 &+ square.index]
  }

  /// The four neighbours of a square that a horse may need, as bits 0 and 2 (left, right) and 1 and 3 (down, up),
  /// from the occupied points of its rank and file.
  @inline(__always)
  static func blockedLegs(square: Square, rank: Int, file: Int) -> Int {
    let sides = ((rank << 1) >> square.file) & 5
    let ends = ((file << 1) >> square.rank) & 5
    return sides | (ends << 1)
  }

  private static func horseTargets(from square: Square, blockedLegs: Int) -> SquareSet {
    let legs = [(-1, 0), (0, -1), (1, 0), (0, 1)]
    var targets = SquareSet()
    for (bit, leg) in legs.enumerated() where blockedLegs >> bit & 1 == 0 {
      for turn in [-1, 1] {
        let files = leg.0 * 2 + (leg.0 == 0 ? turn : 0)
        let ranks = leg.1 * 2 + (leg.1 == 0 ? turn : 0)
        if let target = square.offset(files: files, ranks: ranks) { targets.insert(target) }
      }
    }
    return targets
  }

  private static func horseLeg(from: Square, to: Square) -> UInt8 {
    let (files, ranks) = (to.file - from.file, to.rank - from.rank)
    guard abs(files * ranks) == 2 else { return 255 }
    return Square(file: from.file + files / 2, rank: from.rank + ranks / 2).rawValue
  }

  private static func elephantWay(from square: Square, direction: Int) -> (eye: UInt8, target: UInt8) {
    let files = direction & 1 == 0 ? -1 : 1
    let ranks = direction & 2 == 0 ? -1 : 1
    guard let target = square.offset(files: files * 2, ranks: ranks * 2),
      (square.rank <= 4) == (target.rank <= 4)
    else { return (90, 90) }
    return (Square(file: square.file + files, rank: square.rank + ranks).rawValue, target.rawValue)
  }

  private static func steps(of piece: Piece, from square: Square) -> SquareSet {
    var offsets: [(Int, Int)]
    switch piece.kind {
    case .general: offsets = [(-1, 0), (1, 0), (0, -1), (0, 1)]
    case .advisor: offsets = [(-1, -1), (1, -1), (-1, 1), (1, 1)]
    case .soldier:
      offsets = [(0, piece.side.forward)]
      if !square.isHome(of: piece.side) { offsets += [(-1, 0), (1, 0)] }
    case .elephant, .horse, .chariot, .cannon: offsets = []
    }
    return offsets.reduce(into: SquareSet()) { set, offset in
      guard let target = square.offset(files: offset.0, ranks: offset.1) else { return }
      if piece.kind == .soldier || target.isInPalace(of: piece.side) { set.insert(target) }
    }
  }
}

/// What is seen along one line from one of its points, three sets of ten bits.
///
/// `empty` are the points up to the first piece on both sides, `near` those first pieces, and `far` the first
/// pieces behind them: a chariot takes a near piece, a cannon a far one.
struct Sight: Sendable {
  /// `empty | near << 10 | far << 20`, ten bits each.
  let bits: UInt32

  /// The points up to the first pieces.
  @inline(__always)
  var empty: Int { Int(bits & 0x3FF) }
  /// The first piece on either side.
  @inline(__always)
  var near: Int { Int(bits >> 10 & 0x3FF) }
  /// The second piece on either side.
  @inline(__always)
  var far: Int { Int(bits >> 20) }

  /// Looks both ways from a point of a line whose occupied points are given.
  init(point: Int, occupied: Int) {
    var (empty, near, far) = (0, 0, 0)
    for step in [-1, 1] {
      var pieces = 0
      var next = point + step
      while (0..<10).contains(next), pieces < 2 {
        if occupied >> next & 1 == 1 {
          pieces += 1
          if pieces == 1 { near |= 1 << next } else { far |= 1 << next }
        } else if pieces == 0 {
          empty |= 1 << next
        }
        next += step
      }
    }
    bits = UInt32(empty | near << 10 | far << 20)
  }
}
