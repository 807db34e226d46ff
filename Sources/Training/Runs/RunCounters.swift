/// Where a run stands, beside its weights.
struct RunCounters: Sendable, Hashable {
  /// The steps done.
  var step = 0
  /// The sequences of the source that were used.
  var cursor = 0
  /// The tokens that were trained on.
  var tokens = 0
  /// A running mean of the loss, against which spikes show.
  var meanLoss: Double?
  /// The lowest validation loss.
  var bestLoss: Double?
  /// The seconds spent, over all sittings.
  var seconds = 0.0

  init() {}

  /// The counters as texts of a checkpoint.
  ///
  /// Swift writes numbers so that reading gives the same bits.
  var metadata: [(String, String)] {
    [
      ("step", "\(step)"), ("cursor", "\(cursor)"), ("tokens", "\(tokens)"), ("seconds", "\(seconds)"),
    ] + (meanLoss.map { [("mean_loss", "\($0)")] } ?? []) + (bestLoss.map { [("best_loss", "\($0)")] } ?? [])
  }

  /// The counters a checkpoint's texts state.
  init(metadata: [String: String], file: String) throws(TrainingError) {
    step = try Self.count("step", metadata, file)
    cursor = try Self.count("cursor", metadata, file)
    tokens = try Self.count("tokens", metadata, file)
    seconds = try Self.number("seconds", metadata, file) ?? 0
    meanLoss = try Self.number("mean_loss", metadata, file)
    bestLoss = try Self.number("best_loss", metadata, file)
  }

  private static func count(_ name: String, _ metadata: [String: String], _ file: String)
    throws(TrainingError) -> Int
  {
    guard let text = metadata[name], let count = Int(text), count >= 0 else {
      throw .malformed(
        file: file, problem: "\(name) is \(metadata[name] ?? "missing"), a count should be there")
    }
    return count
  }

  private static func number(
    _ name: String, _ metadata: [String: String], _ file: String
  ) throws(TrainingError) -> Double? {
    guard let text = metadata[name] else { return nil }
    guard let number = Double(text), number.isFinite else {
      throw .malformed(file: file, problem: "\(name) is \(text), a number should be there")
    }
    return number
  }
}
