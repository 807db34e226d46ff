/// The sequences of one training step, one after another without padding.
///
/// T tokens in S sequences. Every array is checked once, by ``TrainingBatch/init(tokens:positions:featureOffsets:features:sequenceStarts:prefixLengths:targets:weights:outcomes:)``;
/// whether tokens and features exist in a model is for the model to check.
public struct TrainingBatch: Sendable, Hashable {
  /// The token ids, [T].
  public let tokens: [Int32]
  /// Each token's place: its rotary angle or its row of learned positions, [T].
  public let positions: [Int32]
  /// Where the features of each token begin in ``features``, [T + 1].
  public let featureOffsets: [Int32]
  /// The rows of the state embedding that are added to the tokens, ascending for each token.
  public let features: [Int32]
  /// Where each sequence begins, and the end, [S + 1].
  public let sequenceStarts: [Int32]
  /// How many first tokens of each sequence are seen by all its tokens, [S]; 0 is causal throughout.
  public let prefixLengths: [Int32]
  /// The token that should follow each, or -1 where nothing is asked, [T].
  public let targets: [Int32]
  /// How much each target's loss counts, [T].
  public let weights: [Float]
  /// The class the outcome head should give at each token, or -1 where nothing is asked, [T].
  public let outcomes: [Int32]
  /// What is known of the tokens that may follow; empty where no token has candidates.
  public let candidates: CandidateRows
  /// The targets that are shared by several tokens; empty where none is.
  ///
  /// Such a target has one of its tokens in ``targets`` too.
  public let softTargets: SoftTargets

  /// The number of tokens.
  public var tokenCount: Int { tokens.count }
  /// The number of targets.
  public var targetCount: Int { targets.count { $0 >= 0 } }

  /// A batch of arrays that fit together.
  public init(
    tokens: [Int32], positions: [Int32], featureOffsets: [Int32], features: [Int32],
    sequenceStarts: [Int32], prefixLengths: [Int32], targets: [Int32], weights: [Float], outcomes: [Int32],
    candidates: CandidateRows = CandidateRows(), softTargets: SoftTargets = SoftTargets()
  ) {
    let count = tokens.count
    precondition(
      [positions.count, targets.count, weights.count, outcomes.count].allSatisfy { $0 == count }
        && featureOffsets.count == count + 1 && Int(featureOffsets[count]) == features.count,
      "a training batch of \(count) tokens has arrays of other lengths")
    precondition(
      sequenceStarts.first == 0 && sequenceStarts.last == Int32(count)
        && zip(sequenceStarts, sequenceStarts.dropFirst()).allSatisfy(<)
        && prefixLengths.count == sequenceStarts.count - 1,
      "the sequences of a training batch should begin one after another and end with it")
    self.tokens = tokens
    self.positions = positions
    self.featureOffsets = featureOffsets
    self.features = features
    self.sequenceStarts = sequenceStarts
    self.prefixLengths = prefixLengths
    self.targets = targets
    self.weights = weights
    self.outcomes = outcomes
    self.candidates = candidates
    self.softTargets = softTargets
    precondition(
      candidates.isEmpty || candidates.offsets.count == count + 1,
      "a training batch of \(count) tokens has candidates of \(candidates.offsets.count - 1)")
    precondition(
      softTargets.isEmpty || softTargets.offsets.count == count + 1,
      "a training batch of \(count) tokens has soft targets of \(softTargets.offsets.count - 1)")
  }
}

/// The candidates of the tokens of a batch, one list behind another.
///
/// N candidates with M features in all.
public struct CandidateRows: Sendable, Hashable {
  /// Where the candidates for what follows each token begin, [T + 1].
  public private(set) var offsets: [Int32] = [0]
  /// The candidate tokens, [N].
  public private(set) var tokens: [Int32] = []
  /// Where the features of each candidate begin, [N + 1].
  public private(set) var featureOffsets: [Int32] = [0]
  /// Rows of the candidate head's embedding, [M].
  public private(set) var features: [Int32] = []

  /// No token, so no candidates.
  public init() {}

  /// Whether there are none.
  public var isEmpty: Bool { tokens.isEmpty }

  /// Adds a candidate for what follows the next token.
  public mutating func add(_ token: Int, features append: (inout [Int32]) -> Void) {
    tokens.append(Int32(token))
    append(&features)
    featureOffsets.append(Int32(features.count))
  }

  /// Ends the candidates of a token, of which there may be none.
  public mutating func endToken() { offsets.append(Int32(tokens.count)) }
}
