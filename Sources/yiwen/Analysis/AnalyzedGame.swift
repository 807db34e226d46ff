import Catalog
import Players
import TerminalUI
import Xiangqi

/// A game of a file with its analysis, and how both are to be written.
struct AnalyzedGame {
  /// How many plies of a line are written out for people; programs get all.
  static let linePlies = 8

  /// Its place in the file, from 1.
  let number: Int
  let record: GameRecord
  let analysis: GameAnalysis
  let notation: Notation
  let say: Catalog
  /// What the second evaluator is called.
  let engine: String?

  /// 胡荣华 - 柳大华  1-0  1982.11.09: which game it is.
  var title: String {
    let names = ["Red", "Black"].map { name in record[name].flatMap { $0.isEmpty ? nil : $0 } ?? "?" }
    let rest = [record.outcome?.notation ?? "*", record["Date"], record["Event"]].compactMap { $0 }
    return ([names.joined(separator: " - ")] + rest.filter { !$0.isEmpty && $0 != "?" })
      .joined(separator: "  ")
  }

  /// A line of an evaluator from a position on, written out.
  func text(_ line: SearchLine?, from position: Position) -> String {
    guard let line else { return "" }
    return say.line(line.moves.prefix(Self.linePlies), from: position, notation: notation)
  }

  /// 46/32/22: how a game is expected to end, in whole percents.
  static func text(_ wdl: WDL) -> String {
    Percent.wholes([wdl.red, wdl.draw, wdl.black]).map(String.init).joined(separator: "/")
  }

  /// A loss in whole points of 100, rounded down as it is judged.
  static func points(_ loss: Double) -> String { String(Int(loss * 100 + 1e-7)) }
}
