import Kernels
import LanguageModel
import ModelFiles
import Testing

@testable import Training

@Suite struct TrainingRunTests {
  @Test func resumingIsAsIfNothingHadHappened() throws {
    let (straight, stopped) = (try TemporaryFolder(), try TemporaryFolder())
    let whole = try run(in: straight, steps: 10)
    #expect(try train(whole) == .finished)
    let first = try run(in: stopped, steps: 10)
    #expect(try train(first, until: 5) == .stopped)
    let second = try TrainingRun(resuming: stopped.path + "/run")
    #expect(second.step == 5)
    #expect(try train(second) == .finished)
    for name in ["run/last/model.safetensors", "run/best/model.safetensors", "run/last/config.json"] {
      #expect(try straight.bytes(name) == stopped.bytes(name), "\(name)")
    }
    #expect(try checkpointNumbers(straight) == checkpointNumbers(stopped))
    #expect(try timelessLog(straight) == timelessLog(stopped))
  }

  @Test func whatHappenedAfterTheCheckpointHappensAgain() throws {
    let folder = try TemporaryFolder()
    let run = try run(in: folder, steps: 6)
    #expect(try train(run, until: 3) == .stopped)
    let checkpoint = try folder.bytes("run/checkpoint.safetensors")
    #expect(try train(run) == .finished)
    let log = try timelessLog(folder)
    let weights = try folder.bytes("run/last/model.safetensors")
    // As after a crash: the log is ahead of the checkpoint, its last line cut short.
    try folder.write(checkpoint, to: "run/checkpoint.safetensors")
    try folder.write(try folder.bytes("run/log.jsonl") + Array("{\"step\":6,\"lo".utf8), to: "run/log.jsonl")
    let again = try TrainingRun(resuming: folder.path + "/run")
    #expect(try TrainingRun.logRows(folder: folder.path + "/run").map(\.step).max() == 3)
    #expect(try train(again) == .finished)
    #expect(try timelessLog(folder) == log)
    #expect(try folder.bytes("run/last/model.safetensors") == weights)
  }

  @Test(arguments: ProductPrecision.allCases)
  func theNumberOfThreadsChangesNothing(products: ProductPrecision) throws {
    let (one, two) = (try TemporaryFolder(), try TemporaryFolder())
    for (folder, threads) in [(one, 1), (two, 2)] {
      #expect(try train(try run(in: folder, steps: 4, products: products, threads: threads)) == .finished)
    }
    #expect(try one.bytes("run/last/model.safetensors") == two.bytes("run/last/model.safetensors"))
  }

  @Test(arguments: OptimizerOptions.Kind.allCases) func trainingLearnsToCount(kind: OptimizerOptions.Kind)
    throws
  {
    let folder = try TemporaryFolder()
    var config = tinyConfig()
    config.stateFacts = 0
    var options = TrainingOptions(steps: 60)
    options.optimizer.kind = kind
    options.optimizer.rate = 0.01
    options.tokensPerBatch = 64
    let run = try TrainingRun(
      creating: folder.path + "/run", model: ModelDescription(config: config), options: options,
      start: .random)
    let source = CountingSource(config: config)
    var losses: [Double] = []
    _ = try run.train(on: source, validation: source, stop: { false }) { losses.append($0.loss) }
    let first = try #require(losses.first)
    let last = try #require(losses.last)
    #expect(first > 3 && last < 0.5, "\(first) became \(last)")
    // The saved model plays by inference as it was trained.
    let decoder = try Decoder(folder: folder.path + "/run/best")
    let session = Session(decoder)
    let inputs = (3..<9).map { TokenInput(token: Int32($0)) }
    let answer = try #require(try decoder.advance([.init(session: session, inputs: inputs)]).first?.last)
    #expect(answer.logits.indices.max { answer.logits[$0] < answer.logits[$1] } == 9)
  }

  @Test func aFolderHoldsOneRun() throws {
    let folder = try TemporaryFolder()
    _ = try run(in: folder, steps: 2)
    #expect(throws: TrainingError.folderInUse(folder.path + "/run")) { try self.run(in: folder, steps: 2) }
  }

  @Test func aLossOutOfRangeStopsAndNamesTheLastGoodState() throws {
    let folder = try TemporaryFolder()
    let run = try run(in: folder, steps: 30)
    let source = RandomSource(config: run.description.config)
    var isBroken = false
    let error = #expect(throws: TrainingError.self) {
      _ = try run.train(on: source, validation: nil, stop: { false }) { progress in
        guard progress.step == 3 else { return }
        isBroken = true
        run.trainer.parameters.base[0] = .nan
      }
    }
    #expect(isBroken)
    let text = error?.description ?? ""
    #expect(text.contains("step 4") && text.contains(run.folder + "/checkpoint.safetensors"), "\(text)")
    #expect(try TrainingRun(resuming: run.folder).step == 0)
  }

  @Test func aSpikeStops() throws {
    let folder = try TemporaryFolder()
    let run = try run(in: folder, steps: 40)
    let source = RandomSource(config: run.description.config)
    let error = #expect(throws: TrainingError.self) {
      _ = try run.train(on: source, validation: nil, stop: { false }) { progress in
        guard progress.step == 25 else { return }
        run.trainer.compute.scale(run.trainer.parameters[run.trainer.layout.head], by: 100)
      }
    }
    guard case .diverged(step: 26, loss: _, expected: _?, checkpoint: _?) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func roundedProductsTrainAlmostAlikeAndAreKeptByARun() throws {
    let (exact, rounded) = (try TemporaryFolder(), try TemporaryFolder())
    #expect(try train(try run(in: exact, steps: 4)) == .finished)
    #expect(try train(try run(in: rounded, steps: 4, products: .bfloat16), until: 2) == .stopped)
    #expect(try train(try TrainingRun(resuming: rounded.path + "/run")) == .finished)
    let whole = try TemporaryFolder()
    #expect(try train(try run(in: whole, steps: 4, products: .bfloat16)) == .finished)
    #expect(try timelessLog(rounded) == timelessLog(whole))
    let losses = try [exact, rounded].map { try timelessLog($0).compactMap(\.loss) }
    #expect(losses[0].count == losses[1].count)
    for (exact, rounded) in zip(losses[0], losses[1]) { #expect(abs(exact - rounded) < 0.02) }
    #expect(losses[0] != losses[1])
  }

  private func run(
    in folder: TemporaryFolder, steps: Int, products: ProductPrecision = .float32, threads: Int? = nil
  ) throws -> TrainingRun {
    var options = busyOptions(steps: steps)
    options.products = products
    return try TrainingRun(
      creating: folder.path + "/run",
      model: ModelDescription(
        config: tinyConfig(), details: [("task", .string("test"))],
        companions: ["tokens.txt": Array("a\nb\n".utf8)]),
      options: options, start: .random, threads: threads)
  }

  private func train(_ run: TrainingRun, until step: Int = .max) throws -> TrainingRun.Ending {
    let config = run.description.config
    return try run.train(
      on: RandomSource(config: config), validation: RandomSource(config: config, seed: 1000),
      stop: { run.step >= step }, progress: { _ in })
  }

  /// All tensors of a checkpoint, whose header holds times.
  private func checkpointNumbers(_ folder: TemporaryFolder) throws -> [String: [UInt8]] {
    let file = try SafetensorsFile(path: folder.path + "/run/checkpoint.safetensors")
    return Dictionary(
      uniqueKeysWithValues: file.tensors.map { ($0.name, $0.bytes.withUnsafeBytes { Array($0) }) })
  }

  private func timelessLog(_ folder: TemporaryFolder) throws -> [TrainingLogRow] {
    try TrainingRun.logRows(folder: folder.path + "/run").map { row in
      var row = row
      row.tokensPerSecond = nil
      return row
    }
  }
}
