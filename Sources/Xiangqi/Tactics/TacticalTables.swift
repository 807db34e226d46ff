/// What the tactical search looks up besides ``AttackTables``, worked out once.
///
/// The tables are read through methods: where a property of a class that holds an `InlineArray` is read directly, the
/// compiler may copy all of it for one element.
final class TacticalTables: Sendable {
  /// The only instance.
  static let shared = TacticalTables()

  /// At `slot * 90 + square`.
  private let worths: InlineArray<2880, UInt8>
  /// At `piece * 90 + square`.
  private let reach: InlineArray<1260, SquareSet>
  /// At `side * 90 + square`, as those below.
  private let attackers: InlineArray<180, SquareSet>
  private let leapers: InlineArray<180, SquareSet>
  /// At `side * 270 + square * 3`.
  private let soldiers: InlineArray<540, UInt8>
  private let guarded: InlineArray<2, SquareSet>
  private let concerns: InlineArray<90, SquareSet>
  private let shields: InlineArray<90, SquareSet>

  private init() {
    let reach = Piece.all.flatMap { piece in Square.all.map { Self.reach(of: piece, from: $0) } }
    let places = Side.allCases.flatMap { side in Square.all.map { (side, $0) } }
    let soldiers = places.flatMap { Self.soldiers(of: $0.0, at: $0.1) }
    worths = InlineArray {
      UInt8(PieceWorth.of(Slots.piece(UInt8($0 / 90)), on: Square(index: $0 % 90)))
    }
    self.reach = InlineArray { reach[$0] }
    attackers = InlineArray { Self.attackers(of: places[$0].1, by: places[$0].0) }
    leapers = InlineArray {
      let (side, general) = places[$0]
      return Self.squares([(-1, 0), (1, 0), (0, side.forward)], from: general).union(
        Self.horses(from: general))
    }
    self.soldiers = InlineArray { soldiers[$0] }
    guarded = InlineArray { side in
      let pieces = [PieceKind.general, .advisor, .elephant].map { Piece(Side.allCases[side], $0) }
      return pieces.reduce(SquareSet()) { set, piece in
        Square.all.reduce(set) { $0.union(Self.reach(of: piece, from: $1)) }
      }
    }
    concerns = InlineArray { Self.shields(of: Square(index: $0)).union(Self.horses(from: Square(index: $0))) }
    shields = InlineArray { Self.shields(of: Square(index: $0)) }
  }

  // MARK: Questions

  /// The worth of the piece of a slot on a square.
  @inline(__always)
  func worth(of slot: UInt8, on square: Square) -> Int { Int(worths[Int(slot & 31) &* 90 &+ square.index]) }

  /// Where a piece goes on an empty board.
  @inline(__always)
  func reach(of piece: Piece, from square: Square) -> SquareSet {
    reach[Int(piece.rawValue) &* 90 &+ square.index]
  }

  /// From where the pieces of a side other than chariots and cannons reach a square on an empty board.
  @inline(__always)
  func attackers(of square: Square, by side: Side) -> SquareSet {
    attackers[Int(side.rawValue) &* 90 &+ square.index]
  }

  /// From where enemy horses and soldiers attack a side's general; legs are not minded.
  @inline(__always)
  func leapers(at general: Square, of side: Side) -> SquareSet {
    leapers[Int(side.rawValue) &* 90 &+ general.index]
  }

  /// From where a side's soldiers could capture on a square: of up to three squares that of a number.
  ///
  /// They are in the order of exchanges, what is worth least and stands lowest first.
  @inline(__always)
  func soldier(_ number: Int, of side: Side, at square: Square) -> Square? {
    Square(rawValue: soldiers[Int(side.rawValue) &* 270 &+ square.index &* 3 &+ number])
  }

  /// The squares that a side's general, advisors and elephants may reach.
  @inline(__always)
  func guarded(by side: Side) -> SquareSet { guarded[Int(side.rawValue)] }

  /// The squares that decide whether a general is attacked: its file and rank, the squares of horses and their legs.
  ///
  /// A move of another piece that neither leaves nor enters one of them changes nothing there.
  @inline(__always)
  func concerns(of general: Square) -> SquareSet { concerns[general.index] }

  /// The squares where a piece may shield a general: its file and rank, the legs of horses.
  ///
  /// Leaving another one exposes nothing.
  @inline(__always)
  func shields(of general: Square) -> SquareSet { shields[general.index] }

  // MARK: How they are made

  private static func reach(of piece: Piece, from square: Square) -> SquareSet {
    switch piece.kind {
    case .general, .advisor, .soldier: AttackTables.shared.steps(of: piece, from: square)
    case .elephant:
      squares([(-2, -2), (-2, 2), (2, -2), (2, 2)], from: square).intersection(Position.home(of: piece.side))
    case .horse: horses(from: square)
    case .chariot, .cannon: Position.fileAndRank(of: square)
    }
  }

  private static func attackers(of square: Square, by side: Side) -> SquareSet {
    let kinds = [PieceKind.general, .advisor, .elephant, .horse, .soldier]
    return Square.all.reduce(into: SquareSet()) { set, from in
      if kinds.contains(where: { reach(of: Piece(side, $0), from: from).contains(square) }) {
        set.insert(from)
      }
    }
  }

  private static func soldiers(of side: Side, at square: Square) -> [UInt8] {
    let soldier = Piece(side, .soldier)
    let from = Square.all.filter {
      soldier.canStand(on: $0) && reach(of: soldier, from: $0).contains(square)
    }
    let ordered = from.sorted { PieceWorth.of(soldier, on: $0) < PieceWorth.of(soldier, on: $1) }
    return (ordered.map(\.rawValue) + [255, 255, 255]).prefix(3).map { $0 }
  }

  private static func horses(from square: Square) -> SquareSet { AttackTables.shared.horseReach(square) }

  private static func shields(of general: Square) -> SquareSet {
    Position.fileAndRank(of: general).union(squares([(-1, -1), (-1, 1), (1, -1), (1, 1)], from: general))
  }

  private static func squares(_ offsets: [(Int, Int)], from square: Square) -> SquareSet {
    offsets.reduce(into: SquareSet()) { set, offset in
      if let target = square.offset(files: offset.0, ranks: offset.1) { set.insert(target) }
    }
  }
}

extension AttackTables {
  /// What is seen from a point of a line.
  @inline(__always)
  func sight(_ point: Int, _ occupied: Int) -> Sight { sights[point &* 1024 &+ occupied] }

  /// Where a horse goes whose legs are free.
  @inline(__always)
  func horseReach(_ square: Square) -> SquareSet { horseTargets[square.index &* 16] }

  /// The leg of a horse that goes from one square to another, as a raw value; 255 where none goes.
  @inline(__always)
  func horseLeg(to: Square, from: Square) -> UInt8 { horseLegs[to.index &* 90 &+ from.index] }

  /// Points of the file and of the rank of a square as a set of squares.
  @inline(__always)
  func squares(onFile: Int, onRank: Int, of square: Square) -> SquareSet {
    let low = fileSpread[onFile & 31].bits
    let high = fileSpread[onFile &>> 5].bits &<< 45
    return SquareSet(
      bits: (low | high) &<< UInt128(truncatingIfNeeded: square.file)
        | UInt128(truncatingIfNeeded: onRank) &<< UInt128(truncatingIfNeeded: square.rank &* 9))
  }
}

extension Position {
  /// The squares of the file and the rank of a square, itself left out.
  @inline(__always)
  static func fileAndRank(of square: Square) -> SquareSet {
    let file = fileA &<< UInt128(truncatingIfNeeded: square.file)
    let rank = (0x1FF as UInt128) &<< UInt128(truncatingIfNeeded: square.rank &* 9)
    return SquareSet(bits: (file | rank) & ~SquareSet(square).bits)
  }

  /// The squares on a side's half of the board.
  @inline(__always)
  static func home(of side: Side) -> SquareSet {
    let half = (1 as UInt128) &<< 45 &- 1
    return SquareSet(bits: side == .red ? half : half &<< 45)
  }
}
