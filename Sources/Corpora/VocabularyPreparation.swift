public import Tokenizers

/// Makes a vocabulary of words of files of texts.
public struct VocabularyPreparation: Sendable {
  /// The settings of the vocabulary.
  public var builder: VocabularyBuilder
  /// What is a document of a file without structure.
  public var documents = TextPreparation.Documents.file
  /// The share of the documents that are read, chosen by ``seed``.
  public var share = 1.0
  /// What the choice follows from.
  public var seed: UInt64 = 1

  /// The usual settings for a vocabulary with special tokens beyond the usual ones.
  public init(special: [String]) {
    builder = VocabularyBuilder(special: special)
  }

  /// Reads texts and finds their words.
  ///
  /// - Parameters:
  ///   - inputs: The files, or folders of them.
  ///   - progress: Is told what is being done.
  /// - Returns: The vocabulary.
  /// - Throws: ``CorpusError`` if a file cannot be read or there is too little text.
  public func run(
    files inputs: [String], progress: (String) -> Void
  ) throws(CorpusError) -> UnigramTokenizer {
    let reader = TextDocuments(documents: documents)
    let choice = EpochOrder(count: 1, seed: seed)
    var builder = builder
    var document = 0
    for file in try TextDocuments.files(inputs.map { (path: $0, licence: nil) }) {
      progress("reading \(file.path)")
      let input = try InputFile(path: file.path, licence: nil)
      try reader.forEach(in: input.bytes, path: file.path) { next throws(CorpusError) in
        if Double(choice.seed(at: document) >> 11) * 0x1p-53 < share { builder.add(next.text) }
        document += 1
      }
    }
    do {
      return try builder.build(progress: progress)
    } catch {
      throw .nothing(problem: "\(error)")
    }
  }
}
