import GameFiles
import Xiangqi

/// The games of a file that the command line names.
enum GameInput {
  /// Reads all games; what is wrong with them is said with the file's name before it.
  static func read(_ path: String, as format: GameFormat? = nil) throws -> [GameRecord] {
    do {
      return try GameFiles.read(path: path, as: format)
    } catch {
      switch error {
      // These name the file themselves.
      case .system, .tooLarge, .inUse, .notOurGames: throw error
      default: throw Failure("\(path): \(error)")
      }
    }
  }
}
