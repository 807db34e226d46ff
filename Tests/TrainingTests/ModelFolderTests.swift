import LanguageModel
import ModelFiles
import Testing

@testable import Kernels
@testable import Training

@Suite struct ModelFolderTests {
  @Test(arguments: FamilyMember.all) func aSavedModelIsTheSameModel(member: FamilyMember) throws {
    guard member.config.layerCount > 0 else { return }
    let folder = try TemporaryFolder()
    let (pass, parameters) = member.pass(seed: 8)
    let description = ModelDescription(
      config: member.config, details: [("task", .string("test")), ("bos_token_id", .integer(1))],
      companions: ["tokens.txt": [65, 10]])
    try ModelWeightsFile.save(
      parameters, layout: pass.layout, description: description, type: .float32, folder: folder.path)
    let read = try ModelDescription(folder: folder.path)
    #expect(read.config == member.config)
    #expect(read.details.map(\.name) == ["task", "bos_token_id"])
    #expect(read.companions == ["tokens.txt": [65, 10]])
    let again = FloatArena(count: parameters.count)
    try ModelWeightsFile.load(
      folder.path, into: again, layout: pass.layout, config: member.config, extendingFacts: false)
    for parameter in pass.layout.parameters {
      #expect(again.fileNumbers(of: parameter) == parameters.fileNumbers(of: parameter), "\(parameter.name)")
    }
    #expect(try Decoder(folder: folder.path).parameterCount == pass.layout.parameterCount)
  }

  @Test func aModelInShardsCanBeTrainedOn() throws {
    let folder = try TemporaryFolder()
    let member = FamilyMember.all[0]
    let (pass, parameters) = member.pass(seed: 8)
    try ModelWeightsFile.save(
      parameters, layout: pass.layout, description: ModelDescription(config: member.config), type: .bfloat16,
      folder: folder.path)
    let whole = FloatArena(count: parameters.count)
    try ModelWeightsFile.load(
      folder.path, into: whole, layout: pass.layout, config: member.config, extendingFacts: false)
    let shard = "model-00001-of-00001.safetensors"
    try folder.write(try folder.bytes("model.safetensors"), to: shard)
    let places = pass.layout.parameters.map { "\"\($0.name)\": \"\(shard)\"" }.joined(separator: ", ")
    try folder.write(
      Array("{\"metadata\": {}, \"weight_map\": {\(places)}}".utf8), to: "model.safetensors.index.json")
    try folder.remove("model.safetensors")
    let sharded = FloatArena(count: parameters.count)
    try ModelWeightsFile.load(
      folder.path, into: sharded, layout: pass.layout, config: member.config, extendingFacts: false)
    #expect(Array(sharded.numbers) == Array(whole.numbers))
    // Sixteen bits of a number are within a 256th of it.
    for parameter in pass.layout.parameters {
      for (rounded, exact) in zip(whole.fileNumbers(of: parameter), parameters.fileNumbers(of: parameter)) {
        #expect(abs(rounded - exact) <= abs(exact) / 256, "\(parameter.name)")
      }
    }
  }

  @Test func aModelInBytesCanBeTrainedOn() throws {
    let (folder, bytes) = (try TemporaryFolder(), try TemporaryFolder())
    let member = FamilyMember.all[0]
    let (pass, parameters) = member.pass(seed: 8)
    try ModelWeightsFile.save(
      parameters, layout: pass.layout, description: ModelDescription(config: member.config), type: .float32,
      folder: folder.path)
    _ = try QuantizedWeights.write(folder.path, as: .int8, to: bytes.path)
    try bytes.write(try folder.bytes("config.json"), to: "config.json")
    let read = FloatArena(count: parameters.count)
    try ModelWeightsFile.load(
      bytes.path, into: read, layout: pass.layout, config: member.config, extendingFacts: false)
    var isRounded = false
    for parameter in pass.layout.parameters {
      let exact = parameters.fileNumbers(of: parameter)
      let largest = exact.map(abs).max() ?? 0
      for (rounded, exact) in zip(read.fileNumbers(of: parameter), exact) {
        #expect(abs(rounded - exact) <= largest / 127, "\(parameter.name)")
        isRounded = isRounded || rounded != exact
      }
    }
    #expect(isRounded)
  }

  /// Their conventions, such as stretched angles, are not those that training computes by.
  @Test func modelsOfOtherProgramsAreNotTrainedOn() throws {
    let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    let folder = tests.joined(separator: "/") + "/LanguageModelTests/Fixtures/checkpoints/qwen3"
    let member = FamilyMember.all[0]
    let (pass, parameters) = member.pass(seed: 8)
    let error = #expect(throws: TrainingError.self) {
      try ModelWeightsFile.load(
        folder, into: parameters, layout: pass.layout, config: member.config, extendingFacts: false)
    }
    #expect(error?.description.contains(#""model_type" is "qwen3", supported is "yiwen""#) == true)
  }

  @Test func factsAreAddedAtTheEndAsZeros() throws {
    let folder = try TemporaryFolder()
    var small = tinyConfig()
    small.stateTensor = "model.embed_board.weight"
    let layout = ParameterLayout(small)
    let parameters = FloatArena(count: layout.count)
    Initialisation.fill(parameters, layout: layout, config: small, seed: 1, orthogonal: false)
    try ModelWeightsFile.save(
      parameters, layout: layout, description: ModelDescription(config: small), type: .float32,
      folder: folder.path)
    var large = tinyConfig()
    large.stateFacts = 40
    let source = TrainingRun.Start.model(folder: folder.path, extendingFacts: true)
    let run = try TrainingRun(
      creating: folder.path + "/run", model: ModelDescription(config: large),
      options: TrainingOptions(steps: 1), start: source)
    let state = try #require(run.trainer.layout.state)
    let rows = run.trainer.parameters[state]
    let old = parameters[try #require(layout.state)]
    for index in 0..<old.rows * old.columns { #expect(rows.base[index] == old.base[index]) }
    for index in old.rows * old.columns..<rows.rows * rows.columns { #expect(rows.base[index] == 0) }
    // On the old facts the new model says what the old one said.
    let batch = TrainingThroughput.randomBatch(
      config: small, seed: 3, sequences: 3, length: 8, factsPerToken: 3)
    let pass = DecoderPass(config: small, compute: .best, expectedTokens: 24)
    #expect(try run.trainer.evaluate([batch]) == pass.evaluate(batch, parameters: parameters))
    // Unasked it is an error, and so is another width.
    let error = #expect(throws: TrainingError.self) {
      try TrainingRun(
        creating: folder.path + "/other", model: ModelDescription(config: large),
        options: TrainingOptions(steps: 1), start: .model(folder: folder.path, extendingFacts: false))
    }
    #expect(error?.description.contains("state_embedding") == true)
    large.width = 24
    let other = #expect(throws: TrainingError.self) {
      try TrainingRun(
        creating: folder.path + "/other", model: ModelDescription(config: large),
        options: TrainingOptions(steps: 1), start: source)
    }
    #expect(other?.description.contains("hidden_size") == true)
  }

  // MARK: Other tokens

  @Test(arguments: [false, true]) func aNewTokenBeginsAsAnother(isTied: Bool) throws {
    let (folder, larger) = (try TemporaryFolder(), try TemporaryFolder())
    let (old, new, tokenRows) = try modelsOfTokens(in: folder, isTied: isTied)
    let run = try TrainingRun(
      creating: folder.path + "/run", model: ModelDescription(config: new),
      options: TrainingOptions(steps: 1),
      start: .model(folder: folder.path, extendingFacts: false, tokenRows: tokenRows))
    try ModelWeightsFile.save(
      run.trainer.parameters, layout: run.trainer.layout, description: ModelDescription(config: new),
      type: .float32, folder: larger.path)
    let batch = TrainingThroughput.randomBatch(
      config: old, seed: 3, sequences: 3, length: 8, factsPerToken: 3)
    #expect(batch.tokens.contains(Int32(origin)))
    let before = try Decoder(folder: folder.path).outputs(batch)
    let decoder = try Decoder(folder: larger.path)
    // The old tokens by the new numbers; then the new one in place of that which it is like.
    for place in [origin, newToken] {
      let numbers = (0..<old.vocabularySize).map { $0 == origin ? place : $0 < newToken ? $0 : $0 + 1 }
      let after = try decoder.outputs(batch.with(tokens: batch.tokens.map { Int32(numbers[Int($0)]) }))
      for (one, other) in zip(before, after) {
        let expected = tokenRows.map { one.logits[$0] }
        #expect(relativeError(other.logits, expected) < 1e-6)
        #expect(relativeError(other.outcome, one.outcome) < 1e-6)
      }
    }
  }

  @Test func rowsThatAreNotOfTheTokensAreRefused() throws {
    let folder = try TemporaryFolder()
    let (old, new, tokenRows) = try modelsOfTokens(in: folder, isTied: false)
    let layout = ParameterLayout(new)
    for wrong in [
      nil, tokenRows.dropLast(), tokenRows + [0], tokenRows.dropLast() + [30], tokenRows.dropLast() + [-1],
    ] {
      let error = #expect(throws: TrainingError.self) {
        try ModelWeightsFile.load(
          folder.path, into: FloatArena(count: layout.count), layout: layout, config: new,
          extendingFacts: false, tokenRows: wrong)
      }
      #expect(error?.description.contains("vocab_size") == true, "\(error?.description ?? "")")
    }
    // Not even where the counts of tokens agree.
    #expect(throws: TrainingError.self) {
      try ModelWeightsFile.load(
        folder.path, into: FloatArena(count: layout.count), layout: ParameterLayout(old), config: old,
        extendingFacts: false, tokenRows: tokenRows)
    }
  }

  private let origin = 3
  private let newToken = 6

  /// A saved model, one with a token more, and where the tokens of that begin.
  private func modelsOfTokens(
    in folder: TemporaryFolder, isTied: Bool
  ) throws -> (old: DecoderConfig, new: DecoderConfig, tokenRows: [Int]) {
    var old = tinyConfig()
    old.tiesEmbeddings = isTied
    let layout = ParameterLayout(old)
    let parameters = FloatArena(count: layout.count)
    var generator = SeededGenerator(seed: 5)
    for index in 0..<parameters.count { parameters.base[index] = Float.random(in: -1...1, using: &generator) }
    try ModelWeightsFile.save(
      parameters, layout: layout, description: ModelDescription(config: old), type: .float32,
      folder: folder.path)
    var new = old
    new.vocabularySize += 1
    return (old, new, Array(0..<newToken) + [origin] + Array(newToken..<old.vocabularySize))
  }
}
