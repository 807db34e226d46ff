import GameFiles
import Synchronization
import Xiangqi

/// The file of a self-play run.
///
/// Games come in the order in which they end, so that a killed run loses none that had
/// ended; a run that is complete is put into the order of rounds, so that the same games are the same file.
final class SelfPlayFile: Sendable {
  private struct State: ~Copyable, Sendable {
    var appender: GameFileAppender
    var lastRound = 0
    var isSorted = true

    mutating func note(_ record: GameRecord) {
      let round = SelfPlayFile.round(of: record)
      if round < lastRound { isSorted = false }
      lastRound = round
    }
  }

  private let path: String
  private let notation: Notation
  private let state: Mutex<State>

  init(creating path: String, notation: Notation) throws(GameFileError) {
    self.path = path
    self.notation = notation
    state = Mutex(
      State(appender: try GameFileAppender(creating: path, notation: notation, waitsForDisk: false)))
  }

  init(resuming path: String, notation: Notation, each: (GameRecord) -> Void) throws(GameFileError) {
    self.path = path
    self.notation = notation
    var isSorted = true
    var last = 0
    let appender = try GameFileAppender(resuming: path, notation: notation, waitsForDisk: false) { record in
      let round = Self.round(of: record)
      if round < last { isSorted = false }
      last = round
      each(record)
    }
    state = Mutex(State(appender: appender, lastRound: last, isSorted: isSorted))
  }

  /// Writes one game.
  func append(_ record: GameRecord) throws {
    try state.withLock { state in
      try state.appender.append(record)
      state.note(record)
    }
  }

  /// Puts the games into the order of their rounds, in one step, where they are not.
  func sortByRound() throws {
    guard state.withLock({ !$0.isSorted }) else { return }
    let records = try GameFiles.read(path: path, as: .pgn).sorted { Self.round(of: $0) < Self.round(of: $1) }
    try FileIO.write(try GameFiles.write(records, as: .pgn, notation: notation), to: path)
  }

  private static func round(of record: GameRecord) -> Int { record["Round"].flatMap { Int($0) } ?? 0 }
}
