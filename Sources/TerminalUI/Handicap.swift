public import Catalog
public import Xiangqi

/// Pieces the stronger player takes off before the first move (让子).
public enum Handicap: String, CaseIterable, Sendable, Hashable {
  case none, oneHorse, oneCannon, twoHorses, horseAndCannon, chariot, chariotAndHorse

  /// Its name in the catalogue.
  public var name: HandicapText {
    switch self {
    case .none: .none
    case .oneHorse: .oneHorse
    case .oneCannon: .oneCannon
    case .twoHorses: .twoHorses
    case .horseAndCannon: .horseAndCannon
    case .chariot: .chariot
    case .chariotAndHorse: .chariotAndHorse
    }
  }

  /// The points that are emptied, as Red sees them from its own side; by custom the pieces on the left.
  private var points: [(file: Int, rank: Int)] {
    switch self {
    case .none: []
    case .oneHorse: [(1, 0)]
    case .oneCannon: [(1, 2)]
    case .twoHorses: [(1, 0), (7, 0)]
    case .horseAndCannon: [(1, 0), (1, 2)]
    case .chariot: [(0, 0)]
    case .chariotAndHorse: [(0, 0), (1, 0)]
    }
  }

  /// The start position without the pieces that `giver` gives.
  public func start(givenBy giver: Side) -> Position {
    if self == .none { return .start }
    let missing = Set(
      points.map { point in
        giver == .red
          ? Square(file: point.file, rank: point.rank) : Square(file: 8 - point.file, rank: 9 - point.rank)
      })
    let ranks = (0...9).reversed().map { rank in
      (0...8).map { file in
        let square = Square(file: file, rank: rank)
        guard !missing.contains(square), let piece = Position.start[square] else { return "1" }
        return String(piece.letter)
      }.joined()
    }
    do {
      return try Position(fen: ranks.joined(separator: "/") + " w - - 0 1")
    } catch {
      preconditionFailure("the start position without handicap pieces is a position: \(error)")
    }
  }
}
