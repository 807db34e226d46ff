import GameFiles
import Players
import TestSupport
import Testing
import Xiangqi

/// From games to labels of an engine, here the program itself, and to a model that has learned from them.
@Suite(.serialized) struct LabelCommandTests {
  private static let engine = "\(Program.path),args=uci"

  private func home() async throws -> Program {
    let program = try Program()
    _ = try await program.output("selfplay --games 3 --max-plies 30 --output games.pgn")
    return program
  }

  private func label(_ program: Program, _ output: String, _ more: String) async throws -> String {
    try await program.output(
      "label games.pgn --engine \(Self.engine) --nodes 8 --multipv 3 --plies 4 --seed 2 --output \(output) \(more)"
    )
  }

  @Test func labelsAreTheSameHoweverTheyAreMade() async throws {
    let program = try await home()
    let summary = try await label(program, "whole.pgn", "--lines 5 --jobs 1")
    #expect(summary.contains(/5 lines, \d+ labelled positions\nwhole.pgn\n/))
    _ = try await label(program, "parts.pgn", "--lines 2 --jobs 2")
    _ = try await label(program, "parts.pgn", "--lines 5 --jobs 2 --resume")
    #expect(try program.bytes(of: "parts.pgn") == program.bytes(of: "whole.pgn"))
    // More than are asked for are there already.
    let fewer = try await label(program, "parts.pgn", "--lines 3 --jobs 1 --resume")
    #expect(fewer.hasPrefix("3 lines, "))
    #expect(try program.bytes(of: "parts.pgn") == program.bytes(of: "whole.pgn"))
    for record in try GameFiles.read(try program.bytes(of: "whole.pgn")) {
      for node in record.line {
        let label = try #require(node.comment.flatMap { PositionLabel(comment: $0) }, "\(node.comment ?? "")")
        #expect((1...3).contains(label.lines.count))
      }
    }
  }

  @Test func labelsAreTrainedOnByAModelThatGetsAnEngine() async throws {
    let program = try await home()
    _ = try await label(program, "labels.pgn", "--lines 6 --jobs 1 --slips beginner")
    let counts = try await program.output(
      "prepare labels.pgn -o labels --labels --evaluations 1 --least-plies 1")
    #expect(counts.contains(/labelled positions +\d/))
    _ = try await program.output("prepare games.pgn -o people --least-games 1")
    let tiny = "--tokens 128 --save-minutes 1000 --threads 1"
    let shape = "--facts board --width 16 --layers 1 --head-size 8 --context 64"
    let first = try await program.run("train run first --data people \(shape) \(tiny) --steps 1")
    #expect(first.status == 0, "\(first.errors)")
    let second = try await program.run(
      "train run second --data labels people --from first/model --add-player engine \(tiny) --steps 2")
    #expect(second.status == 0, "\(second.errors)")
    let before = try program.text(of: "first/model/tokens.txt").split(separator: "\n")
    let after = try program.text(of: "second/model/tokens.txt").split(separator: "\n")
    #expect(after.filter { $0 != "<player=engine>" } == before && after.contains("<player=engine>"))
  }

  @Test(arguments: [
    ("label --lines 1 --engine x -o y.pgn", 64, "name files of games"),
    ("label games.pgn --lines 0 --engine x -o y.pgn", 64, "--lines 0 is out of range"),
    ("label games.pgn --lines 1 --engine x -o y.pgn --slips search", 64, "thinks for as long as it may"),
    ("label games.pgn --lines 1 --engine x -o y.pgn --student search", 64, "give it nodes="),
    ("label games.pgn --lines 1 --engine x -o y.pgn --perturbed 2", 64, "--perturbed 2.0 is out of range"),
    ("label --endgames 1 --lines 1 --engine /nowhere/x -o y.pgn", 1, "/nowhere/x could not be started"),
    ("label nothing.pgn --lines 1 --engine x -o y.pgn", 1, "nothing.pgn cannot be opened"),
    ("prepare games.pgn -o data --labels --least-plies 1", 1, "no comment of a move holds a label"),
    ("train run r --data d --steps 1 --add-player engine", 64, "--add-player needs --from"),
  ])
  func whatIsWrongIsSaidBeforeAFileIsMade(arguments: String, status: Int32, message: String) async throws {
    let program = try await home()
    let outcome = try await program.run(arguments)
    #expect(outcome.status == status, "\(outcome.errors)")
    #expect(outcome.errors.contains(message), "\(outcome.errors)")
    #expect(!program.exists("y.pgn"))
  }
}
