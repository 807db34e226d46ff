import ModelFiles
import Testing

@testable import Training

@Suite struct HostileCheckpointTests {
  struct Damage: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let file: String
    let says: String
    let change: @Sendable ([UInt8]) -> [UInt8]
  }

  static let damages = [
    Damage(testDescription: "cut short", file: "checkpoint.safetensors", says: "checkpoint.safetensors: ") {
      Array($0.dropLast(5))
    },
    Damage(testDescription: "empty", file: "checkpoint.safetensors", says: "header length") { _ in [] },
    Damage(testDescription: "a tensor renamed", file: "checkpoint.safetensors", says: "is missing") {
      replace("weights.model.norm.weight", by: "weights.model.nurm.weight", in: $0)
    },
    Damage(testDescription: "a step below zero", file: "checkpoint.safetensors", says: "step is -") {
      replace("\"step\":\"3\"", by: "\"step\":\"-\"", in: $0)
    },
    Damage(testDescription: "no cursor", file: "checkpoint.safetensors", says: "cursor is missing") {
      replace("\"cursor\"", by: "\"curser\"", in: $0)
    },
    Damage(testDescription: "numbers that are none", file: "checkpoint.safetensors", says: "not finite") {
      Array($0.dropLast(4)) + [0, 0, 0xC0, 0x7F]
    },
    Damage(testDescription: "options that are no JSON", file: "config.json", says: "config.json: ") { _ in
      Array("{".utf8)
    },
    Damage(testDescription: "an option missing", file: "config.json", says: "\"dropout\" is missing") {
      replace("\"dropout\"", by: "\"drapout\"", in: $0)
    },
    Damage(testDescription: "an option out of range", file: "config.json", says: "batchesPerStep is 0") {
      replace("\"batchesPerStep\" : 2", by: "\"batchesPerStep\" : 0", in: $0)
    },
    Damage(testDescription: "a model without a width", file: "last/config.json", says: "hidden_size") {
      replace("\"hidden_size\"", by: "\"hidden_syze\"", in: $0)
    },
    Damage(testDescription: "a model of another width", file: "last/config.json", says: "shape") {
      replace("\"hidden_size\": 16", by: "\"hidden_size\": 32", in: $0)
    },
  ]

  @Test(arguments: damages) func aDamagedFileGivesOneSentence(damage: Damage) throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/run"
    let run = try TrainingRun(
      creating: path, model: ModelDescription(config: tinyConfig()), options: busyOptions(steps: 5),
      start: .random)
    let source = RandomSource(config: tinyConfig())
    _ = try run.train(on: source, validation: nil, stop: { run.step == 3 }, progress: { _ in })
    let whole = try folder.bytes("run/" + damage.file)
    let changed = damage.change(whole)
    try #require(changed != whole)
    try folder.write(changed, to: "run/" + damage.file)
    let error = #expect(throws: TrainingError.self) { try TrainingRun(resuming: path) }
    let text = error?.description ?? ""
    #expect(text.contains(damage.says) && !text.contains("\n"), "\(text)")
  }

  @Test func aMissingRunIsNamed() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: TrainingError.self) { try TrainingRun(resuming: folder.path + "/none") }
    #expect(error?.description.contains(folder.path + "/none/config.json") == true)
  }

  private static func replace(_ old: String, by new: String, in bytes: [UInt8]) -> [UInt8] {
    let (old, new) = (Array(old.utf8), Array(new.utf8))
    guard let start = bytes.firstRange(of: old) else { return bytes }
    return Array(bytes[..<start.lowerBound]) + new + Array(bytes[start.upperBound...])
  }
}
