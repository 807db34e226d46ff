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
///
/// The searches cut off between bounds (alpha-beta), so that in which order moves are tried decides how long they take,
/// never what they find. The side that is not to move is never in check.
///
/// Methods and properties that only look at the board are `mutating` where they are used often: they are handed the
/// board itself then, while for others the compiler copies its 300 bytes, or the part that they read.
struct TacticalSearch {
  /// The plies of the quiescence search.
  static let quiescencePlies = 8
  /// The plies at whose beginning checks are answered by all moves.
  static let checkPlies = 4
  /// Beyond all gains.
  static let infinity = 10_000

  /// What a search is made for: what was best for one is of no use for another.
  enum Question: Int {
    case gain, threat, checks, plan
  }

  /// The position searched; as it was whenever no search is going on.
  var position: Position
  /// The moves of all nodes from the root down to the one searched.
  var stack = MoveStack()
  /// What is asked.
  var question = Question.gain
  /// The capture that was best when a side last had so many plies left, tried first; see ``place(left:of:)``.
  private var favourites = InlineArray<72, OrderedMove>(repeating: OrderedMove())
  let tables = AttackTables.shared
  let lookup = TacticalTables.shared

  init(_ position: Position) {
    self.position = position
  }

  /// What a side without a legal move wins.
  @inline(__always)
  static func mated(left: Int) -> Int { -PieceWorth.mate - PieceWorth.matePly * left }

  /// Whether a gain is that of mating in one; `outOfCheck` where the side that mates is itself in check, so that its move
  /// is one of the quiescence search.
  static func isMateInOne(_ gain: Int, outOfCheck: Bool) -> Bool {
    gain >= -mated(left: outOfCheck ? quiescencePlies - 1 : quiescencePlies)
  }

  /// The square where the other side found most to win when it last had all plies left.
  var endangered: Square {
    mutating get { favourites[place(left: Self.quiescencePlies, of: position.sideToMove.opponent)].to }
  }

  /// Where the favourite of a side with so many plies left is kept.
  @inline(__always)
  private func place(left: Int, of side: Side) -> Int {
    question.rawValue &* 18 &+ left &* 2 &+ Int(side.rawValue)
  }

  // MARK: Gains

  /// What the side to move wins by captures: the quiescence search.
  ///
  /// - Returns: The gain where it lies between `alpha` and `beta`; else some value on the same side of them.
  @inline(__always)
  mutating func gain(alpha: Int = -infinity, beta: Int = infinity, isCheck: Bool) -> Int {
    quiescence(alpha: alpha, beta: beta, left: Self.quiescencePlies, isCheck: isCheck)
  }

  /// What the side that is not to move would win by captures if it were; the side to move is not in check.
  mutating func threat() -> Int {
    position.pass()
    defer { position.pass() }
    return gain(isCheck: false)
  }

  /// What a move wins: what it captures less what the answer, with so many plies left, then wins by captures.
  @inline(__always)
  mutating func value(_ move: OrderedMove, alpha: Int, beta: Int, left: Int) -> Int {
    let (from, to, victim) = (move.from, move.to, move.victim)
    let captured = position.make(from: from, to: to)
    let isCheck = isCheck(from: from, to: to)
    let answer = quiescence(alpha: victim &- beta, beta: victim &- alpha, left: left, isCheck: isCheck)
    position.unmake(from: from, to: to, captured: captured)
    return victim &- answer
  }

  /// What `body` makes of the position after a move.
  @inline(__always)
  mutating func after<Result>(_ from: Square, _ to: Square, _ body: (inout Self) -> Result) -> Result {
    let captured = position.make(from: from, to: to)
    let result = body(&self)
    position.unmake(from: from, to: to, captured: captured)
    return result
  }

  // MARK: The quiescence search

  /// See ``gain(alpha:beta:isCheck:)``; `isCheck` tells whether the side to move is in check.
  private mutating func quiescence(alpha: Int, beta: Int, left: Int, isCheck: Bool) -> Int {
    if isCheck, left > Self.quiescencePlies &- Self.checkPlies {
      return evade(alpha: alpha, beta: beta, left: left)
    }
    guard beta > 0, left > 0 else { return 0 }
    var best = 0
    var alpha = max(alpha, 0)
    let place = place(left: left, of: position.sideToMove)
    var tried = OrderedMove()
    // Before all captures are listed, the one that was best elsewhere may do.
    if let move = possibleCapture(favourites[place]), move.victim > alpha {
      tried = move
      if let value = capture(move, alpha: alpha, beta: beta, left: left, isCheck: isCheck), value > best {
        best = value
        if value >= beta { return best }
        alpha = max(alpha, value)
      }
    }
    let first = stack.count
    pushCaptures(worthMoreThan: alpha)
    var next = first
    while next < stack.count {
      let move = stack.takeBest(from: next)
      next &+= 1
      guard !move.isSame(as: tried),
        let value = capture(move, alpha: alpha, beta: beta, left: left, isCheck: isCheck), value > best
      else { continue }
      best = value
      favourites[place] = move
      if value >= beta { break }
      alpha = max(alpha, value)
    }
    stack.count = first
    return best
  }

  /// What a possible capture wins; nil where it is not legal, cannot win more than `alpha`, or begins an exchange on its
  /// square that loses.
  @inline(__always)
  private mutating func capture(_ move: OrderedMove, alpha: Int, beta: Int, left: Int, isCheck: Bool) -> Int?
  {
    let (from, to, victim) = (move.from, move.to, move.victim)
    guard isLegalCapture(from: from, to: to, isCheck: isCheck) else { return nil }
    let isRisky = victim < worth(on: from)
    let captured = position.make(from: from, to: to)
    defer { position.unmake(from: from, to: to, captured: captured) }
    let givesCheck = self.isCheck(from: from, to: to)
    // Who is not in check may leave all as it is: no more is won than the victim.
    guard victim > alpha || givesCheck else { return nil }
    if isRisky, exchangeWins(on: to, moreThan: victim, isCheck: givesCheck) { return nil }
    return victim
      &- quiescence(alpha: victim &- beta, beta: victim &- alpha, left: left &- 1, isCheck: givesCheck)
  }

  /// The quiescence search of a side in check.
  private mutating func evade(alpha: Int, beta: Int, left: Int) -> Int {
    let first = stack.count
    pushEvasions(position.safety(of: position.sideToMove, tables))
    var zones: CheckZones?
    var best = Self.mated(left: left)
    var alpha = alpha
    var next = first
    while next < stack.count {
      let move = stack.takeBest(from: next)
      next &+= 1
      guard isLegal(from: move.from, to: move.to) else { continue }
      if move.victim <= alpha, !mayGiveCheck(move, &zones) {
        best = max(best, move.victim)
        continue
      }
      let value = value(move, alpha: alpha, beta: beta, left: left &- 1)
      if value > best {
        best = value
        if value >= beta { break }
        alpha = max(alpha, value)
      }
    }
    stack.count = first
    return best
  }
}
