/// Lowers the logits of tokens that occurred: a little for each time, and once for having occurred at all.
///
/// The frequency and presence penalties of the OpenAI API (2020), where both are subtracted from the logit:
/// logit - count · frequency - (count > 0 ? presence : 0). 0 changes nothing; negative values reward.
public struct OccurrencePenalty: LogitsStep {
  /// What each occurrence takes from the logit.
  public let frequency: Double
  /// What the first occurrence takes from it besides.
  public let presence: Double
  /// How many of the latest tokens count, `nil` for all.
  public let window: Int?

  /// Penalties from -100 to 100 for the tokens among the latest `window`.
  public init(frequency: Double = 0, presence: Double = 0, window: Int? = nil) throws(SamplingError) {
    guard (-100...100).contains(frequency) else {
      throw SamplingError("frequency-penalty", frequency, "from -100 to 100, 0 is off")
    }
    guard (-100...100).contains(presence) else {
      throw SamplingError("presence-penalty", presence, "from -100 to 100, 0 is off")
    }
    if let window, window < 0 { throw SamplingError("repetition-window", window, "0 or more") }
    self.frequency = frequency
    self.presence = presence
    self.window = window
  }

  /// Subtracts the penalties.
  public func apply(_ candidates: inout Candidates) {
    guard frequency != 0 || presence != 0 else { return }
    var counts: [Int: Int] = [:]
    for token in candidates.history.suffix(window ?? candidates.history.count) {
      counts[token, default: 0] += 1
    }
    for index in candidates.entries.indices {
      guard let count = counts[candidates.entries[index].token] else { continue }
      candidates.entries[index].logit -= Float(Double(count) * frequency + presence)
    }
  }

  /// Both penalties and the window.
  public var description: String {
    "frequency-penalty \(frequency), presence-penalty \(presence)" + (window.map { " over \($0)" } ?? "")
  }
}
