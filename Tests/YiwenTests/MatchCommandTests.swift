import Foundation
import GameFiles
import TestSupport
import Testing
import Xiangqi

/// match, ladder, book and eval puzzles as a person runs them.
@Suite(.serialized) struct MatchCommandTests {
  static let few = "match greedy random --games 6 --max-plies 40 --seed 5"

  @Test func theSameSeedGivesTheSameBytes() async throws {
    let program = try Program()
    let table = try await program.output("\(Self.few) --jobs 1 --output reference.pgn")
    #expect(table.hasPrefix("greedy against random\n"))
    let reference = try program.bytes(of: "reference.pgn")
    _ = try await program.output("\(Self.few) --jobs 3 --output other.pgn")
    #expect(try program.bytes(of: "other.pgn") == reference)
    // A finished match is not played again.
    let again = try await program.output("\(Self.few) --output other.pgn --resume")
    #expect(again == table)
    #expect(try program.bytes(of: "other.pgn") == reference)
  }

  @Test func theResultIsPrinted() async throws {
    let program = try Program()
    let table = try await program.output(
      "match greedy random --games 4 --max-plies 30 --openings none --output a.pgn --sprt 0,10")
    try expectSnapshot(table, "match-summary")
    let json = try JSON(
      try await program.output("match club beginner --games 2 --max-plies 12 --output b.pgn --format json"))
    // The shape is the same whatever is known yet.
    #expect(
      json.keys == [
        "black", "elo", "faults", "games", "likelihoodOfSuperiority", "meanLength", "normalizedElo", "pairs",
        "players", "reasons", "red", "results", "score", "test",
      ])
    #expect(json["elo"].keys == ["high", "low", "value"])
    #expect(json["games"].number == 2)
    #expect(json["pairs"].array.compactMap(\.number) == [0, 0, 1, 0, 0])
    let records = try GameFiles.read(try program.bytes(of: "b.pgn"))
    #expect(records.map { $0["Red"] } == ["club", "beginner"])
    let plies = try #require(records[0]["OpeningPlies"].flatMap { Int($0) })
    #expect((6...10).contains(plies))
    #expect(records[0].line.dropFirst(plies).allSatisfy { $0.comment?.hasSuffix("%") == true })
  }

  @Test(arguments: [SIGKILL, SIGINT]) func aStoppedMatchIsCompletedToTheSameFile(signal: Int32) async throws {
    let program = try Program()
    let long = "match greedy random --games 400 --max-plies 60 --seed 2 --jobs 2"
    let process = try program.start("\(long) --output cut.pgn".split(separator: " ").map(String.init))
    let end = ContinuousClock.now + .seconds(60)
    while (try? program.text(of: "cut.pgn").contains("[Round \"5\"]")) != true, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(2))
    }
    process.signal(signal)
    let outcome = try await process.outcome()
    let games = try program.text(of: "cut.pgn").matches(of: /\[Round "/).count
    try #require((3..<400).contains(games), "interrupted too early or too late: \(games) games")
    if signal == SIGINT {
      #expect(outcome.status == 1)
      #expect(outcome.errors == "Stopped; cut.pgn holds \(games) whole games. Go on with --resume.\n")
    }
    _ = try await program.output("\(long) --output cut.pgn --resume")
    _ = try await program.output("\(long) --output whole.pgn")
    #expect(try program.bytes(of: "cut.pgn") == program.bytes(of: "whole.pgn"))
  }

  @Test(arguments: ["--seed 6", "--seed 5 --openings none", "--seed 5 --adjudicate-wins 0.9"])
  func anotherMatchsFileIsNotTouched(others: String) async throws {
    let program = try Program()
    _ = try await program.output("match greedy random --games 2 --max-plies 12 --seed 5 --output games.pgn")
    let kept = try program.bytes(of: "games.pgn")
    let outcome = try await program.run(
      "match greedy random --games 2 --max-plies 12 --output games.pgn --resume \(others)")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: games.pgn holds a game that is not of this run"))
    #expect(try program.bytes(of: "games.pgn") == kept)
  }

  /// An engine in sh: it knows the protocol and always plays the same move, or does worse.
  private func engine(_ program: Program, named name: String, answer: String) throws -> String {
    // The shell reads the script: a file that was just written cannot be run while another thread's new process still has
    // it open for writing ("Text file busy").
    try program.write(
      """
      while read -r word rest; do
        case "$word" in
          uci) echo "id name \(name)"; echo "option name UCI_Variant type combo default xiangqi var xiangqi"; echo uciok ;;
          isready) echo readyok ;;
          go) \(answer) ;;
          quit) exit 0 ;;
        esac
      done

      """, to: name)
    return "engine:/bin/sh,args=\(program.home)/\(name),protocol=uci,depth=1,name=\(name)"
  }

  @Test func enginesThatFailLoseAndAreReported() async throws {
    let program = try Program()
    // The first question, for the numbering of ranks, is answered; the second is not.
    let crash = try engine(
      program, named: "crasher",
      answer: "if [ -n \"$asked\" ]; then exit 3; fi; asked=1; echo bestmove h2e2")
    let cheat = try engine(program, named: "cheat", answer: "echo bestmove h2e2")
    for (engine, name, reason) in [(crash, "crasher", "crash"), (cheat, "cheat", "illegal_move")] {
      let outcome = try await program.run(
        [
          "match", engine, "greedy", "--games", "4", "--openings", "none", "--output", "\(name).pgn",
          "--jobs", "1",
        ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("lost by its own fault, \(name): 4 \(reason)"), "\(outcome.output)")
      let records = try GameFiles.read(try program.bytes(of: "\(name).pgn"))
      #expect(records.allSatisfy { $0["Termination"] == reason && $0["Fault"] != nil })
    }
  }

  @Test func anEngineThatIsNotThereIsSaid() async throws {
    let program = try Program()
    let outcome = try await program.run(
      ["match", "engine:/nowhere/engine,nodes=1", "greedy", "--games", "2", "--output", "x.pgn"])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("/nowhere/engine"))
  }

  @Test func booksAreMadeAndPlayed() async throws {
    let program = try Program()
    _ = try await program.output("book --lines 3 --plies 2-3 --tolerance 0.2 --nodes 8 --output book.tsv")
    let text = try program.text(of: "book.tsv")
    #expect(text.split(separator: "\n").filter { !$0.hasPrefix("#") }.count == 3)
    _ = try await program.output(
      "match greedy random --games 6 --max-plies 10 --openings book.tsv --output games.pgn")
    let records = try GameFiles.read(try program.bytes(of: "games.pgn"))
    let openings = records.map { record in
      record.moves.prefix(record["OpeningPlies"].flatMap { Int($0) } ?? 0).map(\.iccs).joined(separator: " ")
    }
    #expect(Set(openings).count == 3)
    for opening in openings { #expect(text.contains("\n\(opening)\t"), "\(opening)") }
    let again = try await program.run("book --lines 3 --output book.tsv")
    #expect(again.status == 1 && again.errors == "Error: book.tsv exists; write it anew by --overwrite\n")
  }

  @Test func aLadderIsPlayedAndResumed() async throws {
    let program = try Program()
    try program.write(
      "anchor random 0\ngames 4\nmeets 1\nplayer random random\nplayer one greedy=1\nplayer two greedy\n",
      to: "ladder.txt")
    let command = "ladder ladder.txt --max-plies 60 --output out/ladder --games-in games"
    let table = try await program.output(command)
    #expect(table.hasPrefix("player"))
    #expect(table.split(separator: "\n").last?.hasPrefix("random") == true)
    let first = try program.bytes(of: "games/random--one.pgn")
    let json = try JSON(try program.text(of: "out/ladder.json"))
    #expect(json["ladder"]["anchor"].text == "random")
    #expect(json["ladder"]["rows"].array.count == 3)
    let page = try program.text(of: "out/ladder.md")
    #expect(page.contains("| random | 0 | given |"))
    // Again: nothing is played, all is the same.
    #expect(try await program.output(command) == table)
    #expect(try program.bytes(of: "games/random--one.pgn") == first)
    #expect(try program.text(of: "out/ladder.md") == page)
    // A report of what is there, in the middle of a game that is being written.
    let cut = try program.bytes(of: "games/one--two.pgn").dropLast(40)
    try program.write(cut, to: "games/one--two.pgn")
    let part = try JSON(try await program.output(command + " --report --format json"))
    let encounters = part["ladder"]["encounters"].array
    #expect(encounters.map { $0["pairs"].array.compactMap(\.number).reduce(0, +) } == [2, 1])
    #expect(try program.bytes(of: "games/one--two.pgn") == Array(cut))
    #expect(try await program.output(command) == table)
    let others = try await program.run(command + " --seed 7 --report")
    #expect(
      others.status == 1
        && others.errors.contains("games/random--one.pgn holds a game that is not of this run"))
  }

  @Test func puzzlesAreAsked() async throws {
    let program = try Program()
    try program.write(
      """
      id\tfen\tside\tmoves\ttheme
      one\t3k5/R8/9/9/9/9/9/r8/4R4/4K4 w - - 0 1\tw\te1e9\tmate
      two\t5Rb2/2Nkc4/4b4/4p1p2/r6rp/2P6/4P3P/3C4B/4A4/2B1KA3 w - - 0 1\tw\tc8d6 a5d5 d6b7\tmate

      """, to: "puzzles.tsv")
    let text = try await program.output("eval puzzles puzzles.tsv --player greedy --player random")
    try expectSnapshot(text, "puzzles")
    let json = try JSON(
      try await program.output("eval puzzles puzzles.tsv --level club --nodes 4 --limit 1 --format json"))
    #expect(json["players"].array.compactMap(\.text) == ["club", "search,nodes=4"])
    #expect(json["all"]["count"].number == 1)
    // The mate solver of the search sees a mate in one.
    #expect(json["all"]["mate"].array.last?.number == 1)
    try program.write("fen\tmoves\n\tzz\n", to: "broken.tsv")
    let outcome = try await program.run("eval puzzles broken.tsv")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: broken.tsv: table of games, game 1, line 2: "))
  }
}
