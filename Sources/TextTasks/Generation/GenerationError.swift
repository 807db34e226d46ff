public import LanguageModel

/// Why a text cannot be written.
public enum GenerationError: Error, Hashable, CustomStringConvertible {
  /// There is no token to begin with.
  case emptyPrompt
  /// The prompt does not fit, and may not be cut.
  case promptTooLong(tokens: Int, context: Int)
  /// An option is out of its range.
  case option(String, value: String, expected: String)
  /// A parameter of sampling is out of its range.
  case sampling(SamplingError)
  /// The decoder refused.
  case decoder(DecoderError)
  /// The model was not trained to fill blanks.
  case noInfilling(missing: String)
  /// What is asked for cannot be written.
  case impossible(String)

  /// One sentence: what was wrong, what would be right.
  public var description: String {
    switch self {
    case .emptyPrompt: "the prompt is empty and the model has no token that texts begin with; give some text"
    case .promptTooLong(let tokens, let context):
      "the prompt has \(tokens) tokens, the model reads \(context) at once; shorten it"
    case .option(let option, let value, let expected):
      "\(option): \(value) is out of range, it should be \(expected)"
    case .sampling(let error): error.description
    case .decoder(let error): error.description
    case .noInfilling(let name): "the model has no token \(name), so it cannot fill blanks; use one that can"
    case .impossible(let reason): reason
    }
  }
}
