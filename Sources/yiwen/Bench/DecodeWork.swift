import Kernels
import LanguageModel
import Players
import Xiangqi

/// What `bench decode` measures, on one model computed in one way.
struct DecodeWork {
  enum Kind: String, CaseIterable {
    case move = "one move, cache warm"
    case batch16 = "16 games side by side"
    case batch64 = "64 games side by side"
    case prompt = "a game of sixty plies at once"

    var unit: String {
      switch self {
      case .move: "ms/move"
      case .batch16, .batch64: "moves/s"
      case .prompt: "tokens/s"
      }
    }
  }

  private static let plies = 60
  private static let warmPlies = 40

  let model: XiangqiModel
  /// The game after 0, 1, … plies.
  private let games: [Game]

  init(folder: String, compute: Compute) throws {
    model = try XiangqiModel(folder: folder, decoder: Decoder(folder: folder, compute: compute))
    var games = [Game()]
    let reader = try ModelReader(model: model)
    while games.count <= Self.plies, let game = games.last, game.verdict == nil {
      guard let best = try reader.think(about: game).moves.first else { break }
      var next = game
      try next.play(best.move)
      games.append(next)
    }
    self.games = games
  }

  /// The moves of the game in ICCS, as FNV-1a hash.
  var signature: String {
    let text = games[games.count - 1].moves.map(\.iccs).joined(separator: " ")
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }

  /// The game after so many plies, or its end.
  func game(after plies: Int) -> Game { games[min(plies, games.count - 1)] }

  /// Does the work once and returns its figure.
  func measure(_ kind: Kind) throws -> Double {
    switch kind {
    case .move: 1e3 / (try movesPerSecond(games: 1))
    case .batch16: try movesPerSecond(games: 16)
    case .batch64: try movesPerSecond(games: 64)
    case .prompt: try promptTokensPerSecond()
    }
  }

  /// The moves a second of so many games, each read one move further at a time.
  func movesPerSecond(games count: Int) throws -> Double {
    let readers = try (0..<count).map { _ in try ModelReader(model: model) }
    let first = min(Self.warmPlies, games.count - 2)
    _ = try ModelReader.think(readers.map { ($0, games[first]) })
    let started = monotonicSeconds()
    for game in games[(first + 1)...] { _ = try ModelReader.think(readers.map { ($0, game) }) }
    return Double(count * (games.count - first - 1)) / (monotonicSeconds() - started)
  }

  private func promptTokensPerSecond() throws -> Double {
    let reader = try ModelReader(model: model)
    let game = games[games.count - 1]
    let started = monotonicSeconds()
    _ = try reader.think(about: game)
    return Double(game.moves.count + 4) / (monotonicSeconds() - started)
  }
}
