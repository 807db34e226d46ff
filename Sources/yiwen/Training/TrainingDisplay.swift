import Training

/// How a run goes, on standard error: on a terminal one line, redrawn, with a small curve of the loss; elsewhere a line
/// at each validation and every half minute.
struct TrainingDisplay {
  private static let curveWidth = 24

  private let visible: Bool
  private var curve = LossCurve(width: curveWidth)
  private var lastDrawn = -Double.infinity
  private var lastValidation: Int?

  init(visible: Bool) {
    self.visible = visible
  }

  mutating func show(_ progress: TrainingProgress) {
    curve.add(progress.loss, at: progress.step, of: progress.steps)
    let now = monotonicSeconds()
    let isNewValidation = progress.validation.map { $0.step != lastValidation } ?? false
    lastValidation = progress.validation?.step ?? lastValidation
    if visible {
      if isNewValidation, let validation = progress.validation {
        printError("\r\u{1B}[K" + Self.line(validation))
      }
      guard now - lastDrawn >= 0.25 || isNewValidation else { return }
      printError("\r\u{1B}[K" + Self.line(progress) + "  " + curve.description, terminator: "")
    } else {
      guard now - lastDrawn >= 30 || isNewValidation else { return }
      printError(Self.line(progress))
      if isNewValidation, let validation = progress.validation { printError(Self.line(validation)) }
    }
    lastDrawn = now
  }

  /// Removes the line.
  func finish() {
    if visible { printError("\r\u{1B}[K", terminator: "") }
  }

  static func line(_ progress: TrainingProgress) -> String {
    var text = "\(progress.step)/\(progress.steps)  loss \(progress.loss.fixed(3))"
    if let outcome = progress.outcomeLoss { text += "  outcome \(outcome.fixed(3))" }
    text += "  \(progress.tokensPerSecond.fixed(0)) tokens/s  ETA \(Progress.clock(progress.secondsLeft))"
    return text
  }

  static func line(_ validation: TrainingProgress.Validation) -> String {
    var text = "\(validation.step)  valid \(validation.loss.fixed(4))"
    if let outcome = validation.outcomeLoss { text += "  outcome \(outcome.fixed(4))" }
    return validation.isBest ? text + "  best" : text
  }
}

/// The loss over the run in a line of block characters: the mean of each part of the steps, the highest full.
struct LossCurve: CustomStringConvertible {
  private var sums: [Double]
  private var counts: [Int]

  init(width: Int) {
    sums = Array(repeating: 0, count: width)
    counts = Array(repeating: 0, count: width)
  }

  /// Adds the loss after `step` of `steps` steps.
  mutating func add(_ loss: Double, at step: Int, of steps: Int) {
    guard loss.isFinite, steps > 0 else { return }
    let place = min(max(0, (step - 1) * sums.count / steps), sums.count - 1)
    sums[place] += loss
    counts[place] += 1
  }

  var description: String {
    let means = zip(sums, counts).map { $1 == 0 ? nil : $0 / Double($1) }
    let known = means.compactMap(\.self)
    guard let low = known.min(), let high = known.max() else { return "" }
    let blocks = Array("▁▂▃▄▅▆▇█")
    return String(
      means.map { mean in
        guard let mean else { return " " }
        return blocks[high > low ? Int(((mean - low) / (high - low) * 7).rounded()) : 0]
      })
  }
}
