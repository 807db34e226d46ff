import Foundation
import FoundationXML
import GameFiles
import TestSupport
import Testing
import Xiangqi

/// `yiwen analyze` in every format, with the bundled model.
struct AnalyzeCommandTests {
  /// Red could mate and walks into a mate instead, whatever a model makes of it.
  static let game = """
    [Red "甲 & <乙>"]
    [Black "丙"]
    [Result "0-1"]
    [FEN "2rk5/9/9/9/1R7/9/9/9/1r7/4K4 w - - 0 30"]

    30. 车八平九 {旧评} 车３进９ 0-1

    """

  private func program() throws -> Program {
    let program = try Program()
    try program.write(Self.game, to: "g.pgn")
    return program
  }

  @Test func theTextHasALineForEveryMove() async throws {
    let text = try await program().output("analyze g.pgn --nodes 20 --lang en --notation wxf")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "1. 甲 & <乙> - 丙  0-1")
    #expect(lines[1].contains("R/D/B") && lines[2].hasPrefix("start"))
    let blunder =
      #/30\. R8=9 +\d+\.\d % +\d+/\d+ +0/0/100 +100  blunder, turning point, missed mate in 1, Black mates in 1  R8=6/#
    #expect(lines[3].wholeMatch(of: blunder) != nil, "\(lines[3])")
    #expect(lines[4].hasPrefix("30... R3+9") && lines[4].contains("0/0/100"))
    #expect(lines.contains { $0.hasPrefix("Red  accuracy ") })
    #expect(lines.contains { $0.hasPrefix("Black  accuracy ") })
  }

  @Test func thePGNReadsBackWithSignsCommentsAndBetterLines() async throws {
    let program = try program()
    let outcome = try await program.run("analyze g.pgn --nodes 20 --lang zh --format pgn -o out.pgn")
    #expect(outcome.status == 0 && outcome.output == "")
    #expect(outcome.errors == "The analysis of 1 game is in out.pgn\n")
    let games = try GameFiles.read(try program.bytes(of: "out.pgn"))
    let before = try GameFiles.read(Array(Self.game.utf8))
    let game = try #require(games.first)
    #expect(game.moves == before[0].moves && game.outcome == before[0].outcome)
    #expect(game["Red"] == "甲 & <乙>" && game["Annotator"] == "Yiwen")
    #expect(game.line[0].comment?.hasPrefix("旧评\n") == true, "what the file said stays")
    #expect(game.comment?.contains("准确率") == true)
    #expect(game.line[0].annotations == [4] && game.line[1].annotations == [])
    #expect(game.line[0].comment?.contains("败着；转折点；错过1步杀；黑方1步杀") == true, "\(game.line[0].comment ?? "")")
    #expect(game.line[0].variations.map { $0.first?.move.iccs } == ["b5d5"])
    #expect(game.line[1].variations.isEmpty)
  }

  @Test func theJSONHasEveryMoveAndBothSides() async throws {
    let json = try await JSON(program().output("analyze g.pgn --nodes 20 --format json"))
    #expect(json["schema"].text == "yiwen-analysis/1" && json["evaluations"].number == 20)
    let game = try #require(json["games"].array.first)
    let plies = game["plies"].array
    #expect(plies.map { $0["move"].text } == ["b5a5", "c9c0"])
    #expect(plies.map { $0["side"].text } == ["red", "black"])
    #expect(game["chances"].array.count == 3)
    #expect(game["turningPoints"].array.map(\.number) == [1])
    #expect(game["summary"].keys == ["black", "red"])
    for ply in plies {
      let after = ply["evaluation"]["after"]
      let shares = ["red", "draw", "black"].compactMap { after[$0].number }
      #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test func thePictureIsXMLAndComplete() async throws {
    let svg = try await program().output("analyze g.pgn --nodes 20 --format svg")
    let reader = SVGReader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    #expect(reader.root == "svg")
    #expect(reader.counts["polyline"] == 1)
    #expect(reader.points == 3, "a point for the start and each ply")
    #expect(reader.text.contains("甲 & <乙> - 丙"), "the names of players are text, not tags")
    #expect(reader.text.contains("红方胜算 Red's chances") && reader.text.contains("着数 ply"))
    #expect(reader.counts["circle"] == 4, "three of the legend and a mistake")
    #expect(!svg.contains("href") && !svg.contains("<script"))
  }

  @Test func oneGameOfSeveralIsChosen() async throws {
    let program = try Program()
    try program.write(Self.game + "\n[Red \"丁\"]\n\n1. 兵七进一 *\n", to: "two.pgn")
    let both = try await program.output("analyze two.pgn --nodes 1")
    #expect(both.contains("1. 甲") && both.contains("\n2. 丁 - ?"))
    let second = try await program.output("analyze two.pgn --nodes 1 --game 2")
    #expect(second.hasPrefix("2. 丁"))
    let missing = try await program.run("analyze two.pgn --game 3")
    #expect(missing.status == 1 && missing.errors == "Error: --game 3: two.pgn holds 2 games\n")
    let picture = try await program.run("analyze two.pgn --format svg")
    #expect(
      picture.errors == "Error: two.pgn holds 2 games and a picture shows one; choose it with --game\n")
  }

  @Test func gamesWithoutMovesAndFromAPositionAreTakenToo() async throws {
    let program = try Program()
    try program.write(
      "[Red \"x\"]\n\n*\n\n[FEN \"3k5/R8/9/9/9/9/9/9/9/1R2K4 w - - 0 1\"]\n\n1. B0-B9 1-0\n", to: "odd.pgn")
    for format in ["text", "pgn", "json"] {
      let output = try await program.output("analyze odd.pgn --nodes 1 --format \(format)")
      #expect(!output.isEmpty)
    }
    let mate = try await program.output("analyze odd.pgn --nodes 1 --game 2 --lang en")
    #expect(mate.contains("100/0/0"), "a mate on the board is certain: \(mate)")
    for game in 1...2 {
      let svg = try await program.output("analyze odd.pgn --nodes 1 --game \(game) --format svg")
      #expect(XMLParser(data: Data(svg.utf8)).parse() && !svg.contains("nan"))
    }
  }
}

/// Counts the parts of a picture.
private final class SVGReader: NSObject, XMLParserDelegate {
  var root: String?
  var counts: [String: Int] = [:]
  var points = 0
  var text = ""

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    root = root ?? name
    counts[name, default: 0] += 1
    if name == "polyline" { points += attributes["points"]?.split(separator: " ").count ?? 0 }
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
}
