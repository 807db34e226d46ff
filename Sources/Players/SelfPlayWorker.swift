internal import Xiangqi

/// One thread of a run: it plays a batch of games side by side, all moves of a round in one advance.
struct SelfPlayWorker {
  let settings: SelfPlay.Settings
  /// The worker's fair share of all games, so that the first one does not take them all.
  let share: Int

  /// Plays games from the desk until none is left.
  func play(_ desk: SelfPlayDesk) throws {
    var games: [SelfPlayGame] = []
    while games.count < min(settings.batch, share), let game = try seat(desk, readers: SelfPlayReaders()) {
      games.append(game)
    }
    while !games.isEmpty {
      try Task.checkCancellation()
      let thoughts = try ModelReader.think(games.map(\.request))
      for (index, thought) in thoughts.enumerated() { try games[index].go(on: thought) }
      games = try games.compactMap { game in
        guard game.isOver else { return game }
        try desk.deliver(game.record)
        return try seat(desk, readers: game.readers)
      }
    }
  }

  /// The next game that is not over before it begins, or `nil` when none is left.
  private func seat(_ desk: SelfPlayDesk, readers: SelfPlayReaders) throws -> SelfPlayGame? {
    while let number = desk.next() {
      let game = SelfPlayGame(
        number: number, settings: settings, readers: try readers.seated(settings, game: number))
      if !game.isOver { return game }
      try desk.deliver(game.record)
    }
    return nil
  }
}

/// The readers of the two sides of a game: one and the same when both are told the same.
struct SelfPlayReaders {
  private var readers: [ModelReader] = []
  private var searchers: [Side: Searcher] = [:]

  /// The reader that thinks for a side.
  func reader(of side: Side) -> ModelReader { readers[side == .red ? 0 : readers.count - 1] }

  /// The searcher that looks ahead for a side, where one does.
  func searcher(of side: Side) -> Searcher? { searchers[side] }

  /// The readers for a game of that number; those of the game before serve again where they fit.
  func seated(_ settings: SelfPlay.Settings, game number: Int) throws -> SelfPlayReaders {
    var next = SelfPlayReaders()
    for side in Side.allCases {
      let player = SelfPlay.player(settings, side: side, game: number)
      let conditioning = player.conditioning(side: side)
      if player.evaluations != nil {
        next.searchers[side] = try Searcher(model: player.model, conditioning: conditioning)
      }
      let fitting = (next.readers + readers).first {
        $0.model === player.model && $0.conditioning == conditioning
          && $0.averagesMirror == player.style.averagesMirror
          && $0.averagesColours == player.style.averagesColours
          && $0.tacticsWeight == player.style.tacticsWeight
      }
      if let fitting, next.readers.contains(where: { $0 === fitting }) { continue }
      next.readers.append(
        try fitting
          ?? ModelReader(
            model: player.model, conditioning: conditioning, averagesMirror: player.style.averagesMirror,
            averagesColours: player.style.averagesColours, tacticsWeight: player.style.tacticsWeight,
            asksOutcome: settings.resignation != nil))
    }
    return next
  }
}
