internal import ModelFiles
internal import Tokenizers

/// Turns texts into a folder of training data.
///
/// The folder gets `tokens.safetensors`, the vocabulary, `tokens.txt` or `tokenizer.json`, and `manifest.json`:
///
///     offsets  I64 [documents + 1]    where each document begins
///     tokens   U16 or I32 [tokens]    `<bos>`, the tokens of a document, `<eos>`; I32 from 65,536 names on
///
/// The inputs are read twice, one file in memory at a time: to count characters, then to write tokens.
public struct TextPreparation: Sendable {
  /// What is a document of a file without structure.
  public enum Documents: Sendable, Hashable {
    /// The whole file.
    case file
    /// Lines up to an empty one.
    case paragraph
    /// A line.
    case line
  }

  /// The most tokens of the vocabulary.
  public var vocabularySize = 16_384
  /// A vocabulary that exists, a model's or one of words, in place of the characters of these texts.
  public var vocabulary: (any TextVocabulary)?
  /// What is a document of a file without structure.
  public var documents = Documents.file

  /// The usual settings.
  public init() {}

  /// Reads texts and writes the folder, which exists.
  ///
  /// - Parameters:
  ///   - inputs: The files, or folders of them, with the licence of each.
  ///   - folder: The folder to write into.
  /// - Returns: The manifest that was written.
  /// - Throws: ``CorpusError`` if a file cannot be read, the folder not be written, or there is no text.
  public func run(
    files inputs: [(path: String, licence: String?)], to folder: String
  ) throws(CorpusError) -> PreparedManifest {
    let files = try TextDocuments.files(inputs)
    let reader = TextDocuments(documents: documents)
    var census = TextCensus()
    var sources: [PreparedManifest.Source] = []
    for file in files {
      let input = try InputFile(path: file.path, licence: file.licence)
      var licences: Set<String> = []
      try reader.forEach(in: input.bytes, path: file.path) { document throws(CorpusError) in
        census.add(document.text, vocabulary)
        if let licence = document.licence { licences.insert(licence) }
      }
      var source = input.source
      if source.licence == nil, !licences.isEmpty {
        source.licence = licences.sorted().joined(separator: "; ")
      }
      sources.append(source)
    }
    guard !census.lengths.isEmpty else {
      throw .nothing(problem: "no text was found in \(files.count) files")
    }
    let chosen = vocabulary ?? CharacterTokenizer(counts: census.counts, limit: vocabularySize)
    let writer = try TokenWriter(folder: folder, vocabulary: chosen, census: census)
    for (file, source) in zip(files, sources) {
      let input = try InputFile(path: file.path, licence: nil)
      guard input.source.sha256 == source.sha256 else {
        throw .malformed(path: file.path, problem: "the file was changed while it was read")
      }
      try reader.forEach(in: input.bytes, path: file.path) { document throws(CorpusError) in
        try writer.write(document.text)
      }
    }
    return try writer.finish(sources: sources)
  }
}

extension GamePreparation {
  /// Reads games and writes their moves as text, `h2e2 h9g7 …`, a game a document: what a language model without a
  /// board learns from (Su Jianlin 2020, "Playing Chinese chess with a language model").
  ///
  /// - Parameters:
  ///   - files: The files with the licence of each.
  ///   - folder: The folder to write into.
  ///   - vocabulary: A vocabulary that exists, in place of the characters of the games.
  /// - Returns: The manifest that was written.
  /// - Throws: ``CorpusError`` if a file cannot be read, the folder not be written, or no game is found.
  public func runAsText(
    files: [(path: String, licence: String?)], to folder: String, vocabulary: (any TextVocabulary)? = nil
  ) throws(CorpusError) -> PreparedManifest {
    var games = GameCollector(leastPlies: leastPlies)
    var sources: [PreparedManifest.Source] = []
    for file in files { sources.append(try games.read(file.path, licence: file.licence)) }
    guard !games.kept.isEmpty else {
      throw .nothing(problem: "no game of at least \(leastPlies) plies was found in \(files.count) files")
    }
    var census = TextCensus()
    for game in games.kept { census.add(game.text, vocabulary) }
    let chosen = vocabulary ?? CharacterTokenizer(counts: census.counts, limit: TokenLimit.vocabulary)
    let writer = try TokenWriter(folder: folder, vocabulary: chosen, census: census)
    for game in games.kept { try writer.write(game.text) }
    return try writer.finish(sources: sources)
  }
}

/// The bounds of what texts become.
public enum TokenLimit {
  /// The most names of a vocabulary: all that Unicode has.
  public static let vocabulary = 1 << 20
}
