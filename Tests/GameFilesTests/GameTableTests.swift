import GameFiles
import TestSupport
import Testing
import Xiangqi

@Suite struct GameTableTests {
  private let heading =
    "id\tresult\tred\tblack\tevent\tdate\topening\tsource\tstart_fen\tmoves\tend\talso\tflags\tred_raw\tblack_raw\n"

  @Test func aLineBecomesARecord() throws {
    let text =
      heading
      + "x1\t1-0\t沈浩\t李锦欢\t2008\t2008-10\tA38\tccpd\t\th2e2 h9g7\tcheckmate\t\tresvote\t美國 沈浩\t\n"
      + "x2\t*\t\t\t\t\t\t\t4k4/9/9/9/9/9/9/4C4/9/3K5 w - - 0 1\te2e3\t\t\t\t\t\r\n\n"
    let games = try GameFiles.read(Array(text.utf8))
    #expect(games.count == 2)
    #expect(games[0].outcome == .redWins)
    #expect(games[0]["Date"] == "2008.10.??")
    #expect(games[0]["ECCO"] == "A38")
    #expect(games[0]["Termination"] == "checkmate")
    #expect(games[0]["RedRaw"] == "美國 沈浩")
    #expect(games[0]["Flags"] == "resvote")
    #expect(games[0].moves.map(\.iccs) == ["h2e2", "h9g7"])
    #expect(games[1].start.fen == "4k4/9/9/9/9/9/9/4C4/9/3K5 w - - 0 1")
    #expect(games[1].tags == [.init(name: "Id", value: "x2")])
  }

  @Test(
    arguments: [
      (
        "x\t1-0\t\t\t\t\t\t\t\th2e2 h2e2", "table of games, game 1, line 2: move 1... h2e2: there is no piece"
      ),
      (
        "x\t1-0\t\t\t\t\t\t\t\th2e2 nonsense",
        "table of games, game 1, line 2: move 1... nonsense: write moves"
      ),
      ("x\t2-0", "table of games, game 1, line 2: “2-0” is not a result"),
      ("x\t*\t\t\t\t\t\t\tbad\th2e2", "table of games, game 1, line 2: start position: FEN"),
      ("\t\t\t\t\t\t\t\t\t\t\t\t\t\t\tx", "table of games, game 1, line 2: 16 fields"),
    ])
  func brokenLinesSayWhere(line: String, message: String) {
    let reading = GameFiles.reading(Array((heading + line + "\n").utf8), as: .tsv)
    #expect(
      reading.failure?.description.hasPrefix(message) == true, "\(reading.failure.map(\.description) ?? "")")
  }

  @Test func aBrokenLineDoesNotEndTheReading() throws {
    var reader = try GameTableReader(Array((heading + "a\t9\nb\t1-0\n").utf8))
    #expect(throws: GameFileError.self) { try reader.next() }
    #expect(try reader.next()?["Id"] == "b")
    #expect(try reader.next() == nil)
  }

  @Test func aTableInXZIsRead() throws {
    let games = try GameFiles.read(fixture("games.tsv.xz"))
    #expect(games.count == 3)
    #expect(games[0]["Red"] == "弈文甲")
    #expect(games.allSatisfy { $0.moves.count > 20 })
  }

  @Test func aHeadingWithoutMovesIsRefused() {
    #expect(throws: GameFileError.malformed(.tsv, game: 0, .line(1), "the heading names no column “moves”")) {
      try GameFiles.read(Array("id\tresult\n".utf8))
    }
  }
}
