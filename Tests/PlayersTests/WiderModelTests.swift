import Foundation
import ModelFiles
import Players
import Testing
import Xiangqi

/// A model as it begins to learn from possible moves: told of them, but not yet moved by them.
@Suite struct WiderModelTests {
  @Test func aModelWhoseNewRowsAreZeroThinksAsItDid() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let models = try [StateFeatures.board, .boardAndMoves].map { features in
      let place = folder.appendingPathComponent("\(features.rowCount)")
      try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
      try write(features, to: place.path)
      let model = try XiangqiModel(folder: place.path)
      #expect(model.features == features && model.layout == .game)
      return model
    }

    let game = try randomGame(seed: 12, plies: 21)
    let conditioning = Conditioning(result: .blackWins, red: "吕钦")
    for averages in [false, true] {
      let thoughts = try models.map { model in
        try ModelReader(model: model, conditioning: conditioning, averagesMirror: averages).think(about: game)
      }
      #expect(thoughts[0] == thoughts[1])
    }
  }

  /// Writes the bundled model told of other facts: those of the board as it knows them, all others zero.
  private func write(_ features: StateFeatures, to folder: String) throws {
    let config = String(
      decoding: try MappedFile.read(path: bundledModelFolder + "/config.json", limit: 1 << 20), as: UTF8.self)
    let other = config.replacing(
      #/"(?:board|state)_embedding": \d+/#, with: #""state_embedding": \#(features.rowCount)"#)
    try AtomicFile.write(Array(other.utf8), to: folder + "/config.json")
    let tokens = try MappedFile.read(path: bundledModelFolder + "/tokens.txt", limit: 1 << 20)
    try AtomicFile.write(tokens, to: folder + "/tokens.txt")

    let tensors = try SafetensorsFile(path: bundledModelFolder + "/model.safetensors").tensors
    let names = ["model.embed_board.weight", "model.embed_state.weight"]
    let entries = tensors.map { tensor in
      names.contains(tensor.name)
        ? SafetensorsWriter.Entry(names[1], tensor.type, [tensor.shape[0], features.rowCount])
        : SafetensorsWriter.Entry(tensor.name, tensor.type, tensor.shape)
    }
    let writer = try SafetensorsWriter(path: folder + "/model.safetensors", entries: entries)
    for tensor in tensors {
      guard names.contains(tensor.name) else {
        try writer.write(tensor.bytes)
        continue
      }
      let size = tensor.type.size
      let rest = [UInt8](repeating: 0, count: (features.rowCount - StateFeatures.board.rowCount) * size)
      for channel in 0..<tensor.shape[0] {
        let first = channel * tensor.shape[1] * size
        try writer.write(tensor.bytes.extracting(first..<first + StateFeatures.board.rowCount * size))
        try writer.write(rest)
      }
    }
    try writer.finish()
  }
}
