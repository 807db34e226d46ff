public import Xiangqi

/// What an evaluator, a search of the model or an engine, makes of one move of a game.
public struct Opinion: Sendable, Hashable {
  /// How the game would have ended with the best move.
  public var before: WDL
  /// How the game will end after the move that was played.
  public var after: WDL
  /// What the evaluator would have played, and what follows it; `nil` when it named nothing.
  public var best: SearchLine?
  /// What follows the move that was played, without it.
  public var reply: [Move]
  /// How much expected score the move gave away: 0 for the evaluator's first choice, never negative.
  public var loss: Double
  /// The word for that loss.
  public var judgement: Judgement?
  /// Whether the side found the one move that keeps what it has.
  ///
  /// Its choice is the evaluator's, and every other move that was looked at, one at least, loses as much as a mistake
  /// does. Also a side's only legal move.
  public var isOnlyMove: Bool
  /// In how many moves the side to move could have mated, and let it pass.
  public var missedMate: Int?
  /// In how many moves a mate follows the move that was played: positive for the side that played it, negative
  /// for its opponent.
  public var mate: Int?

  /// An opinion from the evaluator's reports on the positions before and after a move.
  init(move: Move, by side: Side, before: SearchReport, after: SearchReport) {
    let value = before.value(for: side)
    self.before = value
    self.after = after.value(for: side.opponent)
    best = before.lines.first
    reply = after.lines.first?.moves ?? []
    let isFirstChoice = before.best == move
    let lost = value.expectation(for: side) - self.after.expectation(for: side)
    loss = isFirstChoice || before.lines.isEmpty ? 0 : max(0, lost)
    judgement = Judgement(loss: loss)
    isOnlyMove = isFirstChoice && Self.isAlone(before, for: side)
    mate = after.lines.first?.mate.map { -$0 }
    // A mate that takes a move longer is still a mate.
    let mates = (mate ?? 0) > 0 || after.lines.isEmpty && self.after.expectation(for: side) == 1
    missedMate = mates ? nil : before.lines.first?.mate.flatMap { $0 > 0 ? $0 : nil }
  }

  /// Whether every move but the first loses as much as a mistake does.
  private static func isAlone(_ report: SearchReport, for side: Side) -> Bool {
    guard let first = report.lines.first else { return false }
    if report.lines.count == 1 { return true }
    let others = report.lines.dropFirst().filter { $0.visits > 0 || $0.mate != nil }
    let bound = first.value(for: side).expectation(for: side) - Judgement.mistake.threshold + 1e-9
    return !others.isEmpty && others.allSatisfy { $0.value(for: side).expectation(for: side) <= bound }
  }
}

extension SearchLine {
  /// What the line is worth when `side` is to move: a proved mate is certain.
  func value(for side: Side) -> WDL {
    guard let mate else { return wdl }
    return WDL(.win(for: mate > 0 ? side : side.opponent))
  }
}

extension SearchReport {
  /// What the position is worth when `side` is to move and plays the best move.
  func value(for side: Side) -> WDL { lines.first?.value(for: side) ?? wdl }
}
