/// One step on the way from a model's logits to the next token: drops candidates or changes their logits.
///
/// Parameters are checked by a step's initialiser, so that applying it cannot fail. The description is how
/// the step shows in that of its ``SamplerChain``.
public protocol LogitsStep: Sendable, CustomStringConvertible {
  /// Drops candidates or changes their logits.
  func apply(_ candidates: inout Candidates)
}

/// A parameter of a step is out of its range.
public struct SamplingError: Error, Hashable, CustomStringConvertible {
  /// The parameter, by the name users know.
  public let parameter: String
  /// What was given.
  public let value: String
  /// What would be right.
  public let expected: String

  /// One sentence: which parameter, what was given, what would be right.
  public var description: String { "\(parameter): \(value) is out of range, it should be \(expected)" }

  init(_ parameter: String, _ value: some CustomStringConvertible, _ expected: String) {
    self.parameter = parameter
    self.value = value.description
    self.expected = expected
  }
}
