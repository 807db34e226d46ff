import LanguageModel
import ModelFiles
import TestSupport
import Testing

/// Members of the decoder family against what PyTorch computed in float64 from the same weights.
///
/// The files are those of training, in `Tests/TrainingTests/Fixtures`; `training/README.md` says how they are made.
struct TwinGoldenTests {
  static let folder = {
    let tests = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(2)
    return tests.joined(separator: "/") + "/TrainingTests/Fixtures/"
  }()

  @Test(arguments: ["board", "prefix", "plain", "mixed"])
  func logitsAndOutcomesAreThoseOfTheTwin(name: String) throws {
    let folder = Self.folder + name
    let decoder = try Decoder(folder: folder)
    let golden = try SafetensorsFile(path: folder + "/golden.safetensors")
    let expected = try numbers("logits", in: golden)
    let outcomes = decoder.config.outcomes > 0 ? try numbers("outcome_logits", in: golden) : []
    let runs = try sequences(folder, decoder)
    let answers = try decoder.advance(runs, outputs: .all).flatMap(\.self)
    #expect(answers.count * decoder.config.vocabularySize == expected.count)
    #expect(difference(answers.flatMap(\.logits), expected) < 1e-4)
    #expect(difference(answers.flatMap(\.outcome), outcomes) < 1e-4)
  }

  /// The sequences of the batch, each as a session of its own shape.
  private func sequences(_ folder: String, _ decoder: Decoder) throws -> [Decoder.Run] {
    let json = try JSONValue(parsing: try MappedFile.read(path: folder + "/golden.json", limit: 1 << 24))
    let batch = try #require(json["batch"])
    func list(_ key: String) throws -> [Int] {
      try #require(batch[key]?.elements).map { try #require($0.integer) }
    }
    let (tokens, positions) = (try list("tokens"), try list("positions"))
    let (offsets, features) = (try list("featureOffsets"), try list("features"))
    let (starts, prefixes) = (try list("sequenceStarts"), try list("prefixLengths"))
    return try prefixes.indices.map { index in
      let rows = starts[index]..<starts[index + 1]
      let shape = StreamShape(
        prefixLength: prefixes[index], tokensAtOrigin: positions[rows].prefix { $0 == 0 }.count)
      try #require((0..<rows.count).map(shape.place) == Array(positions[rows]))
      return Decoder.Run(
        session: Session(decoder, shape: shape),
        inputs: rows.map { row in
          TokenInput(
            token: Int32(tokens[row]), features: features[offsets[row]..<offsets[row + 1]].map(Int32.init))
        })
    }
  }

  private func numbers(_ name: String, in file: SafetensorsFile) throws -> [Float] {
    let tensor = try #require(file.tensors.first { $0.name == name })
    try #require(tensor.type == .float32)
    return (0..<tensor.elementCount).map {
      tensor.bytes.unsafeLoadUnaligned(fromByteOffset: $0 * 4, as: Float.self)
    }
  }

  private func difference(_ found: [Float], _ expected: [Float]) -> Float {
    guard found.count == expected.count else { return .infinity }
    return zip(found, expected).map { abs($0 - $1) }.max() ?? 0
  }
}
