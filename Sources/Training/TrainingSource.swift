/// Where training sequences come from.
///
/// A source keeps no place of its own: the same cursor gives the same batch for ever, so that a run that
/// goes on after a stop sees what it would have seen.
public protocol TrainingSource: Sendable {
  /// The number of sequences of one pass over the data.
  var epochLength: Int { get }

  /// The sequences from `cursor` on, as many whole ones as `tokenLimit` tokens hold, at least one.
  ///
  /// - Parameters:
  ///   - cursor: How many sequences were given out before, over all passes.
  ///   - tokenLimit: The most tokens of the batch.
  /// - Returns: The batch and the cursor of the next.
  func batch(at cursor: Int, tokenLimit: Int) -> (batch: TrainingBatch, next: Int)
}
