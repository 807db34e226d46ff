import LanguageModel

@testable import Training

extension TrainingBatch {
  /// The same but for what is given.
  func with(
    tokens: [Int32]? = nil, targets: [Int32]? = nil, candidates: CandidateRows? = nil,
    softTargets: SoftTargets? = nil
  ) -> TrainingBatch {
    TrainingBatch(
      tokens: tokens ?? self.tokens, positions: positions, featureOffsets: featureOffsets, features: features,
      sequenceStarts: sequenceStarts, prefixLengths: prefixLengths, targets: targets ?? self.targets,
      weights: weights, outcomes: outcomes, candidates: candidates ?? self.candidates,
      softTargets: softTargets ?? self.softTargets)
  }

  /// The same with soft targets in place of most plain ones, and entries behind tokens that are not asked for anything.
  func softened(vocabulary: Int, seed: UInt64) -> TrainingBatch {
    var generator = SeededGenerator(seed: seed)
    var soft = SoftTargets()
    for (row, target) in targets.enumerated() {
      let first = target >= 0 ? Int(target) : 0
      let powers = (0..<row % 5).map { _ in Float.random(in: 0.1...1, using: &generator) }
      for (index, power) in powers.enumerated() {
        soft.add((first + index * 3) % vocabulary, probability: power / powers.reduce(0, +))
      }
      soft.endToken()
    }
    return with(softTargets: soft)
  }
}

extension LossSums {
  /// What a run with those options descends.
  func objective(_ options: TrainingOptions) -> Double {
    objective(outcomeWeight: options.outcomeWeight, plainWeight: options.plainWeight)
  }
}

extension Decoder {
  /// The answers behind all tokens of a batch without prefixes.
  func outputs(_ batch: TrainingBatch) throws -> [DecoderOutput] {
    try zip(batch.sequenceStarts, batch.sequenceStarts.dropFirst()).flatMap { start, end in
      let inputs = (Int(start)..<Int(end)).map { token in
        let facts = Int(batch.featureOffsets[token])..<Int(batch.featureOffsets[token + 1])
        return TokenInput(token: batch.tokens[token], features: Array(batch.features[facts]))
      }
      return try advance([.init(session: Session(self), inputs: inputs)], outputs: .all)[0]
    }
  }
}
