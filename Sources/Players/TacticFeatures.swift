public import Xiangqi

/// Gains as numbers of features: a row for each gain up to 20 half soldiers, one for each five beyond, one for a mate.
private enum GainRow {
  static let count = 51

  static func of(_ gain: Int) -> Int {
    switch gain {
    case MoveFacts.mate...: 50
    case 21...: 46 + (min(gain, MoveFacts.most) - 21) / 5
    case -20...20: 25 + gain
    case ...(-MoveFacts.mate): 0
    default: 4 - (-max(gain, -MoveFacts.most) - 21) / 5
    }
  }
}

extension StateFeatures {
  /// The rows for tactics behind those of the board and the possible moves.
  enum TacticRows {
    static let gain = MoveFeatures.end
    static let threat = gain + GainRow.count
    static let bestNet = threat + GainRow.count
    static let leastPlan = bestNet + GainRow.count
    static let balance = leastPlan + GainRow.count
    static let check = balance + GainRow.count
    /// Squares whose piece, of the side to move and of the other, an exchange wins.
    static let ownHanging = check + 1
    static let otherHanging = ownHanging + 90
    static let end = otherHanging + 90

    static func appendRows(
      of tactics: Tactics, _ position: Position, view: Viewpoint, to rows: inout [Int32]
    ) {
      func add(_ first: Int, _ row: Int) { rows.append(Int32(truncatingIfNeeded: first + row)) }
      add(gain, GainRow.of(Int(tactics.gain)))
      add(threat, GainRow.of(Int(tactics.threat)))
      add(bestNet, GainRow.of(tactics.bestNet))
      add(leastPlan, GainRow.of(tactics.leastPlan))
      let material = PieceWorth.balance(of: position, for: position.sideToMove)
      add(balance, GainRow.of(max(-MoveFacts.most, min(MoveFacts.most, material))))
      if tactics.isCheck { add(check, 0) }
      var hanging = tactics.hanging.map { piece in
        (piece.side == position.sideToMove ? ownHanging : otherHanging) + view.square(piece.square).index
      }
      hanging.sort()
      for row in hanging { add(row, 0) }
    }
  }
}

extension Tactics {
  /// The best net of all moves; that of being mated where there is none.
  var bestNet: Int { moves.reduce(-MoveFacts.mate) { max($0, Int($1.net)) } }

  /// The least that the other side wins by its plan against any move.
  var leastPlan: Int { moves.reduce(MoveFacts.mate) { min($0, Int($1.plan)) } }
}

/// What the rules say of a legal move (``MoveFacts``) as rows of the candidate head's embedding.
///
/// A move has one row of each block, unless it is said otherwise.
public struct MoveFactFeatures: Sendable {
  private let position: Position
  private let tactics: Tactics
  private let bestNet: Int

  /// The number of rows.
  public static let count = Block.end

  /// The blocks of rows, by their first.
  private enum Block {
    static let always = 0
    static let net = 1
    static let answer = net + GainRow.count
    static let plan = answer + GainRow.count
    static let threat = plan + GainRow.count
    static let hung = threat + GainRow.count
    static let exposed = hung + GainRow.count
    /// The net less the best net of the position.
    static let relative = exposed + GainRow.count
    /// What is taken less the plan of the other side.
    static let total = relative + GainRow.count
    /// The kind that is taken, or none.
    static let victim = total + GainRow.count
    /// The kind that moves.
    static let mover = victim + 8
    /// A row for each mark.
    static let marks = mover + 7
    /// The kind that moves by the sign of the net.
    static let moverNet = marks + 5
    /// The threat that stands by the sign of the net.
    static let standing = moverNet + 21
    /// The kind taken by the kind that moves.
    static let exchange = standing + 3 * GainRow.count
    /// Which of threat, exposed, hung and check there are.
    static let pattern = exchange + 56
    /// The kind that moves, in check or not.
    static let inCheck = pattern + 16
    static let end = inCheck + 14
  }

  /// The features of the moves of a position.
  public init(_ tactics: Tactics, of position: Position) {
    self.tactics = tactics
    self.position = position
    bestNet = tactics.bestNet
  }

  /// Appends the rows of a move.
  public func appendRows(of facts: MoveFacts, to rows: inout [Int32]) {
    func add(_ first: Int, _ row: Int) { rows.append(Int32(truncatingIfNeeded: first + row)) }
    let net = Int(facts.net)
    let sign = net.signum() + 1
    let mover = Int((position[facts.move.from]?.kind ?? .general).rawValue)
    let victim = position[facts.move.to].map { Int($0.kind.rawValue) + 1 } ?? 0
    add(Block.always, 0)
    add(Block.net, GainRow.of(net))
    add(Block.answer, GainRow.of(Int(facts.answer)))
    add(Block.plan, GainRow.of(Int(facts.plan)))
    add(Block.threat, GainRow.of(Int(facts.threat)))
    add(Block.hung, GainRow.of(Int(facts.hung)))
    add(Block.exposed, GainRow.of(Int(facts.exposed)))
    add(Block.relative, GainRow.of(max(-MoveFacts.mate, net - bestNet)))
    let total = Int(facts.victim) - Int(facts.plan)
    add(Block.total, GainRow.of(max(-MoveFacts.mate, min(MoveFacts.mate, total))))
    add(Block.victim, victim)
    add(Block.mover, mover)
    for mark in 0..<5 where facts.marks.rawValue >> UInt8(mark) & 1 == 1 { add(Block.marks, mark) }
    add(Block.moverNet, mover * 3 + sign)
    add(Block.standing, GainRow.of(Int(tactics.threat)) * 3 + sign)
    add(Block.exchange, victim * 7 + mover)
    let pattern =
      (facts.threat > 0 ? 1 : 0) | (facts.exposed > 0 ? 2 : 0) | (facts.hung > 0 ? 4 : 0)
      | (facts.marks.contains(.check) ? 8 : 0)
    add(Block.pattern, pattern)
    add(Block.inCheck, mover * 2 + (tactics.isCheck ? 1 : 0))
  }
}
