import Catalog
import Players
import Xiangqi

/// The analysis for people: a line a move, and what to know about the whole.
extension AnalyzedGame {
  var text: String {
    var lines = ["\(number). \(title)", table.description, ""]
    lines += Side.allCases.map { summary(of: $0) }
    lines.append(turningPoints)
    lines.append(say.thresholds)
    return lines.joined(separator: "\n") + "\n"
  }

  private var table: TextTable {
    var header = [AnalysisText.move, .probability, .rank, .chances, .loss].map { say($0) }
    if let engine { header.append(engine) }
    header += [say(AnalysisText.remark), say(AnalysisText.bestLine)]
    var table = TextTable(rows: [header])
    table.left = engine == nil ? [0, 5, 6] : [0, 6, 7]
    if let first = analysis.chances.first {
      var row = [say(AnalysisText.start), "", "", Self.text(first), ""]
      if let second = analysis.secondChances.first { row.append(Self.text(second)) }
      table.rows.append(row)
    }
    for ply in analysis.plies { table.rows.append(row(ply)) }
    return table
  }

  private func row(_ ply: GameAnalysis.Ply) -> [String] {
    let opinion = ply.opinion
    var row = [
      say.numbered(ply.move, in: ply.position, notation: notation), ply.probability.percent,
      "\(ply.rank)/\(ply.choices)", Self.text(opinion.after),
      opinion.judgement == nil ? "" : Self.points(opinion.loss),
    ]
    if engine != nil { row.append(ply.secondOpinion.map { Self.text($0.after) } ?? "") }
    let comma = say.language == .chinese ? "，" : ", "
    return row + [
      say.remarks(on: ply).joined(separator: comma), text(opinion.best, from: ply.position),
    ]
  }

  func summary(of side: Side) -> String {
    let summary = analysis.summary(of: side)
    return say(
      AnalysisText.side, say.name(of: side), summary.accuracy.percent, String(summary.firstChoices),
      String(summary.moves), (summary.meanLoss * 100).fixed(1), say.counts(summary))
  }

  private var turningPoints: String {
    let points = analysis.turningPoints.map { analysis.plies[$0] }
    guard !points.isEmpty else { return say(AnalysisText.noTurningPoints) }
    let texts = points.map { ply in
      let move = say.numbered(ply.move, in: ply.position, notation: notation)
      let (before, after) = (chance(ply.opinion.before), chance(ply.opinion.after))
      return "\(move) (\(say(AnalysisText.chance)) \(before) -> \(after))"
    }
    return say(AnalysisText.turningPoints, texts.joined(separator: say.language == .chinese ? "；" : "; "))
  }

  private func chance(_ wdl: WDL) -> String { "\((wdl.expectation(for: .red) * 100).fixed(0))%" }
}
