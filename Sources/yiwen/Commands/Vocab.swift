import ArgumentParser
import Corpora
import ModelFiles
import Tokenizers

/// Makes a vocabulary of words.
struct Vocab: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a vocabulary of words of texts.",
    discussion: """
      The folder gets tokenizer.json, which Hugging Face `tokenizers` reads too. Words are found in the texts: strings \
      that occur often and hold together, each a token; rarer ones are divided, and rare characters are written in \
      bytes, so nothing is unknown.

      Texts are files or folders of them, as for `yiwen prepare`, whose --vocabulary takes the folder.
      """)

  @Argument(help: ArgumentHelp("The files, or folders of texts, to read.", valueName: "file"))
  var inputs: [String]

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The folder to write; it must be new.", valueName: "folder"))
  var output: String

  @Option(help: "The most tokens: special ones, bytes, characters and words.")
  var size: Int = 16_384

  @Option(help: "The share of the text that characters of their own cover; rarer ones are written in bytes.")
  var coverage: Double = 0.9995

  @Option(help: "The most characters of a word; of one in Latin letters twice as many.")
  var longest: Int = 8

  @Option(help: "The least cohesion of a word, in nats: how much more often its parts meet than by chance.")
  var cohesion: Double = 2

  @Option(help: "The share of the documents that are read.")
  var share: Double = 1

  @Option(help: "The seed of the choice of documents.")
  var seed: UInt64 = 1

  @Option(help: "What is a document of .txt files: the file, a paragraph (between empty lines) or a line.")
  var documents: Prepare.TextOptions.Documents = .file

  func validate() throws {
    try (512...TokenLimit.vocabulary).check(size, option: "--size")
    try (1...64).check(longest, option: "--longest")
    guard coverage > 0, coverage <= 1 else {
      throw ValidationError("--coverage \(coverage) is out of range; use more than 0, up to 1")
    }
    guard share > 0, share <= 1 else {
      throw ValidationError("--share \(share) is out of range; use more than 0, up to 1")
    }
    guard (0...100).contains(cohesion) else {
      throw ValidationError("--cohesion \(cohesion) is out of range; use 0 to 100")
    }
  }

  func run() throws {
    let made = try NewFolder(output)
    do {
      var preparation = VocabularyPreparation(special: TaskToken.names)
      preparation.builder.size = size
      preparation.builder.coverage = coverage
      preparation.builder.longest = longest
      preparation.builder.cohesion = cohesion
      preparation.documents = documents.preparation
      preparation.share = share
      preparation.seed = seed
      let vocabulary = try preparation.run(files: inputs) { note in
        if standardErrorIsTerminal { printError("\r\u{1B}[K\(note)", terminator: "") }
      }
      if standardErrorIsTerminal { printError("\r\u{1B}[K", terminator: "") }
      let path = "\(output)/\(UnigramTokenizer.fileName)"
      try AtomicFile.write(Array((vocabulary.json.text() + "\n").utf8), to: path)
      let words = vocabulary.pieces.count { $0.text.unicodeScalars.count > 1 }
      let characters = vocabulary.pieces.count - words
      print("\(path): \(vocabulary.count) tokens, \(words) of them words, \(characters) characters")
    } catch {
      made.removeIfEmpty()
      throw error
    }
  }
}

extension Prepare.TextOptions.Documents {
  /// The choice as the library calls it.
  var preparation: TextPreparation.Documents {
    switch self {
    case .file: .file
    case .paragraph: .paragraph
    case .line: .line
    }
  }
}
