@testable import Xiangqi

/// The facts of ``Tactics`` worked out as their definitions read, by trying everything: the slow twin that the fast
/// search is held against.
///
/// It asks a position for its legal moves, checks and pieces and plays moves; nothing is cut off or put in order. Only
/// positions that were searched before are remembered, without which it would be too slow to use.
struct TacticsReference {
  /// Whether ``MoveFacts/answer`` and ``MoveFacts/plan`` are wanted, which take most of the time; else they are 0.
  let findsAnswers: Bool
  /// Gains by position and plies left.
  private var known: [Searched: Int] = [:]

  init(findsAnswers: Bool = true) {
    self.findsAnswers = findsAnswers
  }

  private struct Searched: Hashable {
    let position: Position
    let left: Int
  }

  // MARK: The facts

  /// What ``Tactics/moves`` ought to be.
  mutating func moves(of position: Position, recaptures: Square? = nil) -> [MoveFacts] {
    known = [:]
    let gainBefore = gain(position)
    let forks = findsAnswers ? forks(position) : []
    let hanging = hanging(position)
    return position.legalMoves().map { move in
      var facts = MoveFacts(move: move)
      facts.victim = Int8(worth(position, move.to))
      facts.mover = Int8(worth(position, move.from))
      facts.hung = hanging.first { $0.square == move.from }?.gain ?? 0
      if move.to == recaptures, position.isCapture(move) { facts.marks.insert(.recapture) }
      if exposes(position, move.from) { facts.marks.insert(.pinned) }
      look(at: position.playing(move), &facts, gainBefore: gainBefore, forks: forks)
      return facts
    }
  }

  private mutating func look(
    at after: Position, _ facts: inout MoveFacts, gainBefore: Int, forks: [Move]
  ) {
    let answers = after.legalMoves()
    let gain = gain(after)
    let threat = threat(after)
    facts.net = MoveFacts.kept(Int(facts.victim) - (answers.isEmpty ? -PieceWorth.mate : gain))
    facts.threat = MoveFacts.kept(threat)
    facts.exposed = MoveFacts.kept(exchange(after, on: facts.move.to))
    if after.isCheck { facts.marks.insert(.check) }
    if answers.isEmpty { facts.marks.insert(.mate) }
    if answers.contains(where: { after.playing($0).isCheck && after.playing($0).legalMoves().isEmpty }) {
      facts.marks.insert(.allowsMate)
    }
    guard findsAnswers else { return }
    let answer = answer(after, gain: gain, threatens: threat > max(0, gainBefore))
    facts.answer = MoveFacts.kept(answer)
    let plans = forks.filter { answers.contains($0) && !after.isCapture($0) }
      .map { -fullWidth(after.playing($0)) }
    facts.plan = MoveFacts.kept(plans.reduce(answer, max))
  }

  /// What the side to move wins: by captures, by checks, and where these win nothing and something is threatened, by any
  /// move.
  private mutating func answer(_ position: Position, gain: Int, threatens: Bool) -> Int {
    let answers = position.legalMoves()
    guard !answers.isEmpty else { return -PieceWorth.mate }
    guard !position.isCheck else { return gain }
    let checks = answers.filter { position.playing($0).isCheck }.map { net(position, $0) }
    let answer = checks.reduce(gain, max)
    return answer == 0 && threatens ? fullWidth(position) : answer
  }

  /// What the side to move wins by captures.
  mutating func gain(_ position: Position) -> Int { quiescence(position, left: 8) }

  /// What the other side would win by captures; 0 in check.
  mutating func threat(_ position: Position) -> Int {
    position.isCheck ? 0 : gain(passed(position))
  }

  /// The pieces of the side to move, then of the other, that an exchange on their square wins.
  func hanging(_ position: Position) -> [Tactics.Hanging] {
    [passed(position), position].flatMap { position in
      Square.all.compactMap { square in
        guard let piece = position[square], piece.side != position.sideToMove, piece.kind != .general else {
          return nil
        }
        let gain = exchange(position, on: square)
        return gain > 0 ? .init(square: square, side: piece.side, gain: MoveFacts.kept(gain)) : nil
      }
    }
  }

  // MARK: The searches

  /// Standing pat or a capture whose exchange does not lose; in check, for four plies, any move.
  private mutating func quiescence(_ position: Position, left: Int) -> Int {
    let key = Searched(position: position, left: left)
    if let gain = known[key] { return gain }
    var best = 0
    let moves = position.legalMoves()
    if left > 4, position.isCheck {
      best = -PieceWorth.mate - 200 * left
      for move in moves { best = max(best, value(position, move, left: left)) }
    } else if left > 0 {
      for move in moves where position.isCapture(move) && !losesByExchange(position, move) {
        best = max(best, value(position, move, left: left))
      }
    }
    known[key] = best
    return best
  }

  private mutating func value(_ position: Position, _ move: Move, left: Int) -> Int {
    worth(position, move.to) - quiescence(position.playing(move), left: left - 1)
  }

  private func losesByExchange(_ position: Position, _ move: Move) -> Bool {
    let victim = worth(position, move.to)
    return victim < worth(position, move.from) && exchange(position.playing(move), on: move.to) > victim
  }

  /// What a move captures less what the answer wins by captures.
  private mutating func net(_ position: Position, _ move: Move) -> Int {
    worth(position, move.to) - gain(position.playing(move))
  }

  /// The best net of all legal moves; a mate where there is none.
  private mutating func fullWidth(_ position: Position) -> Int {
    position.legalMoves().map { net(position, $0) }.max() ?? -PieceWorth.mate
  }

  /// The least piece captures first, of equal ones that on the lowest square.
  private func exchange(_ position: Position, on square: Square) -> Int {
    let captures = position.legalMoves().filter { $0.to == square }
    let least = captures.min { worth(position, $0.from) < worth(position, $1.from) }
    guard let least else { return 0 }
    return max(0, worth(position, square) - exchange(position.playing(least), on: square))
  }

  /// The quiet moves of the other side, were it to move, whose piece threatens more by one exchange than there is to be
  /// won already, and that win something against every reply.
  private mutating func forks(_ position: Position) -> [Move] {
    guard !position.isCheck else { return [] }
    let standing = threat(position)
    let passed = passed(position)
    return passed.legalMoves().filter { move in
      let after = passed.playing(move)
      return !passed.isCapture(move) && threat(after, by: move.to) > standing && fullWidth(after) < 0
    }
  }

  /// The most that the piece on a square, whose side is not to move, wins by one exchange.
  private func threat(_ position: Position, by square: Square) -> Int {
    let passed = passed(position)
    let captures = passed.legalMoves().filter { move in
      move.from == square && passed[move.to].map { $0.kind != .general } ?? false
    }
    return captures.map { worth(passed, $0.to) - exchange(passed.playing($0), on: $0.to) }.max() ?? 0
  }

  // MARK: The board

  /// The other side to move.
  private func passed(_ position: Position) -> Position {
    var passed = position
    passed.sideToMove = position.sideToMove.opponent
    return passed
  }

  private func worth(_ position: Position, _ square: Square) -> Int {
    position[square].map { PieceWorth.of($0, on: square) } ?? 0
  }

  /// Whether one more piece attacks the general of the side to move when the piece on a square is off the board.
  private func exposes(_ position: Position, _ square: Square) -> Bool {
    guard position[square]?.kind != .general else { return false }
    var placement = Square.all.map { position[$0] }
    placement[square.index] = nil
    let without = Position(
      placement: placement, sideToMove: position.sideToMove, pliesSinceCapture: 0, moveNumber: 1)
    return !Set(without.checkers).isSubset(of: position.checkers)
  }
}
