import Foundation
import GameFiles
import TestSupport
import Testing
import Xiangqi

/// From games to a model: prepare, train, stop, go on, measure.
@Suite(.serialized) struct TrainCommandTests {
  /// A model of some ten thousand weights on batches of a few games.
  static let tiny =
    "--data data --valid valid --facts board --width 16 --layers 1 --head-size 8 --context 64 --tokens 128 "
    + "--valid-every 2 --valid-batches 1 --save-minutes 1000"

  /// A home with twenty prepared games to train on and five to validate.
  static func home() async throws -> Program {
    let program = try Program()
    for (name, seeds) in [("data", 1..<21), ("valid", 21..<26)] as [(String, Range<UInt64>)] {
      let records = seeds.map { seed in
        GameRecord(
          tags: [.init(name: "Red", value: "甲")],
          line: randomMoves(seed: seed, plies: 20).map { .init(move: $0) },
          outcome: seed % 2 == 0 ? .redWins : .draw)
      }
      try program.write(try GameFiles.write(records), to: "\(name).pgn")
      let vocabulary = name == "data" ? "--least-games 5" : ""
      _ = try await program.output("prepare \(name).pgn --output \(name) --licence CC0 \(vocabulary)")
    }
    return program
  }

  /// The log without the speeds, which differ from run to run.
  static func log(_ program: Program, _ run: String) throws -> [String] {
    try program.text(of: run + "/log.jsonl").split(separator: "\n").map {
      String($0).replacing(/,"tokensPerSecond":[0-9.]+/, with: "")
    }
  }

  @Test func aKilledRunGoesOnToTheSameModel() async throws {
    let program = try await Self.home()
    let whole = try await program.run("train whole \(Self.tiny) --steps 6")
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output == "whole/model\n")
    let log = try Self.log(program, "whole")
    #expect(log.count == 6 + 3)

    // Killed somewhere on the way, it goes on from its last checkpoint.
    let killed = try program.start("train cut \(Self.tiny) --steps 6".split(separator: " ").map(String.init))
    let end = ContinuousClock.now + .seconds(60)
    while (try? Self.log(program, "cut").count >= 2) != true, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(2))
    }
    killed.signal(SIGKILL)
    _ = try await killed.outcome()
    let resumed = try await program.run("train cut --resume")
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try Self.log(program, "cut") == log)
    for name in ["config.json", "model.safetensors", "tokens.txt"] {
      #expect(
        try program.bytes(of: "cut/model/\(name)") == program.bytes(of: "whole/model/\(name)"), "\(name)")
    }

    let card = try program.text(of: "whole/model/README.md")
    #expect(card.contains("| data.pgn | ") && card.contains(" | CC0 |"))
    #expect(card.contains("train whole --data data"))
    #expect(try await program.output("train plot whole") == "whole/loss.svg\n")
    #expect(try program.text(of: "whole/loss.svg").contains("<polyline"))
    let report = try JSON(
      try await program.output("eval xiangqi valid.pgn --model whole/model --format json"))
    #expect(report["games"].number == 5)
    #expect(report["all"]["positions"].number == 100)
  }

  @Test func anInterruptedRunIsSavedAndGoesOn() async throws {
    let program = try await Self.home()
    // Far more steps than the test waits for.
    let process = try program.start(
      "train r \(Self.tiny) --steps 100000".split(separator: " ").map(String.init))
    let end = ContinuousClock.now + .seconds(60)
    while (try? Self.log(program, "r").count >= 2) != true, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(2))
    }
    process.signal(SIGINT)
    let outcome = try await process.outcome()
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.errors.hasSuffix("Stopped and saved. Go on with `yiwen train r --resume`.\n"))
    #expect(program.exists("r/checkpoint.safetensors") && !program.exists("r/model"))
  }

  @Test func aModelOfTheMovesAsTextIsTrained() async throws {
    let program = try await Self.home()
    _ = try await program.output("prepare data.pgn --output text --as iccs-text")
    let outcome = try await program.run(
      "train text-run --data text --width 16 --layers 1 --head-size 8 --context 32 --tokens 64 --steps 2")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try program.text(of: "text-run/model/tokens.txt").hasPrefix("<pad>\n<bos>\n<eos>\n<unk>\n"))
  }

  @Test func aRunIsNotBegunTwiceAndAFolderNotPreparedTwice() async throws {
    let program = try await Self.home()
    _ = try await program.run("train r \(Self.tiny) --steps 1")
    let again = try await program.run("train r \(Self.tiny) --steps 1")
    #expect(again.status == 1)
    #expect(
      again.errors == "Error: r holds a run already; go on with it by --resume, or name another folder\n")
    let prepared = try await program.run("prepare data.pgn --output data")
    #expect(prepared.errors == "Error: data exists and is not empty; name a new folder\n")
  }
}
