import Foundation
import TestSupport
import Testing

/// eval, bench and players: what they print for people and for programs.
struct MeasureCommandTests {
  @Test func gamesAreEvaluated() async throws {
    let program = try Program()
    _ = try await program.output("selfplay --games 3 --max-plies 20 --seed 1 --output games.pgn")
    let text = try await program.output("eval xiangqi games.pgn")
    let lines = text.split(separator: "\n")
    #expect(lines.first == "3 games")
    #expect(lines.dropFirst().first?.hasPrefix("plies") == true)
    #expect(lines.last?.hasPrefix("all") == true)
    #expect(!text.contains("nan"))
    let json = try JSON(try await program.output("eval xiangqi games.pgn --jobs 1 --format json"))
    #expect(json.keys == ["all", "byPly", "games", "shortenedGames"])
    #expect(json["games"].number == 3)
    #expect(
      json["all"].keys == [
        "argmaxLegal", "crossEntropy", "illegalMass", "legalCrossEntropy", "outcome", "plies", "positions",
        "rawTopOne", "rawTopThree", "topOne", "topThree",
      ])
    #expect(
      json["all"]["outcome"].keys == ["accuracy", "baseAccuracy", "baseLogLoss", "logLoss", "positions"])
    let positions = json["byPly"].array.compactMap { $0["positions"].number }
    #expect(positions.reduce(0, +) == json["all"]["positions"].number)
    let limited = try JSON(try await program.output("eval xiangqi games.pgn --limit 1 --format json"))
    #expect(limited["games"].number == 1)
  }

  /// The figures are the same however many threads read the games.
  @Test func theNumberOfJobsChangesNoFigure() async throws {
    let program = try Program()
    _ = try await program.output("selfplay --games 4 --max-plies 10 --seed 2 --output games.pgn")
    let one = try await program.output("eval xiangqi games.pgn --jobs 1 --format json")
    let three = try await program.output("eval xiangqi games.pgn --jobs 3 --format json")
    #expect(one == three)
  }

  @Test func perftIsMeasuredWithoutAPeer() async throws {
    let outcome = try await Program().run("bench perft --rounds 1 --peer no-such-engine --format json")
    #expect(outcome.status == 0)
    #expect(outcome.errors == "no-such-engine was not found: only our own figures follow\n")
    let json = try JSON(outcome.output)
    #expect(json.keys == ["benchmark", "rounds", "rows", "signature", "threads"])
    #expect(json["signature"].number == 14_999_210)
    for row in json["rows"].array {
      #expect(row.keys == ["depth", "fen", "nodes", "ours", "position"])
      #expect(try #require(row["ours"]["median"].number) > 0)
    }
  }

  @Test func decodingIsMeasured() async throws {
    let outcome = try await Program().run("bench decode --rounds 1 --format json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let json = try JSON(outcome.output)
    #expect(
      json.keys == ["benchmark", "compute", "parameters", "plain", "rounds", "rows", "signature"])
    #expect(json["benchmark"].text == "decode")
    #expect(json["rows"].array.compactMap { $0["work"].text }.first == "open the model")
    for row in json["rows"].array { #expect(try #require(row["value"]["median"].number) > 0) }
  }

  @Test(arguments: [("en", "Levels:"), ("zh", "等级：")])
  func levelsAndPlayersAreListed(language: String, heading: String) async throws {
    let output = try await Program().output("players --lang \(language)")
    let lines = output.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == heading)
    let levels = lines[1...9].map { $0.drop { $0 == " " }.prefix { $0 != " " } }
    #expect(
      levels == [
        "beginner", "casual", "amateur", "club", "expert", "master", "shallow", "careful", "deep",
      ])
    #expect(lines[1...10].allSatisfy { $0.contains("Elo") })
    #expect(lines[10].hasPrefix("  5s "))
    let names = lines.dropFirst(12).filter { $0.hasPrefix("  ") }
    #expect(names.count >= 20)
    #expect(Set(names).count == names.count)
    #expect(lines[11].contains("\(names.count)"), "the heading counts them")
    #expect(names.contains("  胡荣华"))
  }
}
