/// What a decoder is given at one place of a stream.
public struct TokenInput: Sendable, Hashable {
  /// The token's id.
  public let token: Int32
  /// The facts that hold after this token: rows of the state embedding that are added to the token's.
  ///
  /// Their order does not matter; none may occur twice.
  public let features: [Int32]

  /// A token with the facts that hold after it.
  public init(token: Int32, features: [Int32] = []) {
    self.token = token
    self.features = features
  }
}

/// What a decoder answers at one place of a stream.
public struct DecoderOutput: Sendable, Hashable {
  /// A logit for every token of the vocabulary.
  public let logits: [Float]
  /// The logits of the outcome head (for the xiangqi model Red wins, draw, Black wins), empty without one.
  public let outcome: [Float]
  /// What the heads read, [width]: the stream behind the last norm; empty unless it was asked for.
  public let state: [Float]
  /// What the candidate head makes of the same, [candidateWidth]: its part of the scores that is common to all
  /// candidates; empty without such a head.
  var candidateState: [Float] = []
}
