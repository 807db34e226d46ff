import Foundation
import ModelFiles
import Players
import Testing
import Xiangqi

/// The bundled model as it would begin to learn from possible moves: told of them, but not yet moved by them.
@Suite struct WiderModelTests {
  @Test func aModelWhoseNewRowsAreZeroThinksAsItDid() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try widen(into: folder.path)
    let wide = try XiangqiModel(folder: folder.path)
    #expect(wide.features == .boardAndMoves)
    #expect(wide.layout == .game)

    let plain = try bundledModel()
    let game = try randomGame(seed: 12, plies: 21)
    let conditioning = Conditioning(result: .blackWins, red: "吕钦")
    for averages in [false, true] {
      let thoughts = try [plain, wide].map { model in
        try ModelReader(model: model, conditioning: conditioning, averagesMirror: averages).think(about: game)
      }
      #expect(thoughts[0] == thoughts[1])
    }
  }

  /// Copies the bundled model with a state embedding of 5,433 columns, the new ones zero.
  private func widen(into folder: String) throws {
    let config = try MappedFile.read(path: bundledModelFolder + "/config.json", limit: 1 << 20)
    let text = String(decoding: config, as: UTF8.self)
      .replacingOccurrences(of: #""board_embedding": 1261"#, with: #""state_embedding": 5433"#)
    try AtomicFile.write(Array(text.utf8), to: folder + "/config.json")
    let tokens = try MappedFile.read(path: bundledModelFolder + "/tokens.txt", limit: 1 << 20)
    try AtomicFile.write(tokens, to: folder + "/tokens.txt")

    let tensors = try SafetensorsFile(path: bundledModelFolder + "/model.safetensors").tensors
    let board = "model.embed_board.weight"
    let entries = tensors.map { tensor in
      tensor.name == board
        ? SafetensorsWriter.Entry("model.embed_state.weight", tensor.type, [tensor.shape[0], 5433])
        : SafetensorsWriter.Entry(tensor.name, tensor.type, tensor.shape)
    }
    let writer = try SafetensorsWriter(path: folder + "/model.safetensors", entries: entries)
    for tensor in tensors {
      guard tensor.name == board else {
        try writer.write(tensor.bytes)
        continue
      }
      let row = tensor.shape[1] * tensor.type.size
      let rest = [UInt8](repeating: 0, count: 5433 * tensor.type.size - row)
      for channel in 0..<tensor.shape[0] {
        try writer.write(tensor.bytes.extracting(channel * row..<(channel + 1) * row))
        try writer.write(rest)
      }
    }
    try writer.finish()
  }
}
