internal import Training

/// A training batch as it grows, token by token.
struct BatchBuilder {
  private var tokens: [Int32] = []
  private var positions: [Int32] = []
  private var featureOffsets: [Int32] = [0]
  private var features: [Int32] = []
  private var sequenceStarts: [Int32] = [0]
  private var prefixLengths: [Int32] = []
  private var targets: [Int32] = []
  private var weights: [Float] = []
  private var outcomes: [Int32] = []
  private var candidates = CandidateRows()
  private var softTargets = SoftTargets()

  /// The number of tokens so far.
  var count: Int { tokens.count }

  /// Adds a token whose facts `facts` appends.
  ///
  /// `target` is the token that should follow, if something is asked; `softTarget` are all that may follow with their
  /// probabilities, `target` among them, and none where it is the only one.
  mutating func add(
    token: Int, position: Int, target: Int? = nil,
    softTarget: [(token: Int, probability: Float)] = [], weight: Float = 1, outcome: Int? = nil,
    facts: (inout [Int32]) -> Void = { _ in },
    candidates addCandidates: (inout CandidateRows) -> Void = { _ in }
  ) {
    tokens.append(Int32(token))
    positions.append(Int32(position))
    targets.append(Int32(target ?? -1))
    weights.append(target == nil ? 0 : weight)
    outcomes.append(Int32(outcome ?? -1))
    if target != nil { addCandidates(&candidates) }
    candidates.endToken()
    for entry in softTarget { softTargets.add(entry.token, probability: entry.probability) }
    softTargets.endToken()
    facts(&features)
    featureOffsets.append(Int32(features.count))
  }

  /// Ends the sequence of the tokens added since the last one.
  mutating func endSequence(prefix: Int = 0) {
    sequenceStarts.append(Int32(tokens.count))
    prefixLengths.append(Int32(prefix))
  }

  var batch: TrainingBatch {
    TrainingBatch(
      tokens: tokens, positions: positions, featureOffsets: featureOffsets, features: features,
      sequenceStarts: sequenceStarts, prefixLengths: prefixLengths, targets: targets, weights: weights,
      outcomes: outcomes, candidates: candidates, softTargets: softTargets)
  }
}

/// A source that gives out its sequences one at a time.
protocol SequenceSource: TrainingSource {
  /// Adds the sequence whose turn it is at `cursor`, unless the batch would be longer than the limit.
  ///
  /// - Returns: Whether it was added.
  func add(_ cursor: Int, to builder: inout BatchBuilder, tokenLimit: Int?) -> Bool
}

extension SequenceSource {
  /// The sequences from `cursor` on, none of the next pass.
  public func batch(at cursor: Int, tokenLimit: Int) -> (batch: TrainingBatch, next: Int) {
    var builder = BatchBuilder()
    var next = cursor
    repeat {
      guard add(next, to: &builder, tokenLimit: next == cursor ? nil : tokenLimit) else { break }
      next += 1
    } while next % epochLength != 0
    return (builder.batch, next)
  }
}
