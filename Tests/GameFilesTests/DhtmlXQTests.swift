import GameFiles
import Testing
import Xiangqi

private let start = "8979695949392919097717866646260600102030405060708012720323436383"

@Suite struct DhtmlXQTests {
  private let page = """
    <html><body><div>[DhtmlXQ]
    [DhtmlXQ_ver]www_dpxq_com[/DhtmlXQ_ver]
    [DhtmlXQ_title]第一局 &amp; 变着[/DhtmlXQ_title]
    [DhtmlXQ_event]全国赛[/DhtmlXQ_event]
    [DhtmlXQ_date]1986-05-01[/DhtmlXQ_date]
    [DhtmlXQ_red]上海 胡荣华[/DhtmlXQ_red]
    [DhtmlXQ_redname]胡荣华[/DhtmlXQ_redname]
    [DhtmlXQ_black]柳大华[/DhtmlXQ_black]
    [DhtmlXQ_result]红胜[/DhtmlXQ_result]
    [DhtmlXQ_binit]\(start)[/DhtmlXQ_binit]
    [DhtmlXQ_movelist]7747706279678070[/DhtmlXQ_movelist]
    [DhtmlXQ_move_1_3_2]6665[/DhtmlXQ_move_1_3_2]
    [DhtmlXQ_move_0_2_1]03041927[/DhtmlXQ_move_0_2_1]
    [DhtmlXQ_move_0_2_3]2324[/DhtmlXQ_move_0_2_3]
    [DhtmlXQ_comment0]开局||\\u597d[/DhtmlXQ_comment0]
    [DhtmlXQ_comment2]马[/DhtmlXQ_comment2]
    [DhtmlXQ_comment1_3]变[/DhtmlXQ_comment1_3]
    [DhtmlXQ_hits]12[/DhtmlXQ_hits]
    [/DhtmlXQ]</div></body></html>
    """

  @Test func aPageIsRead() throws {
    for bytes in [Array(page.utf8), try TextEncoding.gb18030.encode(page)] {
      #expect(GameFormat(content: bytes) == .dhtmlxq)
      let game = try #require(try GameFiles.read(bytes).first)
      #expect(game["Red"] == "胡荣华")
      #expect(game["Event"] == "全国赛")
      #expect(game["hits"] == nil)
      #expect(game.outcome == .redWins)
      #expect(game.comment == "开局\n好")
      #expect(game.moves.map(\.iccs) == ["h2e2", "h9g7", "h0g2", "i9h9"])
      #expect(game.line[1].comment == "马")
      #expect(game.line[1].variations.map { $0.map(\.move.iccs) } == [["a6a5", "b0c2"], ["c6c5"]])
      #expect(game.line[1].variations[0][1].comment == "变")
      #expect(game.line[1].variations[0][1].variations.map { $0.map(\.move.iccs) } == [["g3g4"]])
    }
  }

  @Test func severalBlocksAreSeveralGames() throws {
    let block = "[DhtmlXQ][DhtmlXQ_movelist]7747[/DhtmlXQ_movelist][/DhtmlXQ]"
    #expect(try GameFiles.read(Array((block + "\n" + block).utf8)).count == 2)
    let bare = "[DhtmlXQ_title]A[/DhtmlXQ_title][DhtmlXQ_movelist]7747[/DhtmlXQ_movelist]"
    #expect(try GameFiles.read(Array((bare + bare).utf8)).count == 2)
  }

  @Test func blackMayBeginAndPiecesMayBeMissing() throws {
    var digits = Array(repeating: "99", count: 32)
    digits[4] = "39"
    digits[20] = "40"
    digits[27] = "24"
    let text = "[DhtmlXQ_binit]\(digits.joined())[/DhtmlXQ_binit][DhtmlXQ_movelist]2425[/DhtmlXQ_movelist]"
    let game = try #require(try GameFiles.read(Array(text.utf8)).first)
    #expect(game.start.fen == "4k4/9/9/9/2p6/9/9/9/9/3K5 b - - 0 1")
    #expect(game.moves.map(\.iccs) == ["c5c4"])
  }

  @Test(
    arguments: [
      ("[DhtmlXQ_movelist]77", "is not closed"),
      ("[DhtmlXQ_title]x[/DhtmlXQ_title]", "there is no [DhtmlXQ_movelist]"),
      ("[DhtmlXQ_movelist]774[/DhtmlXQ_movelist]", "has 3 digits"),
      ("[DhtmlXQ_movelist]7787[/DhtmlXQ_movelist][DhtmlXQ_binit]12[/DhtmlXQ_binit]", "needs 64"),
      (
        "[DhtmlXQ_movelist]7747[/DhtmlXQ_movelist][DhtmlXQ_move_0_9_1]7747[/DhtmlXQ_move_0_9_1]",
        "replaces a move"
      ),
      ("[DhtmlXQ_movelist]7747[/DhtmlXQ_movelist][DhtmlXQ_move_5_1_6]7747[/DhtmlXQ_move_5_1_6]", "not there"),
      ("[DhtmlXQ_movelist]7997[/DhtmlXQ_movelist]", "leaves the board"),
      ("[DhtmlXQ_movelist]7741[/DhtmlXQ_movelist]", "move 1. h2e8"),
    ])
  func brokenTextsSayWhatIsWrong(text: String, message: String) {
    let error = #expect(throws: GameFileError.self) { try GameFiles.read(Array(text.utf8)) }
    #expect(error?.description.contains(message) == true, "\(error.map(\.description) ?? "")")
  }
}
