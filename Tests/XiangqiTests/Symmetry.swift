import Xiangqi

/// One of the four ways to look at the same game: as it is, mirrored, with the colours exchanged, or both.
struct Symmetry: Sendable, CustomStringConvertible {
  let mirrorsFiles: Bool
  let swapsColours: Bool

  static let all = [
    Symmetry(mirrorsFiles: false, swapsColours: false), Symmetry(mirrorsFiles: true, swapsColours: false),
    Symmetry(mirrorsFiles: false, swapsColours: true), Symmetry(mirrorsFiles: true, swapsColours: true),
  ]

  var description: String {
    (mirrorsFiles ? "mirrored" : "as it is") + (swapsColours ? ", colours exchanged" : "")
  }

  func side(_ side: Side) -> Side { swapsColours ? side.opponent : side }

  func piece(_ piece: Piece) -> Piece { swapsColours ? piece.coloursSwapped : piece }

  func move(_ move: Move) -> Move {
    let mirrored = mirrorsFiles ? move.mirrored : move
    return swapsColours ? mirrored.flipped : mirrored
  }

  func position(_ position: Position) -> Position {
    let mirrored = mirrorsFiles ? position.mirrored : position
    return swapsColours ? mirrored.coloursSwapped : mirrored
  }

  func conduct(_ conduct: Loop.Conduct) -> Loop.Conduct {
    guard case .perpetualChase(let victim, let pinned) = conduct else { return conduct }
    return .perpetualChase(of: piece(victim), pinned: pinned)
  }

  func verdict(_ verdict: Verdict?) -> Verdict? {
    verdict.map {
      Verdict(
        outcome: $0.outcome.winner.map { .win(for: side($0)) } ?? .draw, reason: $0.reason,
        offender: $0.offender.map(side), chased: $0.chased.map(piece))
    }
  }
}
