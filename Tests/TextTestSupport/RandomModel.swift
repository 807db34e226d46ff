internal import Foundation
internal import Tokenizers

/// A model of a few characters with random weights, whose answers depend on all that came before.
public final class RandomModel {
  /// The model's folder, removed when this object goes.
  public let folder: String
  /// The characters of its vocabulary.
  public static let letters = "一二三四五六七八九十，。春夏秋冬山水花鸟\n"

  /// Weights that follow from `seed`.
  public init(context: Int = 48, seed: UInt64 = 3) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    folder = url.path
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let names = Self.letters.map { $0 == "\n" ? "<0x0A>" : String($0) }
    let lines = (SpecialToken.names + names).joined(separator: "\n") + "\n"
    try Data(lines.utf8).write(to: url.appendingPathComponent("tokens.txt"))
    try RandomWeights.write(to: folder, vocabulary: 4 + names.count, context: context, seed: seed)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }
}
