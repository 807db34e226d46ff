internal import Foundation
internal import ModelFiles
public import Tokenizers

/// A model of a few words that knows the tasks, with random weights: a prefix mask and an outcome head.
public final class RandomTaskModel {
  /// The model's folder, removed when this object goes.
  public let folder: String
  /// Its vocabulary.
  public static let tokenizer = UnigramTokenizer(
    special: SpecialToken.names + TaskToken.names,
    pieces: ["天气", "公园", "学校", "今天", "我", "们", "去", "玩", "好", "很", "，", "。", "\n", "天", "气", "公", "园"]
      .enumerated().map { .init(text: $1, score: -1 - Double($0) / 8) })

  /// Weights that follow from `seed`.
  public init(context: Int = 96, seed: UInt64 = 3) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    folder = url.path
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data(Self.tokenizer.json.text().utf8).write(to: url.appendingPathComponent("tokenizer.json"))
    try RandomWeights.write(
      to: folder, vocabulary: Self.tokenizer.count, context: context, outcomes: 5, seed: seed)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}
