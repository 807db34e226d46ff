internal import Kernels
internal import ModelFiles

/// Tokens of which something is known beside the sequence, such as the legal moves of a position.
public struct CandidateTokens: Sendable, Hashable {
  /// The tokens, each once.
  public private(set) var tokens: [Int32] = []
  /// Where the features of each token begin in ``features``, one more than tokens.
  public private(set) var featureOffsets: [Int32] = [0]
  /// What is known of each token: rows of the candidate head's embedding.
  public private(set) var features: [Int32] = []

  /// No candidates.
  public init() {}

  /// Adds a token whose features `append` adds.
  public mutating func add(_ token: Int32, features append: (inout [Int32]) -> Void) {
    tokens.append(token)
    append(&features)
    featureOffsets.append(Int32(features.count))
  }
}

/// The head that scores candidates: a small network over the features of each and the hidden state.
///
/// After Cheng et al. 2016, "Wide & Deep Learning for Recommender Systems".
///
/// score = w · gelu(sum of the features' embeddings + projection · hidden state). A candidate's score is added to its
/// logit; all other tokens get the gate, a learned number that says how little they count beside candidates.
struct CandidateHead: Sendable {
  /// [features, units].
  let embedding: Tensor
  /// [units, width].
  let projection: Tensor
  /// [1, units].
  let score: Tensor
  let gate: Float

  init(from source: inout TensorSource, config c: DecoderConfig) throws(ModelError) {
    embedding = try source.take("candidate_head.embed", [c.candidateFeatures, c.candidateWidth])
    projection = try source.take("candidate_head.project", [c.candidateWidth, c.width])
    score = try source.take("candidate_head.score", [1, c.candidateWidth])
    gate = try source.take("candidate_head.gate", [1]).numbers[0]
  }
}

extension Decoder {
  /// Whether the model has a candidate head.
  public var scoresCandidates: Bool { weights.candidates != nil }

  /// What is added to the logits of tokens that are no candidates, where there are candidates; 0 without a head.
  public var candidateGate: Float { weights.candidates?.gate ?? 0 }

  /// What the features of some candidates add to the logits of an output.
  ///
  /// - Parameters:
  ///   - output: An output of this decoder.
  ///   - candidates: The tokens with their features, which must be rows of the head's embedding.
  /// - Returns: A number for each candidate; zeros where the model has no candidate head.
  public func candidateScores(_ output: DecoderOutput, _ candidates: CandidateTokens) -> [Float] {
    let count = candidates.tokens.count
    guard let head = weights.candidates, count > 0 else { return [Float](repeating: 0, count: count) }
    let units = config.candidateWidth
    precondition(output.candidateState.count == units, "an output of another decoder")
    precondition(
      candidates.features.allSatisfy { (0..<config.candidateFeatures).contains(Int($0)) },
      "a candidate has a feature that is none of the head's \(config.candidateFeatures)")
    var hidden: [Float] = []
    hidden.reserveCapacity(count * units)
    for _ in 0..<count { hidden.append(contentsOf: output.candidateState) }
    for row in 0..<count {
      for index in candidates.featureOffsets[row]..<candidates.featureOffsets[row + 1] {
        compute.addRow(
          Int(candidates.features[Int(index)]), of: head.embedding.bytes, head.embedding.format,
          columns: units,
          to: &hidden, row: row)
      }
    }
    compute.applyGELU(&hidden)
    return product(hidden, head.score, rows: count)
  }
}
