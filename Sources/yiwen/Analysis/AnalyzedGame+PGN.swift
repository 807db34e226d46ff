import Catalog
import Players
import Xiangqi

/// The game with the analysis in it, as a record: signs and comments at the moves, better lines as variations.
///
/// What the file said before stays, ahead of ours.
extension AnalyzedGame {
  var annotatedRecord: GameRecord {
    var record = record
    if record["Annotator"] == nil { record["Annotator"] = "Yiwen" }
    let summary = Side.allCases.map { self.summary(of: $0) } + [say.thresholds]
    record.comment = joined(record.comment, summary.joined(separator: "\n"))
    for ply in analysis.plies where record.line.indices.contains(ply.index) {
      var node = record.line[ply.index]
      if let annotation = Self.annotation(of: ply), !node.annotations.contains(annotation) {
        node.annotations.append(annotation)
      }
      node.comment = joined(node.comment, comment(on: ply))
      if ply.opinion.judgement != nil, let variation = variation(ply.opinion, at: ply, by: nil) {
        node.variations.append(variation)
      }
      if let second = ply.secondOpinion, second.judgement != nil,
        let variation = variation(second, at: ply, by: engine)
      {
        node.variations.append(variation)
      }
      record.line[ply.index] = node
    }
    return record
  }

  /// The sign for a move: `?!`, `?` and `??`, or PGN's number of a move without alternatives.
  private static func annotation(of ply: GameAnalysis.Ply) -> Int? {
    switch ply.opinion.judgement {
    case .inaccuracy: 6
    case .mistake: 2
    case .blunder: 4
    case nil: ply.opinion.isOnlyMove ? 8 : nil
    }
  }

  private func comment(on ply: GameAnalysis.Ply) -> String {
    let opinion = ply.opinion
    var parts = [
      "\(ply.probability.percent) #\(ply.rank)", "\(say(AnalysisText.chances)) \(Self.text(opinion.after))",
    ]
    if let engine, let second = ply.secondOpinion { parts.append("\(engine) \(Self.text(second.after))") }
    parts += say.remarks(on: ply)
    if opinion.judgement != nil { parts.append(say(AnalysisText.missed, Self.points(opinion.loss))) }
    return parts.joined(separator: say.language == .chinese ? "；" : "; ")
  }

  /// What should have been played, with what it would have been worth.
  private func variation(
    _ opinion: Opinion, at ply: GameAnalysis.Ply, by name: String?
  ) -> [GameRecord.Node]? {
    guard let best = opinion.best, best.moves.first != ply.move else { return nil }
    var position = ply.position
    var line: [GameRecord.Node] = []
    for move in best.moves.prefix(Self.linePlies) {
      guard position.isLegal(move) else { break }
      line.append(GameRecord.Node(move: move))
      position = position.playing(move)
    }
    guard !line.isEmpty else { return nil }
    let worth = "\(say(AnalysisText.chances)) \(Self.text(opinion.before))"
    line[0].comment = name.map { "\($0): \(worth)" } ?? worth
    return line
  }

  private func joined(_ first: String?, _ second: String) -> String {
    first.map { "\($0)\n\(second)" } ?? second
  }
}
