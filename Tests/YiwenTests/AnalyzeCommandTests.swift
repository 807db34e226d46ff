import Foundation
import FoundationXML
import GameFiles
import TestSupport
import Testing
import Xiangqi

/// `yiwen analyze` in every format, on the bundled model's first thoughts.
struct AnalyzeCommandTests {
  static let game = """
    [Red "甲 & <乙>"]
    [Black "丙"]
    [Result "0-1"]

    1. 炮二平五 {旧评} 马８进７ 2. 炮五进四 马２进３ 3. 帅五进一 *

    """

  private func program() throws -> Program {
    let program = try Program()
    try program.write(Self.game, to: "g.pgn")
    return program
  }

  @Test func theTextHasALineForEveryMove() async throws {
    let text = try await program().output("analyze g.pgn --nodes 1 --lang en --notation wxf")
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines[0] == "1. 甲 & <乙> - 丙  0-1")
    #expect(lines[1].contains("R/D/B") && lines[2].hasPrefix("start"))
    #expect(lines[3].wholeMatch(of: #/1\. C2=5 +\d+\.\d % +1/44 +\d+/\d+/\d+ .*/#) != nil, "\(lines[3])")
    #expect(lines[7].hasPrefix("3. K5+1") && lines[7].contains("turning point"), "\(lines[7])")
    #expect(lines.contains { $0.hasPrefix("Red  accuracy ") } && lines.contains { $0.hasPrefix("Black  accuracy ") })
  }

  @Test func thePGNReadsBackWithSignsCommentsAndBetterLines() async throws {
    let program = try program()
    let outcome = try await program.run("analyze g.pgn --nodes 1 --lang zh --format pgn -o out.pgn")
    #expect(outcome.status == 0 && outcome.output == "")
    #expect(outcome.errors == "The analysis of 1 game is in out.pgn\n")
    let games = try GameFiles.read(try program.bytes(of: "out.pgn"))
    let before = try GameFiles.read(Array(Self.game.utf8))
    let game = try #require(games.first)
    #expect(game.moves == before[0].moves && game.outcome == before[0].outcome)
    #expect(game["Red"] == "甲 & <乙>" && game["Annotator"] == "Yiwen")
    #expect(game.line[0].comment?.hasPrefix("旧评\n") == true, "what the file said stays")
    #expect(game.comment?.contains("准确率") == true)
    let last = try #require(game.line.last)
    #expect(last.annotations == [4] || last.annotations == [2], "the general that walks out is a mistake")
    #expect(last.comment?.contains("着") == true && last.variations.count == 1)
  }

  @Test func theJSONHasEveryMoveAndBothSides() async throws {
    let json = try await JSON(program().output("analyze g.pgn --nodes 1 --format json"))
    #expect(json["schema"].text == "yiwen-analysis/1" && json["evaluations"].number == 1)
    let game = try #require(json["games"].array.first)
    let plies = game["plies"].array
    #expect(plies.map { $0["move"].text } == ["h2e2", "h9g7", "e2e6", "b9c7", "e0e1"])
    #expect(plies.map { $0["side"].text } == ["red", "black", "red", "black", "red"])
    #expect(game["chances"].array.count == 6)
    #expect(game["turningPoints"].array.map(\.number).contains(5))
    #expect(game["summary"].keys == ["black", "red"])
    for ply in plies {
      let after = ply["evaluation"]["after"]
      let shares = ["red", "draw", "black"].compactMap { after[$0].number }
      #expect(shares.count == 3 && abs(shares.reduce(0, +) - 1) < 1e-6)
    }
  }

  @Test func thePictureIsXMLAndComplete() async throws {
    let svg = try await program().output("analyze g.pgn --nodes 1 --format svg")
    let reader = SVGReader()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
    #expect(reader.root == "svg")
    #expect(reader.counts["polyline"] == 1)
    #expect(reader.points == 6, "a point for the start and each ply")
    #expect(reader.text.contains("甲 & <乙> - 丙"), "the names of players are text, not tags")
    #expect(reader.text.contains("红方胜算 Red's chances") && reader.text.contains("着数 ply"))
    #expect((reader.counts["circle"] ?? 0) >= 4, "three of the legend and a mistake")
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
