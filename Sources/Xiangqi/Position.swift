/// A position on the board: where the pieces stand, who moves, and the two counters of a FEN.
///
/// A value without references: `playing(_:)` gives a new one. Two positions are equal when placement and side to
/// move are equal, which is the identity that the repetition rules use; the counters do not matter.
public struct Position: Sendable {
  /// The slot of the piece on each square, `Slots.none` where it is empty.
  var board: InlineArray<90, UInt8>
  /// The square of the piece in each slot, `Slots.none` where it is captured.
  var roll: InlineArray<32, UInt8>
  /// The occupied points of each rank: Red's in bits 0–8, Black's in bits 16–24.
  var ranks: InlineArray<10, UInt32>
  /// The occupied points of each file: Red's in bits 0–9, Black's in bits 16–25.
  var files: InlineArray<9, UInt32>
  /// Red's and Black's squares.
  var occupied: InlineArray<2, SquareSet>

  /// A 64-bit key of placement and side to move, kept up to date move by move.
  public private(set) var zobristKey: UInt64
  /// Plies since the last capture.
  public private(set) var pliesSinceCapture: Int
  /// The number of the round, from 1, raised after every move of Black.
  public private(set) var moveNumber: Int
  /// Who moves.
  public internal(set) var sideToMove: Side

  /// A position of pieces of which there are not more than a side can have.
  init(placement: [Piece?], sideToMove: Side, pliesSinceCapture: Int, moveNumber: Int) {
    board = InlineArray(repeating: Slots.none)
    roll = InlineArray(repeating: Slots.none)
    ranks = InlineArray(repeating: 0)
    files = InlineArray(repeating: 0)
    occupied = InlineArray(repeating: SquareSet())
    zobristKey = sideToMove == .black ? Zobrist.blackToMove : 0
    self.pliesSinceCapture = pliesSinceCapture
    self.moveNumber = moveNumber
    self.sideToMove = sideToMove
    for square in Square.all {
      guard let piece = placement[square.index] else { continue }
      guard let slot = Slots.range(of: piece).first(where: { roll[$0] == Slots.none }) else {
        preconditionFailure("a position has at most \(piece.kind.fullCount) pieces '\(piece)'")
      }
      put(slot: UInt8(slot), on: square)
      zobristKey ^= Zobrist.key(piece, square)
    }
  }

  /// The piece on a square.
  public subscript(square: Square) -> Piece? {
    let slot = board[square.index]
    return slot == Slots.none ? nil : Slots.piece(slot)
  }

  /// The number of the piece on each square, 255 where there is none: ``subscript(_:)`` for all squares at once.
  package func pieceNumbers() -> InlineArray<90, UInt8> {
    InlineArray { board[$0] == Slots.none ? Slots.none : Slots.piece(board[$0]).rawValue }
  }

  /// The squares on which that piece stands, ascending.
  public func squares(of piece: Piece) -> [Square] {
    Slots.range(of: piece).compactMap { Square(rawValue: roll[$0]) }.sorted()
  }

  /// The square of the piece in a slot; nil when it is captured.
  @inline(__always)
  func square(ofSlot slot: Int) -> Square? {
    Square(rawValue: roll[slot])
  }

  /// The square of a side's general.
  public func general(of side: Side) -> Square {
    guard let square = square(ofSlot: Slots.base(side)) else {
      preconditionFailure("\(side)'s general has been taken: this position cannot arise in a game")
    }
    return square
  }

  /// Whether a move ends on an occupied square.
  public func isCapture(_ move: Move) -> Bool {
    board[move.to.index] != Slots.none
  }

  /// The position after a move, which must be of a piece of the side to move; nothing else is checked.
  public func playing(_ move: Move) -> Position {
    precondition(
      Slots.belongs(board[move.from.index], to: sideToMove),
      "playing \(move): no piece of the side to move on \(move.from)")
    return moving(move)
  }

  /// The position after a move of either side's piece, whoever is to move; the mover's opponent moves next.
  ///
  /// For questions such as "what if Red could capture now?". The result may be a position that cannot arise in
  /// a game, even one without a general: ask it only for pieces and attacks.
  public func moving(_ move: Move) -> Position {
    precondition(board[move.from.index] != Slots.none, "moving \(move): no piece on \(move.from)")
    var next = self
    next.move(from: move.from, to: move.to)
    return next
  }

  /// Carries out a move in place; there is a piece on `from`.
  @inline(__always)
  mutating func move(from: Square, to: Square) {
    let slot = board[from.index]
    let piece = Slots.piece(slot)
    let captured = board[to.index]
    pliesSinceCapture &+= 1
    if captured != Slots.none {
      take(slot: captured, off: to)
      roll[Int(captured & 31)] = Slots.none
      zobristKey ^= Zobrist.key(Slots.piece(captured), to)
      pliesSinceCapture = 0
    }
    take(slot: slot, off: from)
    put(slot: slot, on: to)
    zobristKey ^= Zobrist.key(piece, from) ^ Zobrist.key(piece, to)
    let isBlack = slot & 16 != 0
    if isBlack == (sideToMove == .black) { zobristKey ^= Zobrist.blackToMove }
    sideToMove = isBlack ? .red : .black
    moveNumber &+= isBlack ? 1 : 0
  }

  /// Puts the piece of a slot on an empty square.
  @inline(__always)
  mutating func put(slot: UInt8, on square: Square) {
    board[square.index] = slot
    roll[Int(slot & 31)] = square.rawValue
    toggle(slot: slot, square)
  }

  /// Empties a square; the roll is left to the caller.
  @inline(__always)
  mutating func take(slot: UInt8, off square: Square) {
    board[square.index] = Slots.none
    toggle(slot: slot, square)
  }

  /// Turns the bits of a square over in the sets of a slot's side.
  @inline(__always)
  private mutating func toggle(slot: UInt8, _ square: Square) {
    let shift = UInt32(slot & 16)
    let (rank, file) = (square.rank, square.file)
    ranks[rank] ^= 1 &<< (UInt32(truncatingIfNeeded: file) &+ shift)
    files[file] ^= 1 &<< (UInt32(truncatingIfNeeded: rank) &+ shift)
    let side = Int(slot &>> 4 & 1)
    occupied[side].bits ^= SquareSet(square).bits
  }
}

extension Position: Hashable {
  /// Equal placement and side to move.
  public static func == (left: Position, right: Position) -> Bool {
    // The key tells nearly all different positions apart; equal keys are not proof.
    left.zobristKey == right.zobristKey && left.sideToMove == right.sideToMove
      && Square.all.allSatisfy { left[$0] == right[$0] }
  }

  /// Feeds the key that stands for placement and side to move.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(zobristKey)
  }
}
