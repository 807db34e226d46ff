import Foundation
import GameFiles
import TestSupport
import Testing
import Xiangqi

/// The commands around positions and game files: perft, show, check, convert.
struct GameCommandTests {
  /// Red mates with two chariots.
  static let fen = "3k5/9/9/9/9/9/9/9/4R4/R3K4 w - - 0 1"

  // MARK: perft

  @Test func perftCountsTheStartPosition() async throws {
    let output = try await Program().output("perft --depth 3")
    #expect(output.wholeMatch(of: /79666 nodes, \d+\.\d{3} s, \d+\.\d M nodes\/s\n/) != nil, "\(output)")
  }

  @Test func divideAddsUpToTheWhole() async throws {
    let output = try await Program().output("perft --depth 3 --divide")
    let counts = output.matches(of: /([a-i]\d[a-i]\d): (\d+)\n/)
    #expect(counts.count == 44)
    #expect(Set(counts.map(\.1)).count == 44, "a move is listed twice")
    #expect(counts.compactMap { Int($0.2) }.reduce(0, +) == 79666)
    #expect(output.contains("\n\n79666 nodes, "))
  }

  @Test func perftTakesAPositionAndMoves() async throws {
    let program = try Program()
    let position = try Position(fen: Self.fen)
    let direct = try await program.output("perft \(Self.fen) --depth 2")
    #expect(direct.hasPrefix("\(position.perft(depth: 2)) nodes"))
    let after = try await program.run(["perft", "--depth", "1", "--moves", "炮二平五 马８进７", "startpos"])
    let game = try Self.game(["h2e2", "h9g7"])
    #expect(after.output.hasPrefix("\(game.position.legalMoves().count) nodes"))
  }

  static func game(_ moves: [String]) throws -> Game {
    var game = Game()
    for move in moves { try game.play(game.position.move(move)) }
    return game
  }

  // MARK: show

  @Test func theBoardIsShownInBothLanguages() async throws {
    let program = try Program()
    try expectSnapshot(try await program.output("show --lang zh"), "show-zh")
    try expectSnapshot(try await program.output("show --lang en"), "show-en")
    try expectSnapshot(try await program.output("show --ascii --flip --lang en \(Self.fen)"), "show-ascii")
  }

  @Test(arguments: ["zh_CN.UTF-8", "zh_TW.UTF-8", "en_US.UTF-8", "C.UTF-8"])
  func theLocaleChoosesTheLanguage(locale: String) async throws {
    let outcome = try await Program().run("show", variables: ["LANG": locale])
    #expect(outcome.output.contains("红方走棋") == locale.hasPrefix("zh"))
    #expect(outcome.output.contains("Red to move") == !locale.hasPrefix("zh"))
  }

  @Test func movesArePlayedBeforeTheBoardIsShown() async throws {
    let outcome = try await Program().run(["show", "--moves", "炮二平五 马8进7 H2+3 c2c5"])
    let game = try Self.game(["h2e2", "h9g7", "h0g2", "c6c5"])
    #expect(outcome.status == 1, "c2c5 is no move of Black's")
    let right = try await Program().run(["show", "--moves", "炮二平五 马8进7 H2+3 c6c5"])
    #expect(right.output.hasSuffix("\n\(game.position.fen)\n"))
  }

  @Test func aFENIsOneWordOrSeveral() async throws {
    let program = try Program()
    let one = try await program.run(["show", Self.fen])
    let several = try await program.output("show \(Self.fen)")
    #expect(one.output == several)
    #expect(several.hasSuffix("\n\(Self.fen)\n"))
    let optionsBefore = try await program.output("show --ascii \(Self.fen)")
    let optionsAfter = try await program.output("show \(Self.fen) --ascii")
    #expect(optionsBefore == optionsAfter)
  }

  // MARK: check

  static let cases = ["perft", "legal_moves", "adjudication", "notation", "fen"]
  static let caseFolder = Project.root + "/Tests/XiangqiTests/Fixtures"

  @Test func allRuleCasesPass() async throws {
    let files = Self.cases.map { "\(Self.caseFolder)/\($0).json" }
    let outcome = try await Program().run(["check", "--max-nodes", "100000"] + files)
    #expect(outcome.status == 0)
    let count = try #require(outcome.output.wholeMatch(of: /(\d+) passed, 0 failed\n/)).1
    #expect(try #require(Int(count)) > 250)
    #expect(outcome.errors.contains("perft.json: "), "the counts that were left out are named")
  }

  @Test(arguments: [
    ("perft", "79666", "79667"), ("notation", "\"炮二平五\"", "\"炮二平六\""),
    ("adjudication", "\"red_wins\"", "\"black_wins\""),
  ])
  func aDoctoredCaseFails(name: String, right: String, wrong: String) async throws {
    let program = try Program()
    let text = try String(contentsOfFile: "\(Self.caseFolder)/\(name).json", encoding: .utf8)
    let place = try #require(text.range(of: right), "\(name).json has no \(right) any more")
    try program.write(text.replacingCharacters(in: place, with: wrong), to: "doctored.json")
    let outcome = try await program.run("check doctored.json --max-nodes 100000")
    #expect(outcome.status == 1)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.dropLast().allSatisfy { $0.hasPrefix("doctored.json: ") })
    #expect(lines.count >= 2)
    #expect(lines.last?.wholeMatch(of: /\d+ passed, 1 failed/) != nil, "\(outcome.output)")
  }

  // MARK: convert

  /// A game in ICCS with a comment and a variation, as other programs write it.
  static let iccsGame = """
    [Game "Chinese Chess"]
    [Event "全国赛"]
    [Red "胡荣华"]
    [Black "柳大华"]
    [Result "1-0"]
    [Format "ICCS"]

    1. H2-E2 H9-G7 {好} 2. H0-G2 (2. B0-C2 B9-C7) I9-H9 1-0

    """

  @Test func iccsBecomesChinese() async throws {
    let program = try Program()
    try program.write(Self.iccsGame, to: "game.pgn")
    let chinese = try await program.output("convert game.pgn")
    #expect(chinese.contains("[Format \"Chinese\"]"))
    #expect(chinese.contains("炮二平五 马８进７"))
    #expect(chinese.contains("马二进三"))
    #expect(chinese.contains("[Event \"全国赛\"]"))
  }

  @Test(arguments: ["chinese", "chineseTraditional", "wxf", "iccs"])
  func thereAndBackIsTheSameGame(notation: String) async throws {
    let program = try Program()
    try program.write(Self.iccsGame, to: "game.pgn")
    let original = try GameFiles.read(Array(Self.iccsGame.utf8))
    _ = try await program.run("convert game.pgn --notation iccs --output first.pgn")
    _ = try await program.run("convert first.pgn --notation \(notation) --output there.pgn")
    _ = try await program.run("convert there.pgn --notation iccs --output back.pgn")
    #expect(try program.bytes(of: "first.pgn") == program.bytes(of: "back.pgn"))
    let there = try GameFiles.read(try program.bytes(of: "there.pgn"))
    #expect(there.map(\.moves) == original.map(\.moves))
    #expect(there.map(\.line) == original.map(\.line), "comments and variations")
  }

  /// A game of two moves each, with two tags, in GB18030.
  static let oldGame =
    "W0V2ZW50ICLIq7n6yPwiXQ0KW1JlZCAiuvrI2buqIl0NCg0KMS4g"
    + "xdq2/sa9zuUgwu04vfg3IDIuIMLttv69+Mj9ILO1Oca9OCAqDQo="

  @Test func gamesInGB18030AreRead() async throws {
    let program = try Program()
    let bytes = try #require(Data(base64Encoded: Self.oldGame))
    #expect(String(bytes: bytes, encoding: .utf8) == nil, "this is meant not to be UTF-8")
    try program.write(bytes, to: "old.pgn")
    let outcome = try await program.run("convert old.pgn --output new.pgn")
    #expect(outcome.status == 0)
    #expect(outcome.output == "")
    #expect(outcome.errors == "1 game written to new.pgn\n")
    let records = try GameFiles.read(try program.bytes(of: "new.pgn"))
    #expect(records.first?["Red"] == "胡荣华")
    #expect(records.first?.moves.map(\.iccs) == ["h2e2", "h9g7", "h0g2", "i9h9"])
  }

  @Test func severalFilesBecomeOne() async throws {
    let program = try Program()
    for name in ["a.pgn", "b.pgn"] { try program.write(Self.iccsGame, to: name) }
    let outcome = try await program.run("convert a.pgn b.pgn --output all.pgn")
    #expect(outcome.errors == "2 games written to all.pgn\n")
    #expect(try GameFiles.read(try program.bytes(of: "all.pgn")).count == 2)
  }

  @Test func theGamesTableIsRead() async throws {
    let path = Project.root + "/Tests/GameFilesTests/Fixtures/games.tsv.xz"
    let games = try GameFiles.read(path: path)
    let program = try Program()
    let outcome = try await program.run(["convert", path, "--output", "games.pgn"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try GameFiles.read(try program.bytes(of: "games.pgn")).map(\.moves) == games.map(\.moves))
  }
}
