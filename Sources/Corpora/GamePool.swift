internal import LanguageModel
internal import Players
internal import Xiangqi

/// Games of several prepared folders behind one another, with the tokens a vocabulary has for their players.
struct GamePool: Sendable {
  private let folders: [PreparedGames]
  /// By folder and player number, the place among the vocabulary's players from 1; 0 for those it does not name.
  private let players: [[Int]]
  /// How many games, and how many plies, come before each folder.
  private let firstGames: [Int]
  private let firstPlies: [Int]

  init(_ folders: [PreparedGames], playerNames: [String]) {
    self.folders = folders
    var places: [String: Int] = [:]
    for (index, name) in playerNames.enumerated() { places[name] = index + 1 }
    players = folders.map { [0] + $0.manifest.players.map { places[$0] ?? 0 } }
    firstGames = folders.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    firstPlies = folders.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.plyCount) }
  }

  var gameCount: Int { firstGames[folders.count] }
  var plyCount: Int { firstPlies[folders.count] }

  /// A game, its players numbered as in the vocabulary.
  func game(_ index: Int) -> PreparedGames.Game {
    let folder = firstGames.lastPlace(notAbove: index)
    return game(folder: folder, index: index - firstGames[folder])
  }

  /// The game of ply `index` of all plies, and which of its plies that is.
  func game(ofPly index: Int) -> (game: PreparedGames.Game, ply: Int) {
    let folder = firstPlies.lastPlace(notAbove: index)
    let place = folders[folder].place(ofPly: index - firstPlies[folder])
    return (game(folder: folder, index: place.game), place.ply)
  }

  private func game(folder: Int, index: Int) -> PreparedGames.Game {
    let game = folders[folder][index]
    return PreparedGames.Game(
      start: game.start, moves: game.moves, outcome: game.outcome, red: players[folder][game.red],
      black: players[folder][game.black], redWeight: game.redWeight, blackWeight: game.blackWeight,
      values: game.values, labels: game.labels, tactics: game.tactics)
  }
}

extension PreparedGames.Game {
  /// How much the moves of a side count.
  func weight(of side: Side) -> Float { side == .red ? redWeight : blackWeight }

  /// What is asked before the move at that place: the moves that may follow with their probabilities, the best first; the
  /// move that was made, with probability 1, where the folder's targets are no labels.
  func target(at place: Int, labelTemperature: Double) -> [(move: UInt16, probability: Float)] {
    guard let labels else { return [(moves[place], 1)] }
    return labels.all.target(ofPly: labels.first + place - moves.startIndex, temperature: labelTemperature)
  }

  /// What the outcome head is asked before the move at that place, or behind the last one: how the game came out, or an
  /// outcome drawn from what the position is worth where that is known.
  ///
  /// A score s is drawn as the sum of two halves of a point, each won with probability s: in the mean that is the score,
  /// and what is decided is drawn rarely.
  func outcome(at place: Int, using generator: inout SeededGenerator) -> Outcome? {
    guard place < moves.endIndex, let score = values.flatMap({ ValueCode.score($0[place]) }) else {
      return outcome
    }
    let first = generator.coin(score)
    let second = generator.coin(score)
    return first != second ? .draw : first ? .redWins : .blackWins
  }
}
