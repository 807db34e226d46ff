import Catalog
import Players
import Testing
import Xiangqi

@testable import TerminalUI

/// The table without a terminal.
@Suite struct LineTableTests {
  static func table(_ edit: (inout TableContext) -> Void = { _ in }) -> LineTable {
    var context = TableContext(language: .english, date: "2026.11.21")
    context.hasModel = false
    edit(&context)
    return LineTable(context)
  }

  @Test func itGreetsWithTheBoard() {
    var table = Self.table { $0.settings.ascii = true }
    let lines = table.begin().text.split(separator: "\n")
    #expect(lines[0].hasPrefix("Yiwen: type a move"))
    #expect(lines.contains("   r---n---b---a---k---a---b---n---r"))
    #expect(lines.last == "Red to move")
  }

  @Test func movesArePlayedAndShown() {
    var table = Self.table()
    _ = table.begin()
    #expect(table.read("h2e2").text.hasPrefix("Red 炮二平五\n"))
    #expect(table.read("  马8进7 ").text.hasPrefix("Black 马８进７\n"))
    #expect(table.read("moves").text == "Moves: 炮二平五 马８进７")
    #expect(table.read("notation wxf").text == "")
    #expect(table.read("moves").text == "Moves: C2=5 H8+7")
    #expect(table.read("undo").text.hasPrefix("Taken back: 1"))
    #expect(table.read("fen").text.hasSuffix(" b - - 1 1"))
  }

  @Test(arguments: [
    ("h0f1", "The horse's leg is blocked by the Red elephant"), ("nonsense", "is not a move"), ("save", ""),
    ("redo", "no move to play again"),
    ("notation x", "“x” is not a notation"), ("fen 9/9", "a board has 10 ranks"),
    ("hint", "There is no model"),
    ("help", "resign"), ("", ""),
  ])
  func everyLineIsAnswered(_ line: String, _ answer: String) {
    var table = Self.table()
    _ = table.begin()
    let reply = table.read(line)
    #expect(answer.isEmpty ? reply.text.isEmpty : reply.text.contains(answer), "\(reply.text)")
    #expect(!table.isFinished)
  }

  @Test func theModelIsWaitedFor() throws {
    var table = Self.table { $0.hasModel = true }
    _ = table.begin()
    let reply = table.read("h2e2")
    #expect(table.isWaiting)
    let id = reply.effects.compactMap { if case .think(let id, _, _, _, _, _) = $0 { id } else { nil } }.first
    let move = try #require(Move(iccs: "h9g7"))
    let answer = table.take(.decided(id: try #require(id), move: move, remark: .onlyLegalMove, thought: nil))
    #expect(answer.text.hasPrefix("Black 马８进７\n“There was only this move.”\n"))
    #expect(!table.isWaiting)
  }

  @Test func resigningAndANewGame() {
    var table = Self.table()
    _ = table.begin()
    _ = table.read("h2e2")
    func archives(_ reply: LineTable.Reply) -> Bool {
      reply.effects.contains { if case .archive = $0 { true } else { false } }
    }
    let resignation = table.read("resign")
    #expect(resignation.text == "Black resigns: Red wins")
    #expect(!archives(resignation), "the end may be taken back")
    #expect(table.read("board").text.hasSuffix("Black resigns: Red wins"))
    #expect(table.read("h9g7").text.contains("The game is over"))
    let new = table.read("new people")
    #expect(new.text.hasSuffix("Red to move"))
    #expect(archives(new))
    #expect(table.read("h2e2").text.hasPrefix("Red 炮二平五"))
    #expect(table.read("draw").text == "Draw by agreement")
    #expect(archives(table.end()))
  }

  @Test func theEndOfTheInputKeepsTheGame() {
    var table = Self.table()
    _ = table.begin()
    _ = table.read("h2e2")
    let end = table.end()
    #expect(table.isFinished)
    #expect(end.effects.contains { if case .autosave(.some) = $0 { true } else { false } })
  }
}
