import Players
import TestSupport
import Testing
import Xiangqi

/// The folder of the model that comes with the program.
let bundledModelFolder: String = {
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
  return (parts + ["models", "xiangqi"]).joined(separator: "/")
}()

/// The model that comes with the program, opened once for all tests.
func bundledModel() throws -> XiangqiModel { try bundled.get() }

private let bundled = Result { try XiangqiModel(folder: bundledModelFolder) }

/// The folder of a tiny random model that reads keyframes; see its `README.md`.
let keyframeModelFolder: String = {
  let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  return (parts + ["Fixtures", "keyframe"]).joined(separator: "/")
}()

/// The game with Red and Black exchanged.
func coloursSwapped(_ game: Game) throws -> Game {
  try Game(start: game.start.coloursSwapped, moves: game.moves.map(\.flipped), ruleset: game.ruleset)
}

/// A game of that many random moves that has not ended.
func randomGame(seed: UInt64, plies: Int) throws -> Game {
  var generator = SplitMix64(seed: seed)
  var game = Game()
  while game.moves.count < plies {
    let lasting = game.position.legalMoves().filter { game.verdict(after: $0) == nil }
    guard let move = lasting.randomElement(using: &generator) else {
      Issue.record("seed \(seed): the random game ends after \(game.moves.count) plies")
      return game
    }
    try game.play(move)
  }
  return game
}

/// The game with its files exchanged.
func mirrored(_ game: Game) throws -> Game {
  try Game(start: game.start.mirrored, moves: game.moves.map(\.mirrored), ruleset: game.ruleset)
}
