import FoundationEssentials
public import GameFiles
public import Xiangqi

/// What the last sitting left: settings and the unfinished game.
public struct TableStore: Sendable {
  /// The settings, those of a first start where there is no file.
  public var settings = Settings()
  /// Whether there are settings of an earlier sitting.
  public var hasSettings = false
  /// What the settings file had wrong.
  public var problems: [SettingsProblem] = []
  /// The game to go on with.
  public var unfinished: GameRecord?
  /// What could not be read.
  public var failure: GameFileError?

  /// No settings file is larger.
  private static let settingsLimit = 1 << 16
  /// No unfinished game is larger.
  private static let gameLimit = 1 << 22

  /// Reads what is there; a file that is missing is a first start, one that cannot be read is told in `failure`.
  public init(reading paths: TablePaths) {
    do throws(GameFileError) {
      if Self.exists(paths.settings) {
        let bytes = try FileIO.read(paths.settings, limit: Self.settingsLimit)
        hasSettings = true
        (settings, problems) = Settings.read(String(decoding: bytes, as: UTF8.self))
      }
    } catch {
      failure = error
    }
    do throws(GameFileError) {
      unfinished = try Self.unfinished(paths)
    } catch {
      failure = error
    }
  }

  /// The game of the last sitting; one that cannot be read is copied beside, for the next game takes its place.
  private static func unfinished(_ paths: TablePaths) throws(GameFileError) -> GameRecord? {
    guard exists(paths.unfinished) else { return nil }
    let bytes = try FileIO.read(paths.unfinished, limit: gameLimit)
    if bytes.isEmpty { return nil }
    do throws(GameFileError) {
      return try GameFiles.read(bytes, as: .pgn).first
    } catch {
      try FileIO.write(bytes, to: paths.unfinished + ".broken")
      throw error
    }
  }

  /// Adds a game that is over or not gone on with to the played ones.
  public static func archive(_ record: GameRecord, paths: TablePaths) throws(GameFileError) {
    if !exists(paths.played) { try FileIO.write([], to: paths.played, creatingFolders: true) }
    var file = try GameFileAppender(resuming: paths.played) { _ in }
    try file.append(record)
  }

  /// Leaves no unfinished game.
  public static func clearUnfinished(_ paths: TablePaths) throws(GameFileError) {
    try FileIO.write([], to: paths.unfinished, creatingFolders: true)
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
}
