import GameFiles
import Matches
import Players
import TestSupport
import Testing
import Xiangqi

/// What counts as solving a puzzle.
@Suite struct PuzzleTests {
  /// A mate in two moves, one in one, a line that does not end in mate, and a position without a line.
  static let table = """
    id\tfen\tside\tmoves\ttheme
    two\t5Rb2/2Nkc4/4b4/4p1p2/r6rp/2P6/4P3P/3C4B/4A4/2B1KA3 w - - 0 1\tw\tc8d6 a5d5 d6b7\t杀法/Mate in 2
    one\t3k5/R8/9/9/9/9/9/r8/4R4/4K4 w - - 0 1\tw\te1e9\t杀法/Mate in 1
    line\trnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR w - - 0 1\tw\th2e2 h9g7 h0g2\t
    none\t3k5/9/9/9/9/9/9/9/9/5K3 w - - 0 1\tw\t\t残局

    """

  private func puzzles() throws -> [Puzzle] { try Puzzle.read(Array(Self.table.utf8)) }

  @Test func tablesAreRead() throws {
    let puzzles = try puzzles()
    #expect(puzzles.map(\.id) == ["two", "one", "line"])
    #expect(puzzles.map(\.theme) == ["杀法", "杀法", ""])
    #expect(puzzles.map(\.isMate) == [true, true, false])
    #expect(puzzles.map(\.length) == [2, 1, 2])
  }

  /// A solver that plays what a table says for a position, and the first legal move elsewhere.
  private func solver(_ moves: [String]) -> Entrant {
    Fake.entrant("solver") { game, _ in
      for text in moves {
        if let move = Move(iccs: text), game.refusal(of: move) == nil { return Turn(.move(move)) }
      }
      return Turn(.move(game.position.legalMoves()[0]))
    }
  }

  private func answers(_ entrant: Entrant) async throws -> [[Bool]] {
    try await PuzzleTest(puzzles()).run(entrant).map { [$0.findsFirst, $0.findsMate] }
  }

  @Test func linesAreFollowedToTheMate() async throws {
    let whole = try await answers(solver(["c8d6", "d6b7", "e1e9", "h2e2"]))
    #expect(whole == [[true, true], [true, true], [true, false]])
    let first = try await answers(solver(["c8d6", "d6b5", "e1e8", "h2h1"]))
    #expect(first == [[true, false], [false, false], [false, false]])
    let wrong = try await answers(solver(["c8b6", "d6b7", "e1a1", "b2e2"]))
    #expect(wrong == [[false, false], [false, false], [false, false]])
  }

  /// Another move that mates at once is as good as the one of the line.
  @Test func anotherMateCounts() async throws {
    let position = try Position(fen: "3k5/R8/9/9/9/9/9/9/4R4/4K4 w - - 0 1")
    let mates = position.legalMoves().filter {
      Game(start: position).verdict(after: $0)?.reason == .checkmate
    }
    try #require(mates.count >= 2)
    let table = "id\tfen\tmoves\nx\t\(position.fen)\t\(mates[0].iccs)\n"
    let puzzles = try Puzzle.read(Array(table.utf8))
    for move in mates {
      let answer = try await PuzzleTest(puzzles).run(Fake.entrant("other") { _, _ in Turn(.move(move)) })
      #expect(answer == [PuzzleTest.Answer(findsFirst: true, findsMate: true)], "\(move)")
    }
  }

  @Test func oneThatFailsHasNotFoundIt() async throws {
    let made = Counter()
    let broken = Entrant(name: "broken") {
      made.next()
      return Fake("broken") { game, _ in
        if game.position.legalMoves().count == 44 { return Turn(.move(try #require(Move(iccs: "h2e2")))) }
        throw ContestantError.crash("gone")
      }
    }
    #expect(try await answers(broken) == [[false, false], [false, false], [true, false]])
    #expect(made.value == 3)
    let quitter = try await answers(Fake.quitter)
    #expect(quitter.allSatisfy { $0 == [false, false] })
    let cheat = try await answers(
      Fake.entrant("cheat") { _, _ in Turn(.move(try #require(Move(iccs: "a0a9")))) })
    #expect(cheat.allSatisfy { $0 == [false, false] })
  }

  @Test func workersDoNotChangeTheAnswers() async throws {
    let puzzles = try Array(repeating: puzzles(), count: 20).flatMap { $0 }
    let one = try await PuzzleTest(puzzles, seed: 3).run(Fake.random)
    #expect(try await PuzzleTest(puzzles, workers: 4, seed: 3).run(Fake.random) == one)
  }

  @Test func aCancelledTestStops() async throws {
    let (asked, signal) = AsyncStream.makeStream(of: Void.self)
    let hanging = Fake.entrant("hanging") { _, _ in
      signal.yield()
      await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in }
      return Turn(.resign)
    }
    let test = PuzzleTest(try puzzles())
    let task = Task { try await test.run(hanging) }
    for await _ in asked { break }
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
  }

  @Test func theReportCounts() async throws {
    let puzzles = try puzzles()
    let found = try await PuzzleTest(puzzles).run(solver(["c8d6", "e1e9", "h2h1"]))
    let none = puzzles.map { _ in PuzzleTest.Answer() }
    let report = PuzzleReport(puzzles: puzzles, answers: [("a", found), ("b", none)])
    #expect(report.players == ["a", "b"])
    #expect(report.all.count == 3 && report.all.mates == 2)
    #expect(report.all.first == [2.0 / 3, 0] && report.all.mate == [0.5, 0])
    #expect(report.byTheme.map(\.puzzles) == ["杀法", "(none)"])
    #expect(report.byTheme[1].mate.isEmpty)
    #expect(report.byLength.map(\.puzzles) == ["1", "2"])
    #expect(report.byLength.map(\.count) == [1, 2])
  }

  @Test(arguments: [
    "", "id\tfen\n", "fen\tmoves\nx\th2e2\n", "fen\tmoves\n9/9/9/9/9/9/9/9/9/9 w\th2e2\n",
    "fen\tmoves\n\th2h3 zz\n", "id\tmoves\na\th2e2\tmore\tand more\n", "fen\tmoves\n\th2e2 h2e2\n",
  ])
  func tablesThatAreNoneAreRefused(text: String) {
    #expect(throws: GameFileError.self) { try Puzzle.read(Array(text.utf8)) }
  }
}
