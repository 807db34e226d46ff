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
    let run = NumberedRun(
      path: path, notation: notation, run: RunFile.Run(event: settings.event, seed: settings.seed),
      keeping: keeping, count: settings.games, unit: "games")
    let tally = Mutex(MatchTally(test: settings.test))
    try await run.complete(kept: { record in tally.withLock { _ = $0.add(record) } }) {
      [settings, title] _, emit in
      let start = tally.withLock { $0 }
      _ = try await Match(settings).run(from: start) { record, now in
        try emit(record, title + MatchTable.line(now))
        tally.withLock { $0 = now }
      }
    }
    return tally.withLock { $0 }
  }
}
