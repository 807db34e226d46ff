import GameFiles
import Xiangqi

/// A game of a file that is to be analysed.
struct AnalysisInput: Sendable {
  /// Its place in the file, from 1.
  let number: Int
  let record: GameRecord
  let game: Game

  /// The games of a file, or the one of that number.
  static func games(of file: String, number: Int?, mustBeOne: Bool) throws -> [AnalysisInput] {
    let records = try GameInput.read(file)
    guard !records.isEmpty else { throw Failure("\(file) holds no games") }
    if let number, number > records.count {
      let noun = records.count == 1 ? "game" : "games"
      throw Failure("--game \(number): \(file) holds \(records.count) \(noun)")
    }
    let chosen = number.map { $0 - 1...$0 - 1 } ?? 0...records.count - 1
    guard !mustBeOne || chosen.count == 1 else {
      throw Failure("\(file) holds \(records.count) games and a picture shows one; choose it with --game")
    }
    return try chosen.map { index in
      do {
        return AnalysisInput(
          number: index + 1, record: records[index], game: try replayed(records[index]))
      } catch {
        throw Failure("\(file): game \(index + 1): \(error)")
      }
    }
  }

  /// The game of a record by the standard rules, or freely where it went on when those had ended it.
  private static func replayed(_ record: GameRecord) throws(MoveRefusal) -> Game {
    do { return try Game(record: record, ruleset: .standard) } catch { return try Game(record: record) }
  }
}
