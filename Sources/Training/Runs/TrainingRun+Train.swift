extension TrainingRun {
  /// The steps over which the running mean of the loss forgets, and before which no loss is a spike.
  private static let meanSteps = 20

  /// Trains until the planned steps are done or `stop` says so.
  ///
  /// The state is saved every few minutes and at the end. When a loss is not finite or far above the mean of
  /// those before it, nothing more is saved and the error names the last good state.
  ///
  /// - Parameters:
  ///   - source: The training sequences.
  ///   - validation: The sequences of the validations, whose first batches are looked at.
  ///   - clock: The seconds since some moment, for speeds and the time of checkpoints.
  ///   - stop: Asked before every step; true saves the state and ends.
  ///   - progress: Told after every step.
  /// - Returns: Whether all steps are done.
  /// - Throws: ``TrainingError`` for a batch the model has no place for, a file that cannot be written, and a
  ///   loss out of range.
  public func train(
    on source: any TrainingSource, validation: (any TrainingSource)?,
    clock: () -> Double = MonotonicClock.seconds, stop: () -> Bool,
    progress: (TrainingProgress) -> Void
  ) throws(TrainingError) -> Ending {
    var savedAt = clock()
    var lastAt = savedAt
    var speed: Double?
    while counters.step < options.steps {
      if stop() {
        try save()
        return .stopped
      }
      let (losses, tokens) = try advance(on: source)
      let now = clock()
      let seconds = max(now - lastAt, 1e-9)
      lastAt = now
      counters.seconds += seconds
      speed = speed.map { $0 + 0.1 * (Double(tokens) / seconds - $0) } ?? Double(tokens) / seconds
      try logStep(losses, tokensPerSecond: Double(tokens) / seconds)
      if isTimeToValidate, let validation { try validate(on: validation) }
      progress(report(losses, tokens: tokens, speed: speed ?? 0))
      lastAt = clock()
      if lastAt - savedAt >= 60 * options.keeping.minutesPerCheckpoint, counters.step < options.steps {
        try save()
        lastAt = clock()
        savedAt = lastAt
      }
    }
    try save()
    return .finished
  }

  /// One step: the batches from the cursor on, their gradients, the weights.
  private func advance(
    on source: any TrainingSource
  ) throws(TrainingError) -> (losses: Trainer.Losses, tokens: Int) {
    var batches: [TrainingBatch] = []
    var cursor = counters.cursor
    for _ in 0..<options.batchesPerStep {
      let (batch, next) = source.batch(at: cursor, tokenLimit: options.tokensPerBatch)
      batches.append(batch)
      cursor = next
    }
    let losses = try trainer.differentiate(batches)
    try checkRange(of: losses)
    trainer.apply(losses)
    let tokens = batches.reduce(0) { $0 + $1.tokenCount }
    counters.step = trainer.step
    counters.cursor = cursor
    counters.tokens += tokens
    let mean = counters.meanLoss ?? losses.sums.tokenMean
    counters.meanLoss = mean + (losses.sums.tokenMean - mean) / Double(Self.meanSteps)
    return (losses, tokens)
  }

  private func checkRange(of losses: Trainer.Losses) throws(TrainingError) {
    let loss = losses.sums.objective(
      outcomeWeight: options.outcomeWeight, plainWeight: options.plainWeight)
    var isGood = loss.isFinite && losses.gradientNorm.isFinite
    let limit = options.keeping.spikeLimit
    if limit > 0, counters.step >= Self.meanSteps, let mean = counters.meanLoss {
      isGood = isGood && losses.sums.tokenMean <= mean + limit
    }
    guard isGood else {
      throw .diverged(
        step: counters.step + 1, loss: loss, expected: counters.meanLoss,
        checkpoint: folder + "/" + Self.checkpointName)
    }
  }

  private var isTimeToValidate: Bool {
    let every = options.keeping.stepsPerValidation
    return counters.step == options.steps || (every > 0 && counters.step % every == 0)
  }

  private func validate(on source: any TrainingSource) throws(TrainingError) {
    var batches: [TrainingBatch] = []
    var cursor = 0
    for _ in 0..<options.keeping.validationBatches where cursor < source.epochLength {
      let (batch, next) = source.batch(at: cursor, tokenLimit: options.tokensPerBatch)
      batches.append(batch)
      cursor = next
    }
    let sums = try trainer.evaluate(batches)
    let isBest = counters.bestLoss.map { sums.tokenMean < $0 } ?? true
    if isBest {
      counters.bestLoss = sums.tokenMean
      try saveModel(to: folder + "/best")
    }
    validation = .init(
      step: counters.step, loss: sums.tokenMean, outcomeLoss: sums.outcomeMean, isBest: isBest)
    var row = TrainingLogRow(step: counters.step)
    row.validationLoss = sums.tokenMean
    row.validationOutcomeLoss = sums.outcomeMean
    row.validationPlainLoss = sums.plainMean
    try log.append(row)
  }

  private func logStep(_ losses: Trainer.Losses, tokensPerSecond: Double) throws(TrainingError) {
    guard counters.step % options.keeping.stepsPerLogRow == 0 else { return }
    var row = TrainingLogRow(step: counters.step)
    row.loss = losses.sums.tokenMean
    row.outcomeLoss = losses.sums.outcomeMean
    row.rate = options.schedule.factor(at: counters.step - 1, of: options.steps)
    row.gradientNorm = losses.gradientNorm
    row.tokens = counters.tokens
    row.tokensPerSecond = tokensPerSecond.rounded()
    try log.append(row)
  }

  private func report(_ losses: Trainer.Losses, tokens: Int, speed: Double) -> TrainingProgress {
    let left = Double(options.steps - counters.step)
    return TrainingProgress(
      step: counters.step, steps: options.steps, loss: losses.sums.tokenMean,
      outcomeLoss: losses.sums.outcomeMean,
      rateFactor: options.schedule.factor(at: counters.step - 1, of: options.steps),
      gradientNorm: losses.gradientNorm, tokensPerSecond: speed,
      secondsLeft: speed > 0 ? left * Double(tokens) / speed : 0, validation: validation)
  }
}

/// Time that only goes forwards.
public enum MonotonicClock {
  private static let start = ContinuousClock.now

  /// The seconds since the first question.
  public static func seconds() -> Double {
    let parts = (ContinuousClock.now - start).components
    return Double(parts.seconds) + Double(parts.attoseconds) * 1e-18
  }
}
