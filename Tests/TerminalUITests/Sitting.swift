import Catalog
import Players
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

/// A table with a scripted model: what tests sit down at.
struct Sitting {
  var screen: GameScreen
  /// The effects of the last event.
  var effects: [TableEffect] = []
  /// Every effect so far.
  var all: [TableEffect] = []

  init(_ edit: (inout TableContext) throws -> Void = { _ in }) throws {
    var context = TableContext(language: .chinese, date: "2026.11.21")
    context.personas = ["胡荣华", "吕钦", "许银川"]
    context.seed = 7
    try edit(&context)
    screen = GameScreen(context)
  }

  mutating func send(_ event: Event<TableAnswer>) {
    effects = screen.update(event)
    all += effects
  }

  mutating func press(_ keys: Key...) { for key in keys { send(.key(key)) } }

  /// Types characters, one key each.
  mutating func type(_ text: String) { for character in text { send(.key(.character(character))) } }

  /// Types a move and Enter.
  mutating func enter(_ move: String) {
    type("/" + move)
    press(.enter)
  }

  mutating func click(_ square: String) throws {
    let square = try #require(Square(square))
    let (columns, rows) = screen.size
    let layout = try #require(ScreenLayout(columns: columns, rows: rows, flipped: screen.settings.flipped))
    let cell = layout.board.cell(of: square)
    send(.mouse(MouseEvent(column: cell.column, row: cell.row, kind: .press)))
  }

  mutating func resize(_ columns: Int, _ rows: Int) { send(.resize(columns: columns, rows: rows)) }

  /// Answers the pending question of the screen with a move.
  mutating func reply(_ move: String) throws {
    let id = try #require(screen.pending?.id)
    let move = try #require(Move(iccs: move))
    send(.message(.decided(id: id, move: move, remark: nil, thought: thought(first: move))))
  }

  /// A made-up thought about the present position, with `first` at its head.
  func thought(first: Move? = nil) -> Thought {
    let legal = screen.table.game.position.legalMoves()
    let order = (first.map { [$0] } ?? []) + legal.filter { $0 != first }
    let shares = [0.412, 0.2, 0.105, 0.08, 0.04, 0.03, 0.02]
    let moves = order.enumerated().map { index, move in
      RankedMove(move: move, probability: index < shares.count ? shares[index] : 0)
    }
    return Thought(
      moves: moves, illegalMass: 0.173,
      topIllegal: [
        RankedMove(move: Move(from: Square(file: 4, rank: 0), to: Square(file: 4, rank: 5)), probability: 0.1)
      ], wdl: WDL(red: 0.46, draw: 0.32, black: 0.22))
  }

  /// Answers the pending evaluation.
  mutating func evaluate() throws {
    let id = try #require(screen.pending?.id)
    send(.message(.evaluated(id: id, thought: thought())))
  }

  func render(_ columns: Int = 80, _ rows: Int = 24) -> CellGrid {
    screen.render(columns: columns, rows: rows)
  }

  var moves: [String] { screen.table.game.moves.map(\.iccs) }
  var noticeText: String { screen.notice?.text ?? "" }
}
