internal import LanguageModel

/// Replaces some inputs by tokens from elsewhere in the batch, against exposure bias.
///
/// A model should learn to go on after its own mistakes too, not only after what people wrote (Zhang et al.
/// 2019, "Bridging the Gap between Training and Inference for Neural Machine Translation", here with
/// replacements at random).
enum InputReplacement {
  /// A batch with a share `rate` of its inputs replaced; targets stay, and so do the prefix and the first
  /// token of each sequence.
  static func apply(_ batch: TrainingBatch, rate: Float, seed: UInt64) -> TrainingBatch {
    guard rate > 0 else { return batch }
    var generator = SeededGenerator(seed: seed)
    var tokens = batch.tokens
    for sequence in batch.prefixLengths.indices {
      let start = Int(batch.sequenceStarts[sequence])
      let end = Int(batch.sequenceStarts[sequence + 1])
      let free = start + max(1, Int(batch.prefixLengths[sequence]))
      guard free < end else { continue }
      for index in free..<end where Float.random(in: 0..<1, using: &generator) < rate {
        tokens[index] = batch.tokens[Int.random(in: 0..<batch.tokenCount, using: &generator)]
      }
    }
    return TrainingBatch(
      tokens: tokens, positions: batch.positions, featureOffsets: batch.featureOffsets,
      features: batch.features, sequenceStarts: batch.sequenceStarts, prefixLengths: batch.prefixLengths,
      targets: batch.targets, weights: batch.weights, outcomes: batch.outcomes,
      candidates: batch.candidates, softTargets: batch.softTargets)
  }
}
