internal import ModelFiles
internal import Players
internal import Xiangqi

/// What is known of texts before the first token is written.
struct TextCensus {
  private(set) var counts: [Unicode.Scalar: Int] = [:]
  /// The characters of each document.
  private(set) var lengths: [Int] = []

  mutating func add(_ text: String) {
    var length = 0
    for scalar in text.unicodeScalars {
      counts[scalar, default: 0] += 1
      length += 1
    }
    lengths.append(length)
  }
}

/// Writes a folder of texts, document after document.
final class TokenWriter {
  private let folder: String
  private let vocabulary: CharacterVocabulary
  private let writer: SafetensorsWriter
  private let isWide: Bool
  private let documents: Int
  private let length: Int
  private var unknown = 0

  init(folder: String, vocabulary: CharacterVocabulary, census: TextCensus) throws(CorpusError) {
    self.folder = folder
    self.vocabulary = vocabulary
    isWide = vocabulary.tokenNames.count > 1 << 16
    documents = census.lengths.count
    // A document has two tokens more than characters: its beginning and its end.
    let offsets = census.lengths.reduce(into: [Int64(0)]) { $0.append($0[$0.count - 1] + Int64($1 + 2)) }
    length = Int(offsets[documents])
    do {
      writer = try SafetensorsWriter(
        path: "\(folder)/\(PreparedText.fileName)",
        entries: [
          .init("offsets", .int64, [documents + 1]), .init("tokens", isWide ? .int32 : .uint16, [length]),
        ], metadata: [("kind", "text")])
      try writer.write(offsets)
    } catch {
      throw .file(error)
    }
  }

  func write(_ text: String) throws(CorpusError) {
    var tokens = [TextToken.beginning]
    unknown += vocabulary.append(text, to: &tokens)
    tokens.append(TextToken.end)
    do {
      if isWide { try writer.write(tokens) } else { try writer.write(tokens.map { UInt16($0) }) }
    } catch {
      throw .file(error)
    }
  }

  func finish(sources: [PreparedManifest.Source]) throws(CorpusError) -> PreparedManifest {
    do {
      try writer.finish()
      let names = vocabulary.tokenNames.joined(separator: "\n") + "\n"
      try AtomicFile.write(Array(names.utf8), to: "\(folder)/tokens.txt")
    } catch {
      throw .file(error)
    }
    let manifest = PreparedManifest(
      kind: .text, sources: sources,
      counts: [
        .init("documents", documents), .init("tokens", length),
        .init("vocabulary", vocabulary.tokenNames.count),
        .init("unknown_characters", unknown),
      ])
    try manifest.write(toFolder: folder)
    return manifest
  }
}

extension GameCollector.Kept {
  /// The moves in ICCS, separated by blanks.
  var text: String { moves.map { XiangqiVocabulary.possibleMoves[Int($0)].iccs }.joined(separator: " ") }
}
