extension TrainingOptions {
  /// Checks that every value makes sense.
  func check() throws(TrainingError) {
    try Self.check("steps", steps, in: 1...Int.max)
    try Self.check("tokensPerBatch", tokensPerBatch, in: 1...1 << 24)
    try Self.check("batchesPerStep", batchesPerStep, in: 1...1 << 20)
    try Self.check("dropout", dropout, in: 0...0.95)
    try Self.check("outcomeWeight", outcomeWeight, in: 0...1e6)
    try Self.check("plainWeight", plainWeight, in: 0...1e6)
    try optimizer.check()
    try schedule.check()
    try techniques.check()
    try Self.check("keeping.minutesPerCheckpoint", keeping.minutesPerCheckpoint, in: 0...1e6)
    try Self.check("keeping.stepsPerValidation", keeping.stepsPerValidation, in: 0...Int.max)
    try Self.check("keeping.validationBatches", keeping.validationBatches, in: 1...1 << 20)
    try Self.check("keeping.stepsPerLogRow", keeping.stepsPerLogRow, in: 1...Int.max)
    try Self.check("keeping.spikeLimit", keeping.spikeLimit, in: 0...1e6)
  }

  static func check<Value: Comparable>(
    _ name: String, _ value: Value, in range: ClosedRange<Value>
  ) throws(TrainingError) {
    guard range.contains(value) else {
      throw .option(
        name: name, found: "\(value)", expected: "from \(range.lowerBound) to \(range.upperBound)")
    }
  }
}

extension OptimizerOptions {
  func check() throws(TrainingError) {
    try TrainingOptions.check("optimizer.rate", rate, in: 0...100)
    try TrainingOptions.check("optimizer.beta1", beta1, in: 0...0.9999)
    try TrainingOptions.check("optimizer.beta2", beta2, in: 0...0.999999)
    try TrainingOptions.check("optimizer.epsilon", epsilon, in: 1e-30...1)
    try TrainingOptions.check("optimizer.weightDecay", weightDecay, in: 0...10)
    try TrainingOptions.check("optimizer.muonRate", muonRate, in: 0...100)
    try TrainingOptions.check("optimizer.muonMomentum", muonMomentum, in: 0...0.9999)
    try TrainingOptions.check("optimizer.muonWeightDecay", muonWeightDecay, in: 0...10)
    try TrainingOptions.check("optimizer.clip", clip, in: 0...1e6)
  }
}

extension Schedule {
  func check() throws(TrainingError) {
    switch self {
    case .constant(let warmUp):
      try TrainingOptions.check("schedule.warmUp", warmUp, in: 0...1)
    case .cosine(let warmUp, let floor):
      try TrainingOptions.check("schedule.warmUp", warmUp, in: 0...1)
      try TrainingOptions.check("schedule.floor", floor, in: 0...1)
    case .warmUpStableDecay(let warmUp, let decay):
      try TrainingOptions.check("schedule.warmUp", warmUp, in: 0...1)
      try TrainingOptions.check("schedule.decay", decay, in: 0...1)
    }
  }
}

extension TechniqueOptions {
  func check() throws(TrainingError) {
    try TrainingOptions.check("techniques.averageDecay", averageDecay, in: 0...0.999999)
    try TrainingOptions.check("techniques.lookaheadSteps", lookaheadSteps, in: 0...Int.max)
    try TrainingOptions.check("techniques.lookaheadShare", lookaheadShare, in: 0...1)
    try TrainingOptions.check("techniques.floodLevel", floodLevel, in: 0...1e3)
    try TrainingOptions.check("techniques.adversarialRadius", adversarialRadius, in: 0...1e3)
    try TrainingOptions.check("techniques.replacementRate", replacementRate, in: 0...1)
    try TrainingOptions.check("techniques.sparseSoftmax", sparseSoftmax, in: 0...Int.max)
  }
}
