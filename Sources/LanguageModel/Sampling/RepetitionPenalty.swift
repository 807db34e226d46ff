/// Makes tokens that occurred before less likely.
///
/// After Keskar et al. 2019, "CTRL", section 4.1. The paper divides the logit by the penalty; a negative logit is multiplied by it instead, so that it
/// falls too. 1 changes nothing.
public struct RepetitionPenalty: LogitsStep {
  /// What the logits are divided by.
  public let penalty: Double
  /// How many of the latest tokens count, `nil` for all.
  public let window: Int?

  /// A penalty from 0.01 to 100 for the tokens among the latest `window`.
  public init(_ penalty: Double, window: Int? = nil) throws(SamplingError) {
    guard (0.01...100).contains(penalty) else {
      throw SamplingError("repetition-penalty", penalty, "from 0.01 to 100, 1 is off")
    }
    if let window, window < 0 { throw SamplingError("repetition-window", window, "0 or more") }
    self.penalty = penalty
    self.window = window
  }

  /// Lowers the logits of the tokens that occurred, each once however often it did.
  public func apply(_ candidates: inout Candidates) {
    guard penalty != 1 else { return }
    let seen = Set(candidates.history.suffix(window ?? candidates.history.count))
    let divisor = Float(penalty)
    for index in candidates.entries.indices where seen.contains(candidates.entries[index].token) {
      let logit = candidates.entries[index].logit
      candidates.entries[index].logit = logit > 0 ? logit / divisor : logit * divisor
    }
  }

  /// `repetition-penalty`, its value and the window.
  public var description: String {
    "repetition-penalty \(penalty)" + (window.map { " over \($0)" } ?? "")
  }
}
