import Catalog
import EngineProtocol
import GameFiles
import Players
import Screen
import Testing
import TestSupport
import Xiangqi

@testable import TerminalUI

/// A small generator of our own for the events: splitmix64.
struct EventGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Whatever happens in whatever order, the table stands.
@Suite struct FuzzTests {
  static let keys: [Key] = [
    .enter, .escape, .tab, .backtab, .backspace, .delete, .up, .down, .left, .right, .home, .end, .pageUp,
    .pageDown,
    .control("n"), .control("o"), .control("r"), .control("u"), .control("z"),
  ]
  static let characters = Array("hjkl/ ?muUtyxvwosSzT[],.+-=1234567890abcdefgCEHPR%{}#炮马车兵二平五进退前８，？、é👨‍👩‍👧\u{0}")

  static func event(_ sitting: Sitting, using generator: inout EventGenerator) -> Event<TableAnswer> {
    let id = sitting.screen.lastID
    switch Int.random(in: 0..<20, using: &generator) {
    case 0..<6: return .key(keys.randomElement(using: &generator) ?? .enter)
    case 6..<11: return .key(.character(characters.randomElement(using: &generator) ?? "h"))
    case 11: return .key(.function(Int.random(in: 0...12, using: &generator)))
    case 12..<14:
      let kinds: [MouseEvent.Kind] = [.press, .press, .press, .release, .wheelUp, .wheelDown]
      return .mouse(
        MouseEvent(
          column: Int.random(in: -2...200, using: &generator),
          row: Int.random(in: -2...60, using: &generator),
          kind: kinds.randomElement(using: &generator) ?? .press))
    case 14:
      return .resize(
        columns: Int.random(in: 0...170, using: &generator), rows: Int.random(in: 0...55, using: &generator))
    case 15: return .tick(milliseconds: Int.random(in: -5...3000, using: &generator))
    case 16..<18:
      let moves = sitting.screen.table.game.position.legalMoves()
      return .message(
        .decided(
          id: id, move: moves.randomElement(using: &generator), remark: .onlyLegalMove,
          thought: sitting.thought()))
    case 18 where sitting.screen.review?.isComplete == false:
      // Both the next position and one that nobody asked about.
      guard let review = sitting.screen.review else { return .tick(milliseconds: 1) }
      let ply = Bool.random(using: &generator) ? review.done : review.total / 2
      return .message(
        .analyzed(
          id: review.id, Analyst.Step(ply: ply, report: SearchReport(sitting.thought()))))
    case 18:
      return .message(
        Bool.random(using: &generator)
          ? .evaluated(id: id, thought: sitting.thought())
          : .drawAnswered(id: id, accepted: Bool.random(using: &generator), remark: nil))
    default:
      let record = sitting.screen.table.record(
        date: "", names: ("甲", "乙"), resumable: Bool.random(using: &generator))
      let answers: [TableAnswer] = [
        .opened(path: "a", games: [record]), .opened(path: "a", games: [record, record]),
        .opened(path: "a", games: []),
        .thinkingFailed(id: id, PlayerError.gameIsOver), .saved(path: "a"), .fileFailed(.unknownFormat),
        .modelReady(personas: ["甲"]), .engineReady(name: "甲"),
        .engineUnavailable(.closedOutput(engine: "甲")),
        .engineFailed(id: id, engine: EngineChoice(command: "/x"), .closed(engine: "x")),
        .analysisFailed(id: sitting.screen.review?.id ?? 0, PlayerError.gameIsOver),
        .analysisEngineFailed(id: sitting.screen.review?.id ?? 0, .closed(engine: "x")),
      ]
      return .message(answers.randomElement(using: &generator) ?? .saved(path: "a"))
    }
  }

  @Test(arguments: UInt64(1)...12)
  func randomEventsNeverBreakTheTable(_ seed: UInt64) throws {
    var generator = EventGenerator(state: seed)
    var sitting = try Sitting {
      $0.settings.ascii = seed % 3 == 0
      $0.language = seed % 2 == 0 ? .english : .chinese
      $0.settings.engines = seed % 3 == 1 ? ["/x", "/y,name=乙"] : []
      $0.settings.clock = seed % 4 == 0 ? .fischer(minutes: 5, increment: 3) : .none
    }
    for step in 0..<1500 {
      let event = Self.event(sitting, using: &generator)
      sitting.send(event)
      sitting.all = []
      // A click on "quit" in the bottom line is no accident of ours.
      if case .mouse = event { sitting.screen.isFinished = false }
      let screen = sitting.screen
      try #require(!screen.isFinished, "seed \(seed), step \(step)")
      #expect(
        screen.shownPly >= 0 && screen.shownPly <= screen.table.game.moves.count, "seed \(seed), step \(step)"
      )
      guard step % 3 == 0 else { continue }
      let columns = Int.random(in: 0...170, using: &generator)
      let rows = Int.random(in: 0...55, using: &generator)
      let grid = screen.render(columns: columns, rows: rows)
      try #require(grid.columns == columns && grid.rows == rows)
      check(grid, "seed \(seed), step \(step), \(columns)x\(rows)")
    }
  }

  /// Wide characters have both their cells, and nothing but text and blanks is drawn.
  private func check(_ grid: CellGrid, _ place: String) {
    for row in 0..<grid.rows {
      for column in 0..<grid.columns {
        let cell = grid[column, row]
        let isWhole =
          switch cell.span {
          case .wide: column + 1 < grid.columns && grid[column + 1, row].span == .covered
          case .covered: column > 0 && grid[column - 1, row].span == .wide
          case .narrow: TerminalWidth.of(cell.character) == 1
          }
        if !isWhole { Issue.record("\(place): the cell (\(column), \(row)) is broken") }
      }
    }
  }

  @Test(arguments: UInt64(1)...4)
  func theBoardOnTheScreenIsTheBoardOfTheGame(_ seed: UInt64) throws {
    var generator = EventGenerator(state: seed)
    var sitting = try Sitting { $0.hasModel = false }
    sitting.resize(80, 24)
    for _ in 0..<60 {
      guard let move = sitting.screen.table.game.position.legalMoves().randomElement(using: &generator),
        sitting.screen.table.verdict == nil
      else { break }
      sitting.enter(move.iccs)
      let grid = sitting.render()
      let layout = try #require(ScreenLayout(columns: 80, rows: 24, flipped: sitting.screen.settings.flipped))
      for square in Square.all {
        let cell = layout.board.cell(of: square)
        let shown = String(grid[cell.column, cell.row].character)
        let piece = sitting.screen.table.game.position[square]
        #expect(
          piece.map { sitting.screen.glyphs.piece($0) == shown } ?? "┌┬┐├┼┤└┴┘".contains(shown),
          "seed \(seed)")
      }
    }
  }
}
