internal import Xiangqi

/// What a position and its tactics depend on: the placement, the side to move, and where the last move captured.
struct PositionKey: Hashable, Sendable {
  private let zobrist: UInt64
  private let recaptures: UInt8

  /// The key of a position that `move` led to; `nil` where a game begins.
  init(of position: Position, after move: Move?) {
    zobrist = position.zobristKey
    recaptures = move.map { position.pliesSinceCapture == 0 ? $0.to.rawValue : 255 } ?? 255
  }
}
