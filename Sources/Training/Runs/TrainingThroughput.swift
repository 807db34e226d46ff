public import LanguageModel

/// The speed of training steps on random tokens, for `yiwen bench train`.
public struct TrainingThroughput: Sendable, Hashable {
  /// The tokens of a step.
  public let tokensPerStep: Int
  /// The number of weights.
  public let parameterCount: Int
  /// The seconds of each measured step.
  public let seconds: [Double]

  /// Trains a random model of `config` for `warmUp` + `steps` steps on one batch of random sequences.
  ///
  /// - Parameters:
  ///   - config: The model.
  ///   - options: Of them only the optimizer, the products, the dropout and the techniques matter.
  ///   - sequences: The number of sequences.
  ///   - length: The tokens of each.
  ///   - factsPerToken: The rows of the state embedding added to each token.
  ///   - warmUp: The steps before those that are measured.
  ///   - steps: The steps that are measured.
  ///   - threads: The threads of the arithmetic, by default one a core.
  ///   - clock: The seconds since some moment.
  /// - Returns: The seconds of the measured steps.
  /// - Throws: ``TrainingError/option(name:found:expected:)`` for options that make no sense.
  public static func measure(
    config: DecoderConfig, options: TrainingOptions, sequences: Int, length: Int, factsPerToken: Int = 0,
    warmUp: Int = 1, steps: Int = 3, threads: Int? = nil, clock: () -> Double = MonotonicClock.seconds
  ) throws(TrainingError) -> TrainingThroughput {
    try options.check()
    let trainer = try Trainer(
      config: config, options: options, compute: .training(threads: threads, products: options.products)
    ) {
      Initialisation.fill(
        $0, layout: $1, config: config, seed: options.seed,
        orthogonal: options.techniques.orthogonalInitialisation)
    }
    let batch = randomBatch(
      config: config, seed: options.seed, sequences: sequences, length: length, factsPerToken: factsPerToken)
    var seconds: [Double] = []
    for index in 0..<warmUp + steps {
      let start = clock()
      trainer.apply(try trainer.differentiate([batch]))
      if index >= warmUp { seconds.append(clock() - start) }
    }
    return TrainingThroughput(
      tokensPerStep: batch.tokenCount, parameterCount: trainer.layout.parameterCount, seconds: seconds)
  }

  /// Sequences of equal length in which every token is a target, and an outcome where the model has them.
  static func randomBatch(
    config: DecoderConfig, seed: UInt64, sequences: Int, length: Int, factsPerToken: Int
  ) -> TrainingBatch {
    precondition(sequences > 0 && length > 0, "a batch of \(sequences) sequences of \(length) tokens")
    var generator = SeededGenerator(seed: seed)
    let count = sequences * length
    func random(_ bound: Int) -> Int32 { Int32.random(in: 0..<Int32(bound), using: &generator) }
    let facts = min(factsPerToken, config.stateFacts)
    var features: [Int32] = []
    for _ in 0..<count {
      // One in each of as many equal parts of the facts: distinct and ascending.
      for part in 0..<facts {
        let (low, high) = (part * config.stateFacts / facts, (part + 1) * config.stateFacts / facts)
        features.append(Int32(low) + random(high - low))
      }
    }
    return TrainingBatch(
      tokens: (0..<count).map { _ in random(config.vocabularySize) },
      positions: (0..<count).map { Int32($0 % length) },
      featureOffsets: (0...count).map { Int32($0 * facts) }, features: features,
      sequenceStarts: (0...sequences).map { Int32($0 * length) },
      prefixLengths: [Int32](repeating: 0, count: sequences),
      targets: (0..<count).map { _ in random(config.vocabularySize) },
      weights: [Float](repeating: 1, count: count),
      outcomes: (0..<count).map { _ in config.outcomes > 0 ? random(config.outcomes) : -1 })
  }
}
