import ArgumentParser
import Matches
import Synchronization
import Xiangqi

/// A match that is played into a file, with its progress shown, until it is complete or interrupted.
struct MatchRun {
  var settings: Match.Settings
  let path: String
  let notation: Notation
  let keeping: KeepOptions
  /// What stands before the progress.
  var title = ""

  /// Plays what is missing and returns what the match has come to.
  ///
  /// - Throws: `ExitCode`, having said so, when a signal interrupted the match.
  func play() async throws -> MatchTally {
    var kept = MatchTally(test: settings.test)
    let file = try RunFile.open(
      path, notation: notation, run: RunFile.Run(event: settings.event, seed: settings.seed), keeping: keeping
    ) { record in
      // A file may hold more games than are asked for now.
      if let round = record["Round"].flatMap({ Int($0) }), round <= settings.games { kept.add(record) }
    }
    let before = kept.results.games
    let progress = Mutex(Progress(total: settings.games - before, unit: "games"))
    let tally = Mutex(kept)
    let match = Match(settings)
    let start = kept
    let run = Task {
      _ = try await match.run(from: start) { record, now in
        try file.append(record)
        tally.withLock { $0 = now }
        progress.withLock { $0.update(now.results.games - before, note: title + MatchTable.line(now)) }
      }
    }
    let interrupted = try await Interruption.cancelling(run)
    progress.withLock { $0.finish() }
    let end = tally.withLock { $0 }
    if interrupted {
      printError("Stopped; \(path) holds \(end.results.games) whole games. Go on with --resume.")
      throw ExitCode(1)
    }
    try file.sortByRound()
    return end
  }
}
