internal import ModelFiles
internal import Players
internal import Tokenizers
internal import Xiangqi

/// What is known of texts before the first token is written.
struct TextCensus {
  private(set) var counts: [Unicode.Scalar: Int] = [:]
  /// The tokens of each document, which are characters where there is no vocabulary yet.
  private(set) var lengths: [Int] = []

  private var tokens: [Int32] = []

  /// Adds a text that `vocabulary` will write; without one its characters are counted.
  mutating func add(_ text: String, _ vocabulary: (any TextVocabulary)?) {
    if let vocabulary {
      tokens.removeAll(keepingCapacity: true)
      _ = vocabulary.append(text, to: &tokens)
      lengths.append(tokens.count)
      return
    }
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
  private let vocabulary: any TextVocabulary
  private let writer: SafetensorsWriter
  private let isWide: Bool
  private let documents: Int
  private let length: Int
  private var unknown = 0

  init(folder: String, vocabulary: any TextVocabulary, census: TextCensus) throws(CorpusError) {
    self.folder = folder
    self.vocabulary = vocabulary
    isWide = vocabulary.count > 1 << 16
    documents = census.lengths.count
    // A document has two tokens more than its text: its beginning and its end.
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
    var tokens = [Int32(SpecialToken.beginning)]
    unknown += vocabulary.append(text, to: &tokens)
    tokens.append(Int32(SpecialToken.end))
    do {
      if isWide { try writer.write(tokens) } else { try writer.write(tokens.map { UInt16($0) }) }
    } catch {
      throw .file(error)
    }
  }

  func finish(sources: [PreparedManifest.Source]) throws(CorpusError) -> PreparedManifest {
    do {
      try writer.finish()
      let file = vocabulary.file
      try AtomicFile.write(file.content, to: "\(folder)/\(file.name)")
    } catch {
      throw .file(error)
    }
    let manifest = PreparedManifest(
      kind: .text, sources: sources,
      counts: [
        .init("documents", documents), .init("tokens", length),
        .init("vocabulary", vocabulary.count),
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
