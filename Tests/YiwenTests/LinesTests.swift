import GameFiles
import TestSupport
import Testing
import Xiangqi

/// The game without a terminal: lines in, lines out.
struct LinesTests {
  /// What the program prints for these lines, the last of which need not be `quit`.
  static func play(
    _ program: Program, _ lines: [String], options: String = "",
    sourceLocation: SourceLocation = #_sourceLocation,
  ) async throws -> String {
    try await program.output(
      "play --seed 1 --lang en --ascii \(options)", input: lines.map { $0 + "\n" }.joined(),
      sourceLocation: sourceLocation)
  }

  @Test func aSittingIsAnsweredLineByLine() async throws {
    let program = try Program()
    let output = try await Self.play(
      program,
      [
        "炮二平五", "moves", "xyzzy", "h2h2h2", "", "  ", "\u{1}\u{FFFD}", "b0a9", "notation nonsense",
        "fen nonsense",
        "hint", "undo", "moves",
      ])
    #expect(output.hasPrefix("Yiwen: type a move"))
    #expect(output.hasSuffix("Goodbye\n"))
    for sentence in [
      "Moves: C2=5 ", "“xyzzy” is not a move", "“h2h2h2” is not a move",
      "b0a9: That is not how the horse moves",
      "“nonsense” is not a notation", "FEN: a board has 10 ranks, this one has 1", "Hint: ", "Taken back: 2",
      "No move has been played",
    ] { #expect(output.contains(sentence), "'\(sentence)' is missing from\n\(output)") }
  }

  @Test func commandsAreAlsoChinese() async throws {
    let program = try Program()
    let lines = ["帮助", "炮二平五", "着法", "悔棋", "重走", "翻转", "棋盘", "记谱 iccs", "着法", "提和", "认输", "着法", "退出"]
    let output = try await program.output(
      "play --seed 1 --lang zh", input: lines.map { $0 + "\n" }.joined())
    for sentence in [
      "悔棋     退到你上一次走棋前", "着法：炮二平五 ", "已悔棋 2 步", "已重走 2 步", "着法：h2e2 ", "已提出和棋", "认输", "再见",
    ] { #expect(output.contains(sentence), "'\(sentence)' is missing from\n\(output)") }
    #expect(output.contains("红方认输，黑方胜"), "\(output.suffix(200))")
  }

  @Test func aLevelIsANameOrATime() async throws {
    let program = try Program()
    _ = try await Self.play(program, ["h2e2", "save a.pgn"], options: "--level 0.2s")
    let record = try #require(try GameFiles.read(try program.bytes(of: "a.pgn")).first)
    #expect(record["Black"] == "Model (0.2 s a move)" && record["YiwenBlack"] == "model 0.2s")
    #expect(record.moves.count == 2)
    // The game goes on at another level.
    _ = try await Self.play(program, ["h0g2", "save b.pgn"], options: "--level club")
    let next = try #require(try GameFiles.read(try program.bytes(of: "b.pgn")).first)
    #expect(next["Black"] == "Model (club)" && next.moves.count == 4)
    for level in ["0s", "5 minutes", "nonsense"] {
      let outcome = try await program.run(["play", "--level", level])
      #expect(outcome.status == 64)
      #expect(outcome.errors.contains("is invalid for '--level <level>'"), "\(outcome.errors)")
    }
  }

  @Test func aMatchKnowsNoLevelOfSeconds() async throws {
    let program = try Program()
    let outcome = try await program.run(
      ["match", "5s", "beginner", "--games", "2", "--output", "x.pgn"])
    #expect(outcome.status != 0)
    #expect(outcome.errors.contains("'5s' is neither a level"), "\(outcome.errors)")
  }

  @Test func theEndOfTheInputKeepsTheGame() async throws {
    let program = try Program()
    let first = try await Self.play(program, ["h2e2", "h0g2", "moves"])
    let moves = try #require(first.firstMatch(of: /Moves: .*/)).0
    #expect(moves.split(separator: " ").count == 5, "two moves and their answers: \(moves)")
    let second = try await Self.play(program, ["moves", "quit"])
    #expect(second.contains("Going on with the unfinished game"))
    #expect(second.contains("\n\(moves)\n"))
    let new = try await Self.play(program, ["moves"], options: "--new")
    #expect(new.contains("No move has been played"))
    let played = try GameFiles.read(try program.bytes(of: "data/yiwen/played.pgn"))
    #expect(played.map(\.moves.count) == [4], "the dropped game is kept")
  }

  @Test func aWholeGameIsPlayedToMate() async throws {
    let program = try Program()
    let output = try await Self.play(
      program,
      [
        "new people", "fen 4k4/9/9/9/9/9/9/9/R8/1R1K5 w - - 0 1", "a1a8", "e9f9", "b0b9", "f9f8",
        "save mate.pgn",
        "moves",
      ])
    #expect(output.contains("Checkmate: Red wins"), "\(output.suffix(900))")
    #expect(output.contains("The game is over"))
    let saved = try #require(try GameFiles.read(try program.bytes(of: "mate.pgn")).first)
    #expect(saved.outcome == .redWins)
    #expect(saved.moves.map(\.iccs) == ["a1a8", "e9f9", "b0b9"])
    #expect(saved.start.fen.hasPrefix("4k4/9/9/9/9/9/9/9/R8/1R1K5 w"))
    // A game that is over does not wait for the next sitting.
    #expect(try await Self.play(program, ["moves"]).contains("No move has been played"))
  }

  @Test func theSameSeedPlaysTheSameGame() async throws {
    let lines = ["h2e2", "h0g2", "i0h0", "moves"]
    let first = try await Self.play(try Program(), lines)
    #expect(try await Self.play(try Program(), lines) == first)
  }

  @Test func theModelMayBegin() async throws {
    let output = try await Self.play(try Program(), ["new black", "moves", "resign", "moves"])
    let move = try #require(output.firstMatch(of: /Moves: (\S+)\n/)).1
    #expect(try Position.start.move(String(move)).iccs.isEmpty == false)
    #expect(output.contains("Black resigns: Red wins"), "\(output.suffix(300))")
  }

  @Test func aMissingModelIsSaidAndPeopleCanPlay() async throws {
    let program = try Program()
    let outcome = try await program.run(
      "play --lang en --ascii --model nowhere", input: "h2e2\nnew people\nh2e2\nh9g7\nmoves\n")
    #expect(outcome.status == 0)
    #expect(outcome.output.contains("nowhere/config.json"), "\(outcome.output)")
    #expect(outcome.output.contains("Moves: C2=5 H8+7\n"))
  }

  @Test func damagedFilesOfTheLastSittingAreToldAndKept() async throws {
    let program = try Program()
    _ = try await Self.play(program, ["h2e2"])
    try program.write("[Event \"x\"]\n\n1. foo *\n", to: "data/yiwen/unfinished.pgn")
    let output = try await Self.play(program, ["moves"])
    #expect(output.contains("The unfinished game could not be read"), "\(output.prefix(400))")
    #expect(output.contains("No move has been played"))
  }
}
