internal import LanguageModel

extension TrainingBatch {
  /// Checks that a model has a place for everything in the batch.
  func check(for c: DecoderConfig) throws(TrainingError) {
    try Self.check(tokens, "token", in: 0..<c.vocabularySize)
    try Self.check(positions, "position", in: 0..<c.maximumLength)
    try Self.check(features, "fact", in: 0..<c.stateFacts)
    try Self.check(targets, "target", in: -1..<c.vocabularySize)
    try Self.check(outcomes, "outcome", in: -1..<c.outcomes)
    try Self.check(candidates.tokens, "candidate", in: 0..<c.vocabularySize)
    try Self.check(candidates.features, "feature of a candidate", in: 0..<c.candidateFeatures)
    try Self.check(softTargets.tokens, "soft target", in: 0..<c.vocabularySize)
    guard softTargets.probabilities.allSatisfy({ (0...1).contains($0) }) else {
      throw .batch(problem: "the probabilities of a soft target should be from 0 to 1")
    }
    guard featureOffsets.first == 0, zip(featureOffsets, featureOffsets.dropFirst()).allSatisfy(<=) else {
      throw .batch(problem: "the facts of each token should begin where those of the one before end")
    }
    guard weights.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
      throw .batch(problem: "a target's weight should be a number from 0")
    }
    let longest = c.mask == .prefix ? Int32.max : 1
    guard let wrong = prefixLengths.first(where: { $0 < 0 || $0 > longest }) else { return }
    throw .batch(problem: "a prefix of \(wrong) tokens needs a model with the prefix mask")
  }

  private static func check(_ ids: [Int32], _ kind: String, in range: Range<Int>) throws(TrainingError) {
    guard let wrong = ids.first(where: { !range.contains(Int($0)) }) else { return }
    throw .batch(problem: "the \(kind) \(wrong) is none of the model's \(range.upperBound)")
  }
}
