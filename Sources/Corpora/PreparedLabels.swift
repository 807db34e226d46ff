internal import ModelFiles
internal import Players
internal import Xiangqi

/// The labels of every move of a prepared folder, tensors of its `tokens.safetensors`.
///
///     label_offsets  I64 [plies + 1]   where the labels of each position with a move begin
///     label_moves    U16 [labels]      places in `XiangqiVocabulary.possibleMoves`, the best first
///     label_scores   U16 [labels]      `EngineScore.code`
struct PreparedLabels: Sendable {
  private let offsets: [Int64]
  private let moves: [UInt16]
  private let scores: [UInt16]

  /// The labels of a file of so many moves; `nil` where it holds none.
  init?(_ file: TensorFolder, plies: Int) throws(CorpusError) {
    guard file.has("label_offsets") else { return nil }
    offsets = try file.take("label_offsets", .int64, [plies + 1])
    let count = file.count(of: "label_moves")
    guard offsets.first == 0, offsets.last == Int64(count), zip(offsets, offsets.dropFirst()).allSatisfy(<=)
    else {
      throw .malformed(path: file.path, problem: "the offsets of labels should ascend from 0 to \(count)")
    }
    moves = try file.take("label_moves", .uint16, [count])
    scores = try file.take("label_scores", .uint16, [count])
  }

  /// Whether all labels are scores of moves that some piece makes.
  var areValid: Bool {
    moves.allSatisfy { $0 < XiangqiVocabulary.moveCount } && scores.allSatisfy(EngineScore.isCode)
  }

  /// The moves of the label before that move of all with their probabilities, the best first; none where there is no label.
  func target(ofPly ply: Int, temperature: Double) -> [(move: UInt16, probability: Float)] {
    let range = Int(offsets[ply])..<Int(offsets[ply + 1])
    guard let best = range.first else { return [] }
    // An engine that ran out of nodes has searched some lines less deep than the first, which is its choice all the same.
    let scores = range.map { EngineScore(code: min(self.scores[$0], self.scores[best])) }
    let probabilities = PositionLabel.probabilities(of: scores, temperature: temperature)
    return zip(moves[range], probabilities).map { ($0, Float($1)) }
  }

  /// The entries of a file for games with those labels.
  static func entries(_ games: [GameCollector.Kept]) -> [SafetensorsWriter.Entry] {
    let plies = games.reduce(0) { $0 + $1.moves.count }
    let count = games.reduce(0) { $0 + $1.labels.reduce(0) { $0 + ($1?.lines.count ?? 0) } }
    return [
      .init("label_offsets", .int64, [plies + 1]), .init("label_moves", .uint16, [count]),
      .init("label_scores", .uint16, [count]),
    ]
  }

  /// Writes the tensors of ``entries(_:)``.
  static func write(_ games: [GameCollector.Kept], to writer: SafetensorsWriter) throws(ModelError) {
    let labels = games.flatMap(\.labels)
    let lines = labels.flatMap { $0?.lines ?? [] }
    try writer.write(
      labels.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + Int64($1?.lines.count ?? 0)) })
    try writer.write(lines.map { UInt16(XiangqiVocabulary.index(of: $0.move) ?? 0) })
    try writer.write(lines.map { $0.score.code } as [UInt16])
  }
}
