/// Divides the logits: below 1 the likely become likelier, above 1 the distribution flattens.
///
/// 1 changes nothing; 0 keeps the most likely token alone.
public struct Temperature: LogitsStep {
  /// The divisor.
  public let value: Double

  /// A temperature of 0, or from 0.001 to 1000.
  public init(_ value: Double) throws(SamplingError) {
    guard value == 0 || (0.001...1000).contains(value) else {
      throw SamplingError("temperature", value, "0 or from 0.001 to 1000")
    }
    self.value = value
  }

  /// The most likely token alone.
  static let zero = Temperature(unchecked: 0)

  private init(unchecked value: Double) { self.value = value }

  /// Divides the logits by the temperature.
  public func apply(_ candidates: inout Candidates) {
    if value == 0 {
      candidates.keepBest()
    } else if value != 1 {
      for index in candidates.entries.indices { candidates.entries[index].logit /= Float(value) }
    }
  }

  /// `temperature` and its value.
  public var description: String { "temperature \(value)" }
}
