import Players
import Screen
import Xiangqi

/// Red's chances over a game as columns of blocks, and below them the marks of what went wrong.
struct ChanceGraph: Sendable {
  /// What stands below a column; of several the last of these.
  enum Mark: Int, Comparable, Sendable {
    case inaccuracy, mistake, blunder, turningPoint

    static func < (one: Mark, other: Mark) -> Bool { one.rawValue < other.rawValue }

    init(_ judgement: Judgement) {
      switch judgement {
      case .inaccuracy: self = .inaccuracy
      case .mistake: self = .mistake
      case .blunder: self = .blunder
      }
    }

    func character(ascii: Bool) -> Character {
      switch self {
      case .inaccuracy: "."
      case .mistake: "?"
      case .blunder: "x"
      case .turningPoint: ascii ? "^" : "▲"
      }
    }
  }

  /// No position is drawn wider than this.
  private static let widest = 4

  /// Where the columns stand; the last row holds the marks.
  let frame: Rectangle
  /// How many positions the game has.
  private let positions: Int
  /// Red's expected score at each position that is known.
  private let chances: [Double]
  private let marks: [Int: Mark]

  /// The graph of a review.
  init(_ review: Review, in frame: Rectangle) {
    self.frame = frame
    positions = review.total
    chances = review.analysis.chances.map { $0.expectation(for: .red) }
    marks = Dictionary(
      review.analysis.plies.compactMap { ply in
        let mark = ply.isTurningPoint ? Mark.turningPoint : ply.opinion.judgement.map { Mark($0) }
        return mark.map { (ply.index + 1, $0) }
      }, uniquingKeysWith: max)
  }

  /// How many columns a position takes; below 1 several share one.
  private var width: Int { min(Self.widest, frame.columns / max(1, positions)) }

  /// The positions, by the plies played before them, that are drawn in a column counted from 0.
  private func plies(inColumn column: Int) -> Range<Int> {
    guard column >= 0, column < frame.columns, positions > 0 else { return 0..<0 }
    if width > 0 {
      let ply = column / width
      return ply < positions ? ply..<ply + 1 : 0..<0
    }
    return column * positions / frame.columns..<(column + 1) * positions / frame.columns
  }

  /// The position drawn at a cell; nil beside the graph.
  func ply(atColumn column: Int, row: Int) -> Int? {
    frame.contains(column: column, row: row) ? plies(inColumn: column - frame.column).last : nil
  }

  /// Draws the columns; that of the position after `shown` plies is lit.
  func draw(shown: Int, theme: Theme, ascii: Bool, in grid: inout CellGrid) {
    let rows = frame.rows - 1
    for column in 0..<frame.columns {
      let plies = plies(inColumn: column)
      guard let last = plies.last else { continue }
      let isLit = plies.contains(shown)
      let place = frame.column + column
      let known = chances.indices.contains(isLit ? shown : last) ? chances[isLit ? shown : last] : nil
      let height = known.map { max(1, Int(($0 * Double(rows * 8)).rounded())) } ?? 0
      let style = isLit ? theme.cursor : (known ?? 0) >= 0.5 ? theme.chances[0] : theme.chances[2]
      for row in 0..<rows {
        let part = min(8, height - row * 8)
        let character = part > 0 ? Self.block(part, ascii: ascii) : isLit ? (ascii ? "|" : "│") : " "
        grid.put(String(character), column: place, row: frame.row + rows - 1 - row, style: style)
      }
      let mark = plies.compactMap { marks[$0] }.max()
      let sign = mark.map { String($0.character(ascii: ascii)) } ?? " "
      grid.put(
        sign, column: place, row: frame.endRow - 1,
        style: isLit ? theme.chosen : mark == .turningPoint ? theme.title : theme.error)
    }
  }

  /// A cell that is filled from below to so many eighths, 1…8.
  private static func block(_ eighths: Int, ascii: Bool) -> Character {
    if ascii { return eighths >= 6 ? "#" : eighths >= 3 ? ":" : "." }
    return Array("▁▂▃▄▅▆▇█")[eighths - 1]
  }
}
