/// Short searches that count material: quiescence search, and a few plies at full width before it.
///
/// All values are gains of the side to move in half soldiers (``PieceWorth``) against the material on the board;
/// ±``PieceWorth/mate`` and more are forced mates. Moves are made and unmade in place, and lists of moves lie on one
/// stack. What is looked at:
///
/// - **quiescence**: the side to move leaves all as it is (gain 0) or captures, but not where the exchange on that
///   square loses. In check, while fewer than four plies of the quiescence search are behind, it has to answer with one
///   of all its moves instead, and without one it is mated. After eight plies nothing more is gained.
/// - **full width**: all legal moves; who has none has lost. The quiescence search follows.
struct TacticalSearch {
  /// The plies of the quiescence search.
  static let quiescencePlies = 8
  /// The plies at whose beginning checks are answered by all moves.
  static let checkPlies = 4
  /// Beyond all gains.
  static let infinity = 10_000

  /// The position searched; as it was whenever no search is going on.
  var position: Position
  /// How many positions were looked at.
  private(set) var nodes = 0
  /// Lists of moves, one behind another.
  var stack: [OrderedMove] = []
  let tables = AttackTables.shared

  /// A move with what puts it in order, the highest first.
  struct OrderedMove {
    let order: Int16
    let from, to: Square
    /// The worth of what it captures.
    let gain: Int16

    @inline(__always)
    var victim: Int { Int(gain) }

    @inline(__always)
    var move: Move { Move(from: from, to: to) }
  }

  init(_ position: Position) {
    self.position = position
    stack.reserveCapacity(512)
  }

  /// What a side without a legal move wins.
  @inline(__always)
  static func mated(left: Int) -> Int { -PieceWorth.mate - PieceWorth.matePly * left }

  /// Whether a gain is that of mating in one; `outOfCheck` where the side that mates is itself in check, so that its move
  /// is one of the quiescence search.
  static func isMateInOne(_ gain: Int, outOfCheck: Bool) -> Bool {
    gain >= -mated(left: outOfCheck ? quiescencePlies - 1 : quiescencePlies)
  }

  // MARK: Gains

  /// What the side to move wins by captures: the quiescence search.
  ///
  /// - Returns: The gain where it lies between `alpha` and `beta`; else some value on the same side of them.
  @inline(__always)
  mutating func gain(alpha: Int = -infinity, beta: Int = infinity) -> Int {
    quiescence(alpha: alpha, beta: beta, left: Self.quiescencePlies)
  }

  /// What that move of the side to move wins: what it captures less what the answer then gains by captures.
  @inline(__always)
  mutating func net(from: Square, to: Square, alpha: Int = -infinity, beta: Int = infinity) -> Int {
    let victim = position.worth(on: to)
    return after(from, to) { victim - $0.gain(alpha: victim - beta, beta: victim - alpha) }
  }

  /// What the side that is not to move would win by captures if it were; 0 where the side to move stands in check.
  mutating func threat() -> Int {
    guard !position.isCheck(tables) else { return 0 }
    position.pass()
    defer { position.pass() }
    return gain()
  }

  /// The most that the piece on a square, of the side that is not to move, would win by one exchange.
  mutating func threat(by square: Square) -> Int {
    position.pass()
    defer { position.pass() }
    let enemies = position.occupied[Int(position.sideToMove.opponent.rawValue)]
    var most = 0
    for to in position.targets(of: position.board[square.index], from: square, tables).intersection(enemies) {
      let victim = position.worth(on: to)
      // A general that could be taken is a check, which is another fact.
      guard victim > most, position.board[to.index] & 15 != 0,
        isLegal(OrderedMove(position, from: square, to: to, victim: victim))
      else { continue }
      most = max(most, victim - after(square, to) { $0.exchange(on: to) })
    }
    return most
  }

  /// What `body` makes of the position after a move.
  @inline(__always)
  mutating func after<Result>(_ from: Square, _ to: Square, _ body: (inout Self) -> Result) -> Result {
    let captured = position.make(from: from, to: to)
    let result = body(&self)
    position.unmake(from: from, to: to, captured: captured)
    return result
  }

  // MARK: Searches

  private mutating func quiescence(alpha: Int, beta: Int, left: Int) -> Int {
    nodes &+= 1
    if left > Self.quiescencePlies &- Self.checkPlies, position.isCheck(tables) {
      return evade(alpha: alpha, beta: beta, left: left)
    }
    guard beta > 0, left > 0 else { return 0 }
    let first = stack.count
    pushCaptures(worthMoreThan: max(alpha, 0))
    guard stack.count > first else { return 0 }
    var best = 0
    var alpha = max(alpha, 0)
    var next = first
    while next < stack.count {
      let move = takeBest(from: next)
      next &+= 1
      guard isLegal(move), !losesByExchange(move) else { continue }
      let value = after(move.from, move.to) {
        move.victim &- $0.quiescence(alpha: move.victim &- beta, beta: move.victim &- alpha, left: left &- 1)
      }
      if value > best {
        best = value
        if value >= beta { break }
        alpha = max(alpha, value)
      }
    }
    stack.removeLast(stack.count &- first)
    return best
  }

  /// The quiescence search of a side in check.
  private mutating func evade(alpha: Int, beta: Int, left: Int) -> Int {
    let first = stack.count
    pushLegalMoves()
    guard stack.count > first else { return Self.mated(left: left) }
    let zones = CheckZones(position, tables)
    var best = -Self.infinity
    var alpha = alpha
    var next = first
    while next < stack.count {
      let move = takeBest(from: next)
      next &+= 1
      if move.victim <= alpha, !zones.mayGiveCheck(kind(of: move), from: move.from, to: move.to) {
        best = max(best, move.victim)
        continue
      }
      let value = after(move.from, move.to) {
        move.victim &- $0.quiescence(alpha: move.victim &- beta, beta: move.victim &- alpha, left: left &- 1)
      }
      if value > best {
        best = value
        if value >= beta { break }
        alpha = max(alpha, value)
      }
    }
    stack.removeLast(stack.count &- first)
    return best
  }

  // MARK: Moves

  @inline(__always)
  func kind(of move: OrderedMove) -> PieceKind { Slots.piece(position.board[move.from.index]).kind }

  /// Whether a possible move of the side to move leaves its general safe.
  @inline(__always)
  func isLegal(_ move: OrderedMove) -> Bool {
    let side = position.sideToMove
    let general = position.board[move.from.index] & 15 == 0 ? move.to : position.general(of: side)
    return !position.isAttacked(general, of: side, from: move.from, to: move.to, tables)
  }

  /// Whether the exchange that a capture begins on its square loses material.
  @inline(__always)
  private mutating func losesByExchange(_ move: OrderedMove) -> Bool {
    guard move.victim < position.worth(on: move.from) else { return false }
    return after(move.from, move.to) { $0.exchange(on: move.to) > move.victim }
  }

  /// The possible captures that may win more than a bound: those of less only when they may give check.
  @inline(__always)
  private mutating func pushCaptures(worthMoreThan bound: Int) {
    withStack { position, tables, stack in
      var zones: CheckZones?
      position.forEachPossibleCapture(tables) { from, to in
        let victim = position.worth(on: to)
        if victim <= bound {
          if zones == nil { zones = CheckZones(position, tables) }
          guard let zones,
            zones.mayGiveCheck(Slots.piece(position.board[from.index]).kind, from: from, to: to)
          else { return }
        }
        stack.append(OrderedMove(position, from: from, to: to, victim: victim))
      }
    }
  }

  /// All legal moves.
  @inline(__always)
  mutating func pushLegalMoves() {
    withStack { position, tables, stack in
      position.forEachLegalMove(tables) {
        stack.append(OrderedMove(position, from: $0, to: $1, victim: position.worth(on: $1)))
      }
    }
  }

  /// Lets `body` add to the stack while it looks at the position, of which no copy is made.
  @inline(__always)
  mutating func withStack(_ body: (borrowing Position, AttackTables, inout [OrderedMove]) -> Void) {
    var moves: [OrderedMove] = []
    swap(&moves, &stack)
    body(position, tables, &moves)
    swap(&moves, &stack)
  }

  /// Brings the best of the moves from that place of the stack on to it.
  @inline(__always)
  mutating func takeBest(from place: Int) -> OrderedMove {
    var best = place
    var other = place &+ 1
    while other < stack.count {
      if stack[other].order > stack[best].order { best = other }
      other &+= 1
    }
    if best != place { stack.swapAt(place, best) }
    return stack[place]
  }
}

extension TacticalSearch.OrderedMove {
  /// Captures of much by little come first, then the moves that capture nothing.
  @inline(__always)
  init(_ position: borrowing Position, from: Square, to: Square, victim: Int) {
    let order = victim == 0 ? -1 : victim &* 32 &- position.worth(on: from)
    self.init(
      order: Int16(truncatingIfNeeded: order), from: from, to: to, gain: Int16(truncatingIfNeeded: victim))
  }
}
