public import Xiangqi

/// Random legal moves from a position, by that seed, until the side to move has none or `plies` are played.
public func randomMoves(seed: UInt64, plies: Int, from start: Position = .start) -> [Move] {
  var generator = SplitMix64(seed: seed)
  var position = start
  var moves: [Move] = []
  while moves.count < plies, let move = position.legalMoves().randomElement(using: &generator) {
    moves.append(move)
    position = position.playing(move)
  }
  return moves
}

/// The positions of such a game, the start included: one more than its moves.
public func randomPlay(seed: UInt64, plies: Int, from start: Position = .start) -> [Position] {
  var positions = [start]
  var position = start
  for move in randomMoves(seed: seed, plies: plies, from: start) {
    position = position.playing(move)
    positions.append(position)
  }
  return positions
}
