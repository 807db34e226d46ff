internal import Players
internal import Xiangqi

/// Makes reports of what an engine says of a position.
struct EngineLines {
  /// More lines than any position has legal moves.
  private static let lineLimit = 256

  private let position: Position
  private let numbering: RankNumbering
  private var lines: [Int: SearchLine] = [:]
  /// The numbers of the lines whose score is no bound.
  private var exact: Set<Int> = []
  private var nodes = 0
  private var depth = 0

  init(position: Position, numbering: RankNumbering) {
    self.position = position
    self.numbering = numbering
  }

  /// Takes what an engine said; true when it said something new of a line.
  mutating func take(_ info: EngineInfo) -> Bool {
    if let count = info.nodes { nodes = count }
    guard let score = info.score else { return false }
    let number = info.line ?? 1
    guard (1...Self.lineLimit).contains(number) else { return false }
    // A bound says less than what was known before it.
    guard info.bound == .exact || !exact.contains(number) else { return false }
    if info.bound == .exact { exact.insert(number) }
    if number == 1, let plies = info.depth { depth = plies }
    let side = position.sideToMove
    var line = SearchLine(
      moves: legal(info.moves), prior: 0, visits: 0,
      wdl: info.wdl.flatMap { WDL(thousandths: $0, side: side) } ?? score.wdl(for: side))
    if case .mate(let moves) = score { line.mate = moves }
    lines[number] = line
    return true
  }

  /// The moves of a line as far as they can be played.
  private func legal(_ texts: [String]) -> [Move] {
    var position = position
    var moves: [Move] = []
    for text in texts {
      guard let move = numbering.move(of: text), position.isLegal(move) else { break }
      moves.append(move)
      position = position.playing(move)
    }
    return moves
  }

  /// What is known by now, nil when nothing is; a first line without moves begins with the move played.
  func report(after time: Duration, answer: Move? = nil) -> SearchReport? {
    var sorted = lines.sorted { $0.key < $1.key }.map(\.value)
    guard !sorted.isEmpty else { return nil }
    if sorted[0].moves.isEmpty, let answer { sorted[0].moves = [answer] }
    return SearchReport(
      lines: sorted, wdl: sorted[0].wdl, evaluations: nodes, depth: depth, time: time)
  }
}

extension WDL {
  /// The probabilities of wins, draws and losses counted by an engine for the side to move; nil when it counted none.
  init?(thousandths: [Int], side: Side) {
    guard thousandths.count == 3, thousandths.allSatisfy({ (0...1_000_000).contains($0) }) else { return nil }
    let sum = Double(thousandths.reduce(0, +))
    guard sum > 0 else { return nil }
    self.init(
      own: Double(thousandths[0]) / sum, draw: Double(thousandths[1]) / sum,
      other: Double(thousandths[2]) / sum, side: side)
  }
}
