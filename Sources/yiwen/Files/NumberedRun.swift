import ArgumentParser
import Synchronization
import Xiangqi

/// A run of numbered games, or lines, that is played into a file: gone on with, shown, interrupted and completed.
struct NumberedRun: Sendable {
  /// The PGN file.
  let path: String
  let notation: Notation
  /// Whose games they are.
  let run: RunFile.Run
  let keeping: KeepOptions
  /// How many there are in all.
  let count: Int
  /// What they are called: games, lines.
  let unit: String

  /// Plays what is missing.
  ///
  /// - Parameters:
  ///   - kept: Takes the games that are in the file already. A file may hold more than are asked for now; those are not
  ///     given.
  ///   - play: Plays all but the games of these numbers. It is given what takes a finished game, with the note that goes
  ///     behind the progress, from any thread, one at a time.
  /// - Throws: `ExitCode`, having said so, when a signal interrupted the run; what `play` throws.
  func complete(
    kept: (GameRecord) -> Void,
    play:
      @escaping @Sendable (
        _ done: Set<Int>, _ emit: @escaping @Sendable (GameRecord, String) throws -> Void
      ) async throws -> Void
  ) async throws {
    var rounds: Set<Int> = []
    let file = try RunFile.open(path, notation: notation, run: run, keeping: keeping) { record in
      guard let round = record["Round"].flatMap({ Int($0) }), round <= count else { return }
      rounds.insert(round)
      kept(record)
    }
    let done = rounds
    let state = Mutex((fresh: 0, progress: Progress(total: count - done.count, unit: unit)))
    let work = Task {
      try await play(done) { record, note in
        try file.append(record)
        state.withLock { state in
          state.fresh += 1
          state.progress.update(state.fresh, note: note)
        }
      }
    }
    let interrupted = try await Interruption.cancelling(work)
    let fresh = state.withLock { state in
      state.progress.finish()
      return state.fresh
    }
    if interrupted {
      printError("Stopped; \(path) holds \(done.count + fresh) whole \(unit). Go on with --resume.")
      throw ExitCode(1)
    }
    try file.sortByRound()
  }
}
