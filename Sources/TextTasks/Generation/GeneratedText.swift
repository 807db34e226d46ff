/// Why a text ended.
public enum EndReason: Sendable, Hashable, CustomStringConvertible {
  /// The model wrote the token that ends texts.
  case endToken(Int)
  /// This text came, one of those that should end it.
  case stop(String)
  /// It has as many tokens as it may.
  case limit
  /// It ran in circles of `period` tokens; `nil` where it had little new without an exact period.
  case loop(period: Int?)
  /// The model's context is full, and should not slide.
  case contextFull

  /// One word for programs: `end`, `stop`, `limit`, `loop`, `context`.
  public var name: String {
    switch self {
    case .endToken: "end"
    case .stop: "stop"
    case .limit: "limit"
    case .loop: "loop"
    case .contextFull: "context"
    }
  }

  /// A phrase for people.
  public var description: String {
    switch self {
    case .endToken: "the model ended it"
    case .stop(let text): "'\(text)' came"
    case .limit: "it has as many tokens as it may"
    case .loop(let period?): "it repeated the same \(period == 1 ? "token" : "\(period) tokens")"
    case .loop(nil): "it went on with hardly anything new"
    case .contextFull: "the model's context is full"
    }
  }
}

/// A token that was chosen.
public struct TokenChoice: Sendable, Hashable {
  /// A token that could have been.
  public struct Alternative: Sendable, Hashable {
    /// Its id.
    public let token: Int
    /// The logarithm of its probability, in nats.
    public let logProbability: Double
  }

  /// Its id.
  public let token: Int
  /// The logarithm of the probability the model gave it, in nats, before any step of sampling; `nil` if not asked for.
  public let logProbability: Double?
  /// The most likely tokens there, the first the likeliest.
  public let alternatives: [Alternative]

  init(_ token: Int, logits: [Float], alternatives count: Int?) {
    self.token = token
    guard let count else {
      logProbability = nil
      alternatives = []
      return
    }
    let probabilities = LogProbabilities(logits)
    logProbability = probabilities[token]
    alternatives = probabilities.top(count)
  }
}

/// A text that was written.
public struct GeneratedText: Sendable, Hashable {
  /// The text, without the stop string that ended it.
  public let text: String
  /// Its tokens, the one that ended it included.
  public let tokens: [TokenChoice]
  /// Why it ended.
  public let end: EndReason
  /// What a search ranked it by; `nil` where tokens were drawn.
  public let score: Double?
}
