internal import Xiangqi

/// How many positions a second a search puts to the model on this machine: what the time of a move is foretold by.
public struct SearchSpeed: Sendable, Hashable {
  /// Positions a second, more than 0.
  public var positionsPerSecond: Double

  /// A speed that is known.
  public init(positionsPerSecond: Double) {
    precondition(positionsPerSecond > 0, "a search reads more than \(positionsPerSecond) positions a second")
    self.positionsPerSecond = positionsPerSecond
  }

  /// The speed of a search, `nil` for one too short to tell.
  public init?(of report: SearchReport) {
    guard report.evaluations >= Self.fewest, report.time > .zero else { return nil }
    self.init(positionsPerSecond: Double(report.evaluations) / (report.time / .seconds(1)))
  }

  /// Measures the speed with a search of 200 positions of a middle game: some hundredths of a second, half a second at
  /// the most; `nil` on a machine too slow to tell in that time.
  public static func measured(with model: XiangqiModel) throws(PlayerError) -> SearchSpeed? {
    let searcher = try Searcher(model: model)
    let game = middleGame
    // The first pages of the weights are read from the disk.
    _ = try searcher.search(game, limits: SearchLimits(evaluations: 1))
    return SearchSpeed(
      of: try searcher.search(
        game, limits: SearchLimits(evaluations: 200, longest: .milliseconds(500))))
  }

  /// A search of fewer positions says nothing of the speed.
  private static let fewest = 40

  /// A game after the usual first moves, with every line open to be searched.
  private static var middleGame: Game {
    let moves = [
      "h2e2", "h9g7", "h0g2", "i9h9", "i0h0", "b9c7", "c3c4", "g6g5", "h0h6", "b7a7", "b0c2", "a9b9",
    ].compactMap { Move(iccs: $0) }
    do { return try Game(start: .start, moves: moves) } catch {
      preconditionFailure("the moves of the middle game are legal: \(error)")
    }
  }
}

extension Level {
  /// How long a move takes as a rule: the level's positions at a speed, at most ``longest``; `nil` for the levels that
  /// do not look ahead, which answer at once.
  public func usualTime(at speed: SearchSpeed) -> Duration? {
    guard let longest else { return nil }
    guard let evaluations else { return longest }
    return min(longest, .seconds(Double(evaluations) / speed.positionsPerSecond))
  }
}
