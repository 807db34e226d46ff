import Foundation
import LanguageModel
import ModelFiles
import Testing

@Suite struct QuantizedWeightsTests {
  /// Sizes of whole blocks, all but the feed-forward part's inner one.
  private static let sizes = [
    "hidden_size": "64", "head_dim": "16", "intermediate_size": "80", "wdl_head": "3",
    "board_embedding": "32",
  ]

  private static func logits(_ folder: String) throws -> [Float] {
    let decoder = try Decoder(folder: folder)
    let inputs = [3, 1, 4, 1, 5].map { TokenInput(token: $0, features: [2, 7]) }
    return try decoder.advance([.init(session: Session(decoder), inputs: inputs)])[0][0].logits
  }

  /// The model stored as `precision`, in a new folder.
  private static func stored(_ model: TinyModel, as precision: QuantizedWeights.Precision) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: model.folder + "/config.json", toPath: folder + "/config.json")
    _ = try QuantizedWeights.write(model.folder, as: precision, to: folder)
    return folder
  }

  @Test(arguments: [(QuantizedWeights.Precision.int8, Float(0.03)), (.bfloat16, 0.03), (.float32, 0)])
  func aStoredModelAnswersNearlyAsBefore(
    precision: QuantizedWeights.Precision, tolerance: Float
  ) throws {
    let model = try TinyModel(Self.sizes)
    let folder = try Self.stored(model, as: precision)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let before = try Self.logits(model.folder), after = try Self.logits(folder)
    let scale = before.map(abs).max() ?? 0
    let difference = zip(before, after).map { abs($0 - $1) }.max() ?? .infinity
    #expect(difference <= tolerance * scale, "\(difference) of \(scale)")
    #expect(precision == .float32 || difference > 0)
  }

  @Test func onlyMatricesOfWholeBlocksThatProductsUseBecomeBytes() throws {
    let folder = try Self.stored(try TinyModel(Self.sizes), as: .int8)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let tensors = try SafetensorsFile(path: folder + "/model.safetensors").tensors
    for tensor in tensors {
      let isWhole = tensor.name.contains("embed_board") || tensor.name.contains("down_proj")
      let isVector = tensor.name.contains("norm")
      #expect(tensor.type == (isWhole || isVector ? .bfloat16 : .uint8), "\(tensor.name)")
    }
    #expect(tensors.first { $0.name == "lm_head.weight" }?.shape == [37, 68])
  }

  @Test func whatWasRoundedToBytesIsNotStoredOtherwise() throws {
    let folder = try Self.stored(try TinyModel(Self.sizes), as: .int8)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect {
      _ = try QuantizedWeights.write(folder, as: .bfloat16, to: folder)
    } throws: { error in
      "\(error)".contains("U8")
    }
    let logits = try Self.logits(folder)
    #expect(logits.allSatisfy { $0.isFinite })
  }

  /// Each case: the tensor that is stored as bytes of a shape.
  @Test(arguments: [
    ("model.norm.weight", [64]), ("lm_head.weight", [37, 64]), ("lm_head.weight", [68, 37]),
  ])
  func bytesInPlaceOfAVectorOrOfAnotherShapeAreRefused(name: String, shape: [Int]) throws {
    let folder = try Self.stored(try TinyModel(Self.sizes), as: .int8)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/model.safetensors"
    let tensors = try SafetensorsFile(path: path).tensors
    let writer = try SafetensorsWriter(
      path: path,
      entries: tensors.map {
        $0.name == name ? .init(name, .uint8, shape) : .init($0.name, $0.type, $0.shape)
      })
    for tensor in tensors {
      let bytes: [UInt8] =
        tensor.name == name
        ? Array(repeating: 1, count: shape.reduce(1, *)) : tensor.bytes.withUnsafeBytes { Array($0) }
      try writer.write(bytes)
    }
    try writer.finish()
    #expect {
      _ = try Decoder(folder: folder)
    } throws: { error in
      error is ModelError && "\(error)".contains(name)
    }
  }
}
