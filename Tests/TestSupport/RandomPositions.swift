public import Xiangqi

/// A random position with both palaces under fire: a full set of attackers scattered over a few ranks, checks,
/// pins and screens in plenty, positions that games reach rarely.
public func randomAttackPosition(using generator: inout some RandomNumberGenerator) -> Position {
  while true {
    var fen = FEN.empty(sideToMove: Bool.random(using: &generator) ? .red : .black)
    for piece in Piece.all {
      let chance = piece.kind == .general ? 1.0 : 0.6
      for _ in 0..<piece.kind.fullCount where Double.random(in: 0..<1, using: &generator) < chance {
        let free = Square.all.filter { fen.placement[$0.index] == nil && piece.canStand(on: $0) }
        // Half of the attackers crowd around the enemy palace.
        let near = free.filter { (2...6).contains($0.file) && !$0.isHome(of: piece.side) }
        let choice = !near.isEmpty && Bool.random(using: &generator) ? near : free
        if let square = choice.randomElement(using: &generator) { fen.placement[square.index] = piece }
      }
    }
    do {
      return try Position(fen)
    } catch {
      continue
    }
  }
}

extension FEN {
  /// A board without pieces, to be filled.
  fileprivate static func empty(sideToMove: Side) -> FEN {
    FEN(placement: Array(repeating: nil, count: 90), sideToMove: sideToMove)
  }
}
