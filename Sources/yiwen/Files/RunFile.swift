import FoundationEssentials
import GameFiles
import Synchronization
import Xiangqi

/// The file of a run of numbered games.
///
/// Games come in the order in which they end, so that a killed run loses none that had
/// ended; a run that is complete is put into the order of rounds, so that the same games are the same file.
final class RunFile: Sendable {
  /// What tells the games of one run from those of another.
  struct Run {
    /// The `Event` tag: all that decides the games beside the seed.
    let event: String
    /// The seed of all games.
    let seed: UInt64

    func owns(_ record: GameRecord) -> Bool {
      record["Seed"] == String(seed) && record["Event"] == event
    }
  }

  private struct State: ~Copyable, Sendable {
    var appender: GameFileAppender
    var lastRound = 0
    var isSorted = true

    mutating func note(_ record: GameRecord) {
      let round = RunFile.round(of: record)
      if round < lastRound { isSorted = false }
      lastRound = round
    }
  }

  private let path: String
  private let notation: Notation
  private let state: Mutex<State>

  /// Opens the file of a run, new or as it was left.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - notation: how moves are written.
  ///   - run: whose games they are.
  ///   - keeping: what is to happen where there is a file already.
  ///   - each: takes the games that are in it, each number once.
  /// - Returns: the file, with its place behind the last whole game.
  /// - Throws: ``Failure`` for a file of something else, which stays as it is.
  static func open(
    _ path: String, notation: Notation, run: Run, keeping: KeepOptions, each: (GameRecord) -> Void
  ) throws -> RunFile {
    guard keeping.resume else {
      guard keeping.overwrite || !FileManager.default.fileExists(atPath: path) else {
        throw Failure("\(path) exists; go on with it by --resume, or write it anew by --overwrite")
      }
      return try RunFile(creating: path, notation: notation)
    }
    if let first = firstGame(of: path), !run.owns(first) { throw stranger(first, in: path) }
    var rounds: Set<Int> = []
    var stray: GameRecord?
    let file = try RunFile(resuming: path, notation: notation) { record in
      guard run.owns(record), let round = record["Round"].flatMap({ Int($0) }),
        rounds.insert(round).inserted
      else {
        stray = stray ?? record
        return
      }
      each(record)
    }
    if let stray { throw stranger(stray, in: path) }
    return file
  }

  private init(creating path: String, notation: Notation) throws(GameFileError) {
    self.path = path
    self.notation = notation
    state = Mutex(
      State(appender: try GameFileAppender(creating: path, notation: notation, waitsForDisk: false)))
  }

  private init(resuming path: String, notation: Notation, each: (GameRecord) -> Void) throws(GameFileError) {
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

  /// The first whole game of a file, before the file is opened for writing: that cuts off a game without an end, which
  /// is not ours to cut in the file of another run.
  private static func firstGame(of path: String) -> GameRecord? {
    do {
      var reader = try PGNReader(path: path)
      let first = try reader.next()
      return reader.lastGameIsComplete ? first : nil
    } catch {
      // No file, or no game: whoever opens it for writing says so.
      return nil
    }
  }

  /// The complaint about a game of another run.
  static func stranger(_ record: GameRecord, in path: String) -> Failure {
    Failure(
      "\(path) holds a game that is not of this run (event '\(record["Event"] ?? "none")', seed "
        + "\(record["Seed"] ?? "none"), round \(record["Round"] ?? "none")); resume with the settings it was begun with"
    )
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
