public import GameFiles
public import ModelFiles

/// What is wrong with data for training, or with what they are made from.
public enum CorpusError: Error, CustomStringConvertible {
  /// A file of a prepared folder is missing or broken, or cannot be written.
  case file(ModelError)
  /// A file of games cannot be read.
  case games(path: String, GameFileError)
  /// A folder cannot be listed or made, for the system's `reason`.
  case folder(path: String, reason: String)
  /// The folder holds another thing than what is asked for.
  case wrongKind(path: String, found: String, expected: String)
  /// A file breaks the rules of its format.
  case malformed(path: String, problem: String)
  /// The inputs hold nothing to train on.
  case nothing(problem: String)

  /// One sentence: which file, what was found, what would be right.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .games(let path, let error):
      switch error {
      // These name the file themselves.
      case .system, .tooLarge, .inUse, .notOurGames: error.description
      default: "\(path): \(error)"
      }
    case .folder(let path, let reason): "\(path): cannot be used: \(reason)"
    case .wrongKind(let path, let found, let expected): "\(path): holds \(found), \(expected) should be there"
    case .malformed(let path, let problem): "\(path): \(problem)"
    case .nothing(let problem): problem
    }
  }
}
