/// The count that runs towards the natural limit (自然限着), after one particular ply of a game.
///
/// It starts from the half-move field of the FEN. A capture sets it to 0. Every other ply adds one,
/// except a check of a side that has already given `countedChecks` checks since the last capture, and
/// the reply to such an uncounted check. Soldier moves do not reset it. Checks given before the start
/// position are unknown and taken as none.
struct NaturalCount: Sendable, Hashable {
  /// Plies counted since the last capture.
  private(set) var plies: Int
  private var checksByRed = 0
  private var checksByBlack = 0
  private var followsUncountedCheck = false

  /// The count at a start position whose FEN says `plies`.
  init(plies: Int) {
    self.plies = plies
  }

  /// The count after one more ply, made by `side`.
  func after(
    plyBy side: Side, isCapture: Bool, givesCheck: Bool, limit: Ruleset.NaturalLimit,
  ) -> NaturalCount {
    // A check given by the capture itself belongs to the ply that starts the count, not to those after it.
    if isCapture { return NaturalCount(plies: 0) }
    var next = self
    let isReply = followsUncountedCheck
    let isUncountedCheck = givesCheck && checks(by: side) >= limit.countedChecks
    next.followsUncountedCheck = isUncountedCheck
    if givesCheck { next.addCheck(by: side) }
    if !isReply, !isUncountedCheck, plies < limit.plies { next.plies += 1 }
    return next
  }

  private func checks(by side: Side) -> Int {
    side == .red ? checksByRed : checksByBlack
  }

  private mutating func addCheck(by side: Side) {
    if side == .red { checksByRed += 1 } else { checksByBlack += 1 }
  }
}
