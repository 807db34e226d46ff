public import Xiangqi

/// Finds forced mates: an exact search of all defences, for mates in few moves.
///
/// It looks deeper and deeper, first for mates by checks alone, then, to ``longestQuiet`` moves, with every move of
/// the attacker. What it finds is a mate against every defence, by the rules of the game it is
/// given: neither side may bring a position about for the third time, since that would be judged, and the
/// natural limit is not reached before.
public struct MateSolver {
  /// Moves of the attacker, by checks alone.
  public var longest = 8
  /// Moves of the attacker, when any move may be among them.
  public var longestQuiet = 3

  private let game: Game
  private let attacker: Side
  private let finished: Set<UInt64>
  private var effort: Int
  /// What of the effort is kept for other depths.
  private var reserve = 0
  private var path: Set<UInt64> = []
  private var known: [Key: Bool] = [:]
  private let isStopped: () -> Bool

  private static let positionsPerQuestion = 256

  private struct Key: Hashable {
    let position: UInt64
    let moves: Int
    let isQuiet: Bool
  }

  /// A search for a mate by the side to move in `game`, of at most `effort` positions.
  ///
  /// - Parameters:
  ///   - game: The game, from the position it has reached.
  ///   - effort: How many positions may be looked at.
  ///   - isStopped: Asked now and then; once it says so, nothing more is found.
  public init(_ game: Game, effort: Int, isStopped: @escaping () -> Bool = { false }) {
    self.game = game
    self.isStopped = isStopped
    self.effort = effort
    attacker = game.position.sideToMove
    var counts: [UInt64: Int] = [:]
    let reach = min(game.position.pliesSinceCapture, game.moves.count)
    for position in game.positions.suffix(reach + 1) { counts[position.zobristKey, default: 0] += 1 }
    finished = Set(counts.filter { $0.value >= 2 }.keys)
  }

  /// The shortest mate that was found: the attacker's moves and the longest defence in turn; `nil` for none.
  public mutating func solve() -> [Move]? {
    guard game.verdict == nil else { return nil }
    let limit = game.ruleset.naturalLimit.map { max(0, ($0.plies - game.naturalCount) / 2) } ?? longest
    for moves in stride(from: 1, through: min(limit, max(longest, longestQuiet)), by: 1) {
      for isQuiet in [false, true] where moves <= (isQuiet ? longestQuiet : longest) {
        // Quiet moves are many: what they cost must not keep longer mates by checks from being seen.
        reserve = isQuiet ? effort / 2 : 0
        if attack(game.position, moves: moves, isQuiet: isQuiet) {
          return line(moves: moves, isQuiet: isQuiet)
        }
      }
    }
    return nil
  }

  /// Whether the attacker, who is to move, mates in so many moves.
  private mutating func attack(_ position: Position, moves: Int, isQuiet: Bool) -> Bool {
    let key = Key(position: position.zobristKey, moves: moves, isQuiet: isQuiet)
    if let answer = known[key] { return answer }
    guard effort > reserve, path.insert(position.zobristKey).inserted else { return false }
    defer { path.remove(position.zobristKey) }
    let answer = candidates(position, moves: moves, isQuiet: isQuiet).contains {
      isLost(position.playing($0), moves: moves - 1, isQuiet: isQuiet)
    }
    if effort > reserve || answer { known[key] = answer }
    return answer
  }

  /// Whether the defender, who is to move, is mated by so many further moves, whatever is played.
  private mutating func isLost(_ position: Position, moves: Int, isQuiet: Bool) -> Bool {
    effort -= 1
    if effort % Self.positionsPerQuestion == 0, isStopped() { effort = 0 }
    guard !finished.contains(position.zobristKey), !path.contains(position.zobristKey) else { return false }
    if moves == 0 { return !position.hasLegalMove }
    return position.legalMoves().allSatisfy { reply in
      let next = position.playing(reply)
      return !finished.contains(next.zobristKey) && attack(next, moves: moves, isQuiet: isQuiet)
    }
  }

  /// The attacker's moves: checks, and behind them the others where these are allowed.
  private func candidates(_ position: Position, moves: Int, isQuiet: Bool) -> [Move] {
    var checks: [Move] = []
    var others: [Move] = []
    for move in position.legalMoves() {
      if position.playing(move).isCheck {
        checks.append(move)
      } else if isQuiet || moves == 1 {
        others.append(move)
      }
    }
    return checks + others
  }

  /// The line of a mate in so many moves that was found.
  private mutating func line(moves: Int, isQuiet: Bool) -> [Move] {
    (effort, reserve) = (.max, 0)
    var line: [Move] = []
    var position = game.position
    var left = moves
    while left > 0 {
      let current = position
      let move = candidates(current, moves: left, isQuiet: isQuiet).first {
        isLost(current.playing($0), moves: left - 1, isQuiet: isQuiet)
      }
      guard let move else { return line }
      line.append(move)
      position = current.playing(move)
      var longest: (reply: Move, moves: Int)?
      for reply in position.legalMoves() {
        let needed = distance(position.playing(reply), longest: left - 1, isQuiet: isQuiet)
        if needed > longest?.moves ?? 0 { longest = (reply, needed) }
      }
      guard let longest else { return line }
      line.append(longest.reply)
      position = position.playing(longest.reply)
      left = longest.moves
    }
    return line
  }

  /// In how few moves the attacker, who is to move, mates.
  private mutating func distance(_ position: Position, longest: Int, isQuiet: Bool) -> Int {
    (1...max(1, longest)).first { attack(position, moves: $0, isQuiet: isQuiet) } ?? longest
  }
}
