import Foundation
import TestSupport
import Xiangqi

/// `yiwen play` in a terminal of its own.
struct Table {
  let program: Program
  let tmux: TmuxSession

  /// Sits down at the table in the program's home.
  init(
    _ program: Program, options: String = "--lang zh --seed 1", columns: Int = 80, rows: Int = 24,
    terminalType: String = "tmux-256color", variables: [String: String] = [:],
  ) throws {
    self.program = program
    let quoted = TmuxSession.quoted
    tmux = try TmuxSession(
      "cd \(quoted(program.home)) && exec \(quoted(Program.path)) play \(options)", columns: columns,
      rows: rows,
      terminalType: terminalType, environment: program.environment.merging(variables) { $1 })
  }

  /// How long the model may take on a machine that does much else.
  static let patience = 30.0

  @discardableResult
  func waitFor(_ text: String) async throws -> String {
    try await tmux.waitFor(text, seconds: Self.patience)
  }

  /// Waits until that many moves are on the move list and it is the player's turn.
  @discardableResult
  func waitForMoves(_ count: Int) async throws -> String {
    try await tmux.waitUntil("\(count) moves are played and the player is to move", seconds: Self.patience) {
      $0.contains(" \(count)/\(count) ") && $0.contains("轮到你走")
    }
  }

  /// The cell of a point of the board on a screen of 80 by 24.
  static func cell(of square: Square) -> (column: Int, row: Int) {
    (3 + 4 * square.file, 1 + 2 * (9 - square.rank))
  }

  func click(_ square: String) throws {
    guard let square = Square(square) else { preconditionFailure("\(square) is no square") }
    let cell = Self.cell(of: square)
    try tmux.click(column: cell.column, row: cell.row)
  }

  /// Types a text and presses Enter.
  func enter(_ text: String) throws {
    try tmux.type(text)
    try tmux.press("Enter")
  }
}
