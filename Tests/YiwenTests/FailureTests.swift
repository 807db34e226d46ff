import TestSupport
import Testing

/// What cannot be done is said in one sentence, with exit status 1.
struct FailureTests {
  struct Failure: CustomTestStringConvertible {
    let arguments: [String]
    let sentence: String
    init(_ arguments: String..., sentence: String) {
      (self.arguments, self.sentence) = (arguments, sentence)
    }
    var testDescription: String { "yiwen \(arguments.joined(separator: " "))" }
  }

  /// A move that no notation knows, on line 3.
  static let brokenGame = "[Event \"x\"]\n\n1. foo bar\n"
  /// A first move that the rules forbid.
  static let illegalGame = "[Event \"x\"]\n\n1. 炮二进九\n"

  @Test(arguments: [
    Failure(
      "players", "--model", "nowhere",
      sentence: "nowhere/config.json: cannot be read: No such file or directory"),
    Failure(
      "convert", "missing.pgn", sentence: "missing.pgn cannot be opened: No such file or directory"),
    Failure(
      "prepare", "missing.pgn", "--output", "data",
      sentence: "missing.pgn cannot be opened: No such file or directory"),
    Failure(
      "train", "r", "--data", "nowhere", "--steps", "1",
      sentence: "nowhere/manifest.json: cannot be read: No such file or directory"),
    Failure("train", "r", "--resume", sentence: "r holds no run; begin one with --data"),
    Failure(
      "train", "plot", "nowhere", sentence: "nowhere/log.jsonl: cannot be read: No such file or directory"),
    Failure("check", "missing.json", sentence: "missing.json cannot be opened: No such file or directory"),
    Failure("check", "broken.pgn", sentence: "broken.pgn: case file: this is not JSON"),
    Failure(
      "eval", "xiangqi", "missing.pgn", sentence: "missing.pgn cannot be opened: No such file or directory"),
    Failure("eval", "xiangqi", "empty.pgn", sentence: "empty.pgn holds no games"),
    Failure(
      "convert", "broken.pgn",
      sentence: "broken.pgn: PGN, game 1, line 3: move 1. foo: "
        + "“foo” is not a move; write it like 炮二平五, C2=5 or h2e2"),
    Failure(
      "eval", "xiangqi", "broken.pgn",
      sentence: "broken.pgn: PGN, game 1, line 3: move 1. foo: "
        + "“foo” is not a move; write it like 炮二平五, C2=5 or h2e2"),
    Failure("show", "9/9", sentence: "FEN: a board has 10 ranks, this one has 2"),
    Failure(
      "show", "9/9/9/9/9/9/9/9/9/9", "w", sentence: "FEN: red has 0 generals instead of 1"),
    Failure("show", "--moves", "h2h8", sentence: "“h2h8” is not legal: the piece on h7 is in the way"),
    Failure(
      "perft", "--moves", "foo", sentence: "“foo” is not a move; write it like 炮二平五, C2=5 or h2e2"),
    Failure(
      "selfplay", "--games", "1", "--output", "empty.pgn",
      sentence: "empty.pgn exists; go on with it by --resume, or write it anew by --overwrite"),
    Failure(
      "selfplay", "--games", "1", "--output", "no/such/folder.pgn",
      sentence: "no/such/folder.pgn cannot be opened for writing: No such file or directory"),
    Failure(
      "selfplay", "--games", "1", "--output", ".", "--overwrite",
      sentence: ". cannot be opened for writing: Is a directory"),
    Failure(
      "selfplay", "--games", "1", "--output", "new.pgn", "--red", "nobody",
      sentence: "'nobody' is neither a level (beginner, casual, amateur, club, expert, master, shallow, "
        + "careful, deep) nor a player the model knows; `yiwen players` lists them"),
    Failure(
      "selfplay", "--games", "1", "--output", "new.pgn", "--black", "model=nowhere",
      sentence: "nowhere/config.json: cannot be read: No such file or directory"),
    Failure(
      "quantize", "nowhere", "--output", "small",
      sentence: "nowhere/config.json: cannot be read: No such file or directory"),
  ])
  func failuresAreToldInOneSentence(failure: Failure) async throws {
    let program = try Program()
    try program.write(Self.brokenGame, to: "broken.pgn")
    try program.write("", to: "empty.pgn")
    let outcome = try await program.run(failure.arguments)
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors == "Error: \(failure.sentence)\n")
    #expect(!program.exists("new.pgn"), "a run that could not begin left a file")
    #expect(try program.bytes(of: "empty.pgn").isEmpty)
  }

  @Test func anIllegalMoveInAFileIsNamedWithItsReason() async throws {
    let program = try Program()
    try program.write(Self.illegalGame, to: "illegal.pgn")
    let outcome = try await program.run("convert illegal.pgn")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("Error: illegal.pgn: PGN, game 1, line 3: move 1. 炮二进九: "))
  }

  /// A conversion that fails leaves the file that was there.
  @Test func aFailedConversionKeepsTheOldFile() async throws {
    let program = try Program()
    try program.write(Self.brokenGame, to: "broken.pgn")
    try program.write("precious", to: "old.pgn")
    let outcome = try await program.run("convert broken.pgn --output old.pgn")
    #expect(outcome.status == 1)
    #expect(try program.text(of: "old.pgn") == "precious")
  }
}
