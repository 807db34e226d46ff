import Catalog
public import GameFiles

/// What went wrong on a screen for texts.
public enum TextTrouble: Error, Sendable {
  /// No model could be loaded, and why.
  case noModel(any Error)
  /// The model could not do what was asked.
  case model(any Error)
  /// A file could not be read or written.
  case file(GameFileError)
  /// A file holds no text that can be used here.
  case noText(path: String)
  /// A file that holds what it should not; the sentence says what and where.
  case content(path: String, any Error)

  /// Whether there is no model at all.
  var isWithoutModel: Bool { if case .noModel = self { true } else { false } }

  /// What happened, in a sentence.
  func sentence(_ say: Catalog) -> String {
    switch self {
    case .noModel(let error): say(ShellText.noModel, "\(error)")
    case .model(let error): say(ShellText.modelFailed, "\(error)")
    case .file(let error): say.sentence(error)
    case .noText(let path): say(ShellText.noText, path)
    case .content(let path, let error): say(ShellText.badContent, path, "\(error)")
    }
  }
}
