public import Xiangqi

/// Where a game of a match begins: a position, and the moves that are made for the players.
public struct Opening: Sendable, Hashable {
  /// The position before the moves.
  public let start: Position
  /// The moves, after which the game still runs.
  public let moves: [Move]

  /// An opening.
  ///
  /// - Throws: Why a move cannot be played; `gameIsOver` when the game has ended by the last one.
  public init(start: Position = .start, moves: [Move] = []) throws(MoveRefusal) {
    let game = try Game(start: start, moves: moves)
    guard game.verdict == nil else { throw .gameIsOver }
    self.start = start
    self.moves = moves
  }

  /// The usual start.
  public static let none: Opening = {
    do { return try Opening() } catch { preconditionFailure("The usual start is refused: \(error)") }
  }()

  /// The position after the moves.
  public var position: Position { moves.reduce(start) { $0.playing($1) } }
}
