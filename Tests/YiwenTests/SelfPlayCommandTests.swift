import Foundation
import GameFiles
import TestSupport
import Testing
import Xiangqi

/// Self-play into a file: the same games whatever happens on the way.
@Suite(.serialized) struct SelfPlayCommandTests {
  static let few = "selfplay --games 6 --max-plies 20 --seed 5"

  /// What `few` writes.
  static func reference(_ program: Program) async throws -> [UInt8] {
    _ = try await program.output("\(few) --jobs 1 --output reference.pgn")
    return try program.bytes(of: "reference.pgn")
  }

  @Test func theSameSeedGivesTheSameBytes() async throws {
    let program = try Program()
    let reference = try await Self.reference(program)
    for (index, options) in ["--jobs 1 --batch 3", "--jobs 2", "--jobs 3 --batch 1"].enumerated() {
      _ = try await program.output("\(Self.few) \(options) --output \(index).pgn")
      #expect(try program.bytes(of: "\(index).pgn") == reference, "\(options)")
    }
    _ = try await program.output("selfplay --games 6 --max-plies 20 --seed 6 --output other.pgn")
    #expect(try program.bytes(of: "other.pgn") != reference, "another seed, other games")
  }

  @Test func theGamesAreThoseThatWereAskedFor() async throws {
    let program = try Program()
    let summary = try await program.output(
      "selfplay --games 3 --max-plies 12 --red club,胡荣华 --black beginner --swap-colours --notation iccs "
        + "--output games.pgn --format json")
    let records = try GameFiles.read(try program.bytes(of: "games.pgn"))
    #expect(records.map { $0["Round"] } == ["1", "2", "3"])
    #expect(records.map { $0["Red"] } == ["club,胡荣华", "beginner", "club,胡荣华"])
    #expect(try program.text(of: "games.pgn").matches(of: /\[Format "ICCS"\]/).count == 3)
    for record in records {
      #expect(record.moves.count <= 12)
      #expect(record["PlyCount"] == String(record.moves.count))
      #expect(record["Seed"] == "0")
    }
    let json = try JSON(summary)
    #expect(
      json.keys == [
        "games", "gamesWithRepetition", "illegalMass", "length", "plies", "points", "reasons",
        "repeatedPlies", "results",
      ])
    #expect(json["games"].number == 3)
    #expect(json["plies"].number == Double(records.map(\.moves.count).reduce(0, +)))
    #expect(json["length"].keys == ["longest", "mean", "median", "shortest"])
    #expect(json["points"].keys == ["beginner", "club,胡荣华"])
  }

  @Test func theSummaryIsATable() async throws {
    let table = try await Program().output("selfplay --games 2 --max-plies 4 --output games.pgn")
    try expectSnapshot(
      table.replacing(/illegal probability, mean +\d+\.\d %/, with: "illegal probability, mean ILLEGAL"),
      "selfplay-summary")
  }

  // MARK: Interruptions

  /// Many games of which some are in the file, while the rest is being played.
  static func interrupted(_ program: Program, by number: Int32) async throws -> ChildProcess.Outcome {
    let process = try program.start(
      "selfplay --games 60 --max-plies 40 --seed 5 --jobs 1 --batch 2 --output cut.pgn".split(separator: " ")
        .map(String.init))
    let end = ContinuousClock.now + .seconds(60)
    while (try? program.text(of: "cut.pgn").contains("[Round \"3\"]")) != true, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(5))
    }
    process.signal(number)
    let outcome = try await process.outcome()
    let games = try program.text(of: "cut.pgn").matches(of: /\[Round "/).count
    try #require((3..<60).contains(games), "interrupted too early or too late: \(games) games")
    return outcome
  }

  static func uninterrupted(_ program: Program) async throws -> [UInt8] {
    _ = try await program.output(
      "selfplay --games 60 --max-plies 40 --seed 5 --output whole.pgn")
    return try program.bytes(of: "whole.pgn")
  }

  @Test func aKilledRunIsCompletedToTheSameFile() async throws {
    let program = try Program()
    let killed = try await Self.interrupted(program, by: SIGKILL)
    #expect(killed.status == 128 + SIGKILL)
    // The worst moment for a kill is in the middle of a game's text.
    try program.write(try program.bytes(of: "cut.pgn").dropLast(30), to: "cut.pgn")
    _ = try await program.output(
      "selfplay --games 60 --max-plies 40 --seed 5 --output cut.pgn --resume")
    let whole = try await Self.uninterrupted(program)
    #expect(try program.bytes(of: "cut.pgn") == whole)
  }

  @Test(arguments: [SIGINT, SIGTERM])
  func anInterruptedRunEndsInGoodOrder(signal: Int32) async throws {
    let program = try Program()
    let outcome = try await Self.interrupted(program, by: signal)
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    let text = try program.text(of: "cut.pgn")
    let games = try GameFiles.read(Array(text.utf8)).count
    #expect(
      outcome.errors == "Stopped; cut.pgn holds \(games) whole games. Go on with --resume.\n")
    #expect(text.hasSuffix("\n"))
  }

  @Test(arguments: ["--seed 6", "--seed 5 --temperature 0.5", "--seed 5 --red club"])
  func anotherRunsFileIsNotTouched(others: String) async throws {
    let program = try Program()
    _ = try await program.output("selfplay --games 2 --max-plies 4 --seed 5 --output games.pgn")
    // A run that was killed leaves a part of a game, which belongs to the run that left it.
    let kept = try program.bytes(of: "games.pgn").dropLast(10)
    try program.write(kept, to: "games.pgn")
    let outcome = try await program.run(
      "selfplay --games 2 --max-plies 4 --output games.pgn --resume \(others)")
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(
      outcome.errors.wholeMatch(
        of:
          #/
          Error:\ games\.pgn\ holds\ a\ game\ that\ is\ not\ of\ this\ run\ \(event\ '[^']*',\ seed\ 5,\ round\ 1\);
          \ resume\ with\ the\ settings\ it\ was\ begun\ with\n
          /#) != nil, "\(outcome.errors)")
    #expect(try program.bytes(of: "games.pgn") == Array(kept))
  }

  @Test func aFileOfOtherThingsIsNotTouched() async throws {
    let program = try Program()
    try program.write("precious notes\n", to: "notes.txt")
    let outcome = try await program.run("selfplay --games 1 --output notes.txt --resume")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: "))
    #expect(try program.text(of: "notes.txt") == "precious notes\n")
  }

  @Test func resumingAFinishedRunChangesNothing() async throws {
    let program = try Program()
    let reference = try await Self.reference(program)
    let table = try await program.output("\(Self.few) --output reference.pgn --resume")
    #expect(table.hasPrefix("games"))
    #expect(try program.bytes(of: "reference.pgn") == reference)
  }

  @Test func overwritingBeginsAnew() async throws {
    let program = try Program()
    let reference = try await Self.reference(program)
    try program.write("old", to: "games.pgn")
    _ = try await program.output("\(Self.few) --output games.pgn --overwrite")
    #expect(try program.bytes(of: "games.pgn") == reference)
  }

  @Test func twoModelsNeedNoThird() async throws {
    let model = "model=\(Project.root)/models/xiangqi"
    let words = ["--games", "1", "--max-plies", "4", "--output", "games.pgn", "--model", "nowhere"]
    let outcome = try await Program().run(["selfplay", "--red", model, "--black", model] + words)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let oneOwn = try await Program().run(["selfplay", "--red", model] + words)
    #expect(oneOwn.status == 1 && oneOwn.errors.contains("nowhere"))
  }
}
