import GameFiles
import Testing
import Xiangqi

private func read(_ text: String) throws -> [GameRecord] { try GameFiles.read(Array(text.utf8), as: .pgn) }
private func moves(_ text: String) throws -> [String] { try read(text).first?.moves.map(\.iccs) ?? [] }
private func write(_ games: [GameRecord], _ notation: Notation = .chinese) throws -> String {
  String(decoding: try GameFiles.write(games, notation: notation), as: UTF8.self)
}

@Suite struct PGNReadingTests {
  private let opening = ["h2e2", "h9g7", "h0g2", "i9h9"]

  @Test(
    arguments: [
      "1. 炮二平五 马８进７ 2. 马二进三 车９平８ *",
      "1.炮二平五 马8进7 2.马二进三 车9平8 *",
      "1炮二平五 马8进7 2马二进三 车9平8 *",
      "１．炮二平五　马８进７　２．马二进三　车９平８　*",
      "1、炮二平五　马８进７\r\n2、马二进三　车９平８\r\n*",
      "1. 炮二平五 1... 马８进７ 2. 马二进三 2… 车９平８",
      "1. 砲二平五 馬８進７ 2. 傌二進三 俥９平８ *",
      "1. C2=5 H8+7 2. H2+3 R9=8 *",
      "1. C2.5 h8+7 2. n2+3 r9.8 *",
      "1. H2-E2 H9-G7 2. H0-G2 I9-H9 *",
      "1. h2e2 h9g7 2. h0g2 i9h9 *",
      "炮二平五 马８进７ 马二进三 车９平８ *",
      "\u{FEFF}1. 炮二平五 马８进７\n\n2. 马二进三\n车９平８ *",
      "[Format \"ICCS\"]\n\n1. 炮二平五 H8+7 2. h0g2 I9-H9 *",
      "% private\n1. 炮二平五 马８进７\n% data\n2. 马二进三 车９平８ *",
      "1. 炮二平五! 马８进７?! 2. 马二进三 $1 车９平８ *",
    ])
  func readsTheOpeningInEveryForm(text: String) throws {
    #expect(try moves(text) == opening)
  }

  @Test func aSoldierOfAStackIsNotAMoveNumber() throws {
    let start = "[FEN \"3k5/9/6P2/6P2/6P2/9/9/9/9/4K4 w - - 0 1\"]\n\n"
    for text in ["13=2", "1.13=2", "1. 13=2", "13.2", "1. 13.2", "1.前兵平二", "1 P+=2"] {
      #expect(try moves(start + text + " *") == ["g7h7"], "\(text)")
    }
  }

  @Test func theTagsBecomeTheRecord() throws {
    let games = try read(
      """
      [Game "Chinese Chess"]
      [Event "第\\"一\\"届"]
      [Site "?"]
      [Date "????.??.??"]
      [White "胡荣华"]
      [Black "a \\\\ b "c" d"]
      [Result "1-0"]
      [ECCO "C41"]

      1. 炮二平五 *
      """)
    let game = try #require(games.first)
    #expect(game["Event"] == "第\"一\"届")
    #expect(game["Red"] == "胡荣华")
    #expect(game["Black"] == "a \\ b \"c\" d")
    #expect(game.tags.map(\.name) == ["Event", "Red", "Black", "ECCO"])
    #expect(game.outcome == .redWins)
  }

  /// The layout of the PGN files of the first Chinese converters: columns, a number before Black's move after a comment,
  /// empty tags, FEN without SetUp, a handicap, the comment between tags and moves.
  @Test func theLayoutOfOldConvertersIsRead() throws {
    let game = try #require(
      try read(
        """
        [Game "Chinese Chess"]
        [Event "让九子"]
        [Round ""]
        [Date "1999.12.09"]
        [RedTeam ""]
        [Result "1-0"]
        [FEN "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/9/1C5C1/9/RN2K2NR w - - 0 1"]
        {　　开局
        　　让子}
          1. 炮八平五 炮８平５
        {　　甲}
          2. 炮五进五 象７进５
          3. 炮二平五
        {　　乙}
          3.          马８进７
          4. 马二进三 车９平８
          5. 马八进七 马２进１
          6. 车九平六 车１平２
          7. 车六进八
         1-0
        """
      ).first)
    #expect(game.line.count == 13)
    #expect(game.outcome == .redWins)
    #expect(game["Round"] == "" && game["RedTeam"] == "")
    #expect(game.comment == "　　开局\n　　让子")
    #expect(game.line.map(\.comment) == [nil, "　　甲", nil, nil, "　　乙"] + Array(repeating: nil, count: 8))
    #expect(game.line.last?.move.iccs == "d0d8")
  }

  @Test func commentsAndVariationsKeepTheirPlaces() throws {
    let game = try #require(
      try read("{a} {b} 1. 炮二平五 {c} ({d} 1. 马二进三 {e} 马８进７ (1... 卒３进１ $6) {f}) ;g\n1... 马８进７! (炮８平５) *").first)
    #expect(game.comment == "a\nb")
    #expect(game.moves.map(\.iccs) == ["h2e2", "h9g7"])
    #expect(game.line[0].comment == "c\ng")
    let variation = game.line[0].variations[0]
    #expect(variation.map(\.move.iccs) == ["h0g2", "h9g7"])
    #expect(variation.map(\.comment) == ["d\ne", "f"])
    #expect(variation[1].variations == [[.init(move: try #require(Move(iccs: "c6c5")), annotations: [6])]])
    #expect(game.line[1].annotations == [1] && game.line[1].comment == nil)
    #expect(game.line[1].variations.map { $0.map(\.move.iccs) } == [["h7e7"]])
  }

  @Test func signsOfJudgementAreNumbersWhateverTheirForm() throws {
    let game = try #require(
      try read("$1 1. 炮二平五!! $10 马８进７?? 2. 马二进三 ?! {a} 车９平８！？ 3. 车一平二!!! $256 $ *").first)
    #expect(game.comment == "$1", "a sign before the first move judges nothing")
    #expect(game.line.map(\.annotations) == [[3, 10], [4], [6], [5], []])
    #expect(game.line.map(\.comment) == [nil, nil, "a", nil, "!!!\n$256\n$"])
    #expect(try read(write([game])) == [game])
  }

  @Test func severalGamesFollowEachOther() throws {
    let games = try read(
      "[Red \"A\"]\n\n1. 炮二平五 1-0\n\n[Red \"B\"]\n\n1. 炮八平五 马8进7 0-1 [Red \"C\"] 1. 兵五进一\n[Red \"D\"]\n")
    #expect(games.map { $0["Red"] } == ["A", "B", "C", "D"])
    #expect(games.map(\.moves.count) == [1, 2, 1, 0])
    #expect(games.map(\.outcome) == [.redWins, .blackWins, nil, nil])
  }

  @Test func gb18030IsReadLikeUTF8() throws {
    let text = "[Red \"胡荣华\"]\n[Black \"柳大华\"]\n\n1. 炮二平五 {〖好〗} 马８进７ 1/2-1/2\n"
    let utf8 = try GameFiles.read(Array(text.utf8))
    for encoding in [TextEncoding.gb18030, .utf16] {
      #expect(try GameFiles.read(encoding.encode(text), as: .pgn) == utf8)
    }
    #expect(utf8.first?["Black"] == "柳大华")
    #expect(utf8.first?.outcome == .draw)
  }

  @Test(
    arguments: [
      ("1. 炮二平五 马８进７ 2. 炮五进六 *", "PGN, game 1, line 1: move 2. 炮五进六: "),
      ("1. 炮二平五 马８进７\n2. 马二进三 车９平８\n3. 马三进五 马７进６ *", "PGN, game 1, line 3: move 3. 马三进五: "),
      ("1. 炮二平五 (1. 马二进四) *", "PGN, game 1, line 1: move 1. 马二进四: "),
      ("[Red \"A\"]\n\n1-0\n\n[Red \"B\"]\n\n1. 炮二平五 帅五进二 *", "PGN, game 2, line 7: move 1... 帅五进二: "),
      ("1. 炮二平五 {no end", "PGN, game 1, line 1: the comment that begins here has no closing }"),
      ("1. 炮二平五 ) *", "PGN, game 1, line 1: ) without ("),
      ("( 1. 炮二平五 ) *", "PGN, game 1, line 1: a variation needs a move before it"),
      ("1. 炮二平五 ( 1. 马二进三", "PGN, game 1, line 1: a variation is not closed with )"),
      ("[Red \"A]\n1. 炮二平五 *", "PGN, game 1, line 1: a tag reads [Name \"text\"] and ends on its line"),
      ("[FEN \"9/9\"]\n1. 炮二平五 *", "PGN, game 1, line 1: start position: FEN"),
      (
        "[Variant \"Chess960\"]\n1. e4 *", "PGN, game 1, line 1: this is a game of “Chess960”, not of xiangqi"
      ),
      ("1. e4 e5 *", "PGN, game 1, line 1: move 1. e4: “e4” is not a move"),
    ])
  func aBrokenGameSaysWhere(text: String, message: String) {
    let error = #expect(throws: GameFileError.self) { try read(text) }
    #expect(error?.description.hasPrefix(message) == true, "\(error.map(\.description) ?? "")")
  }

  @Test func gamesBeforeABrokenOneAreKept() {
    let reading = GameFiles.reading(
      Array("[Red \"A\"]\n\n1. 炮二平五 1-0\n\n[Red \"B\"]\n\n1. 帅五进二 *\n".utf8), as: .pgn)
    #expect(reading.games.map { $0["Red"] } == ["A"])
    #expect(reading.failure?.description.contains("game 2") == true)
  }

  @Test func theReaderGoesOnBehindABrokenGame() throws {
    var reader = try PGNReader(
      Array(
        """
        [Red "A"]

        1. 帅五进二
        马８进７ *

        [Red "B"]
        [FEN "broken"]

        1. 炮二平五 *

        [Red "C]
        [Black "x"]

        1. 炮二平五 *

        [Red "D"]

        1. 炮二平五 ( 1. 马二进三
        [Red "E"]

        1. 炮二平五 1-0

        """.utf8))
    var found: [String] = []
    for _ in 0..<5 {
      do throws(GameFileError) {
        found.append(try reader.next()?["Red"] ?? "end")
      } catch {
        found.append("error \(reader.gameNumber)")
      }
    }
    #expect(found == ["error 1", "error 2", "error 3", "error 4", "E"])
    #expect(try reader.next() == nil)
  }

  @Test func theReaderKnowsWhereTheLastWholeGameEnds() throws {
    let first = "[Red \"A\"]\n\n1. 炮二平五 1-0\n"
    for (rest, whole) in [
      ("", true), ("\n[Red \"B\"]\n\n1. 炮二平五", false), ("\n[Red \"B\"]\n\n1. 炮二平五 1-0", false),
      ("\n\n", true),
    ] {
      var reader = try PGNReader(Array((first + rest).utf8))
      while try reader.next() != nil {}
      #expect(reader.endOfCompleteGames == first.utf8.count)
      #expect(reader.lastGameIsComplete == whole)
    }
  }
}

@Suite struct PGNWritingTests {
  @Test func writesTheRosterAndTheMoves() throws {
    var game = Position.start
    var record = GameRecord(tags: [.init(name: "ECCO", value: "C00"), .init(name: "Red", value: "A \"B\"")])
    for text in ["炮二平五", "马8进7", "马二进三", "车9平8"] {
      let move = try game.move(text)
      record.line.append(.init(move: move))
      game = game.playing(move)
    }
    record.line[1].comment = "常见"
    record.outcome = .draw
    let text = try write([record])
    #expect(
      text == """
        [Game "Chinese Chess"]
        [Event "?"]
        [Site "?"]
        [Date "????.??.??"]
        [Round "?"]
        [Red "A \\"B\\""]
        [Black "?"]
        [Result "1/2-1/2"]
        [Format "Chinese"]
        [ECCO "C00"]

        1. 炮二平五 马８进７ {常见} 2. 马二进三 车９平８ 1/2-1/2

        """)
    #expect(try write([record], .iccs).contains("1. H2-E2 H9-G7 {常见} 2. H0-G2 I9-H9"))
    #expect(try write([record], .wxf).contains("1. C2=5 H8+7 {常见} 2. H2+3 R9=8"))
    #expect(try write([record], .chineseTraditional).contains("1. 炮二平五 馬８進７"))
  }

  @Test(arguments: UInt64(0)..<60)
  func everyRecordReadsBackEqualAndWritesTheSameAgain(seed: UInt64) throws {
    let records = try (0..<3).map { try randomRecord(seed: seed * 3 + $0) }
    for notation in [Notation.chinese, .chineseTraditional, .wxf, .iccs] {
      let text = try write(records, notation)
      let back = try read(text)
      #expect(back == records)
      #expect(back.map(\.start.fen) == records.map(\.start.fen))
      #expect(try write(back, notation) == text)
      let windows = String(text.map { $0 == "\n" ? "\r\n" : $0 })
      #expect(try read(windows) == records)
    }
  }

  @Test func linesAreBrokenBeforeEightyColumns() throws {
    var record = try randomRecord(seed: 4, plies: 120)
    record.comment = nil
    record.line = record.line.map { .init(move: $0.move) }
    let lines = try write([record]).split(separator: "\n").filter { !$0.hasPrefix("[") }
    #expect(lines.count > 10)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(lines.dropLast().allSatisfy { $0.count > 60 })
  }

  @Test func whatCannotBeWrittenIsRefused() throws {
    #expect(throws: GameFileError.readOnly(.xqf)) { try GameFiles.write([], as: .xqf) }
    #expect(throws: GameFileError.notationNotInFiles(.uciFairy)) {
      try GameFiles.write([], notation: .uciFairy)
    }
    let odd = GameRecord(tags: [.init(name: "a b", value: "")])
    #expect(throws: GameFileError.notWritable(game: 1, "the tag name “a b” is not a word")) {
      try write([odd])
    }
    let signed = GameRecord(line: [.init(move: try #require(Move(iccs: "h2e2")), annotations: [256])])
    #expect(throws: GameFileError.notWritable(game: 1, "PGN has no sign $256; signs are $0 to $255")) {
      try write([signed])
    }
    let illegal = GameRecord(line: [.init(move: try #require(Move(iccs: "a0a9")))])
    #expect(throws: GameFileError.self) { try write([illegal]) }
  }

  @Test func endlessNestingIsRefusedBothWays() throws {
    let move = try #require(Move(iccs: "h2e2"))
    var line: [GameRecord.Node] = [.init(move: move)]
    for _ in 0..<70 { line = [.init(move: move, variations: [line])] }
    #expect(throws: GameFileError.self) { try write([GameRecord(line: line)]) }
    let text = String(repeating: "炮二平五 (", count: 10_000)
    let error = #expect(throws: GameFileError.self) { try read(text) }
    #expect(error?.description.contains("64 deep") == true)
  }
}
