import Matches

/// A ladder for people.
enum LadderTable {
  static func text(_ report: LadderReport) -> String {
    var table = TextTable(rows: [["player", "Elo", "±", "games", "score"]])
    for row in report.rows { table.rows.append([row.name] + figures(row, anchor: report.anchor)) }
    return table.description
  }

  /// The page beside the JSON file.
  static func markdown(_ results: LadderCommand.Results) -> String {
    let report = results.ladder
    var lines = [
      "# Ladder", "",
      "Made by `\(results.command)` (seed \(results.seed), \(results.jobs) games at a time, \(results.compute); "
        + "\(results.games.joined(separator: " "))).", "",
      "Elo by maximum likelihood, with the half width of the 95 % interval of the difference to \(report.anchor), whose "
        + "rating is given.", "", "| player | Elo | ± | games | score | as |",
      "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    for row in report.rows {
      let cells = [row.name] + figures(row, anchor: report.anchor) + ["`\(row.specification)`"]
      lines.append("| \(cells.joined(separator: " | ")) |")
    }
    lines += [
      "", "| first | second | pairs 0, ½, 1, 1½, 2 | Elo of the first | faults |",
      "| --- | --- | --- | --- | --- |",
    ]
    for encounter in report.encounters {
      let faults = zip([encounter.first, encounter.second], encounter.faults).flatMap { name, faults in
        faults.sorted { $0.key < $1.key }.map { "\(name): \($0.value) \($0.key)" }
      }
      let pairs = encounter.pairs.map(String.init).joined(separator: ", ")
      lines.append(
        "| \(encounter.first) | \(encounter.second) | \(pairs) | \(MatchTable.interval(encounter.elo)) | "
          + "\(faults.joined(separator: "; ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func figures(_ row: LadderReport.Row, anchor: String) -> [String] {
    [
      row.rating.map { $0.fixed(0) } ?? "-",
      row.name == anchor ? "given" : row.error.map { $0.fixed(0) } ?? "-",
      "\(row.games)", row.score.map(\.percent) ?? "-",
    ]
  }
}
