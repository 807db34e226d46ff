public import ModelFiles

/// Why a vocabulary of texts cannot be opened.
public enum TokenizerError: Error, Hashable, CustomStringConvertible {
  /// A file cannot be read, or is not JSON.
  case unreadable(ModelError)
  /// A file breaks the rules of its format.
  case malformed(file: String, problem: String)
  /// A `tokens.txt` is not one of characters.
  case characters(file: String, CharacterTokenizerError)
  /// A file asks for a `part` that this program has not; `supported` says what would do.
  case unsupported(file: String, part: String, found: String, supported: String)
  /// The folder has none of the files that a vocabulary is read from.
  case noVocabulary(folder: String, lookedFor: [String])

  /// One sentence: which file, what was found, what would be right.
  public var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .malformed(let file, let problem): "\(file): \(problem)"
    case .characters(let file, let error): "\(file): \(error)"
    case .unsupported(let file, let part, let found, let supported):
      "\(file): \(part) is \(found), supported is \(supported)"
    case .noVocabulary(let folder, let names):
      "\(folder): has no vocabulary, looked for \(names.joined(separator: ", "))"
    }
  }
}

/// Runs what reads files, so that its errors are those of a vocabulary.
func readingFiles<Result>(_ body: () throws(ModelError) -> Result) throws(TokenizerError) -> Result {
  do { return try body() } catch { throw .unreadable(error) }
}
