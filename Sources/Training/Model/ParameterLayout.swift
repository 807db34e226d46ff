internal import LanguageModel

/// A tensor of the model: its name in files and its place in an arena.
struct Parameter: Sendable, Hashable {
  /// What a parameter is to the optimizer.
  enum Role: Sendable, Hashable {
    /// A matrix inside a layer.
    case inner
    /// An embedding, a row per token, place or fact.
    case table
    /// A matrix behind the last layer.
    case outer
    /// The weights of a norm.
    case gain
    /// A bias.
    case bias
  }

  /// The name in model folders.
  let name: String
  let region: Region
  let role: Role
  /// Whether files have it transposed: the state embedding, a column per fact there.
  var isTransposedInFiles = false

  /// The shape in files.
  var fileShape: [Int] {
    switch role {
    case .gain, .bias: [region.columns]
    default: isTransposedInFiles ? [region.columns, region.rows] : [region.rows, region.columns]
    }
  }
}

/// Where every parameter of a decoder lies in an arena.
///
/// Matrices are [outputs, inputs] as in LLaMA's files. Those that are multiplied by the same input follow one
/// another, so that they are one matrix too.
struct ParameterLayout: Sendable {
  struct Norm: Sendable {
    let weight: Region
    let bias: Region?
  }

  struct Layer: Sendable {
    let attentionNorm: Norm
    /// [queries + keys + values, width].
    let queryKeyValue: Region
    let queryKeyValueBias: Region?
    let queryNorm, keyNorm: Region?
    let output: Region
    let outputBias: Region?
    let feedForwardNorm: Norm
    /// [gate + up, width], or [up, width].
    let gateUp: Region
    let gateUpBias: Region?
    let down: Region
    let downBias: Region?
  }

  /// The candidate head.
  struct CandidateRegions: Sendable {
    /// [features, units].
    let embedding: Region
    /// [units, width].
    let projection: Region
    /// [1, units].
    let score: Region
    /// One number.
    let gate: Region
  }

  /// In the order of the arena.
  let parameters: [Parameter]
  let embedding: Region
  let positions: Region?
  /// [facts, width].
  let state: Region?
  let layers: [Layer]
  let norm: Norm
  /// [vocabulary, width]; the embedding itself when they are tied.
  let head: Region
  let outcomeHead: Region?
  let candidates: CandidateRegions?
  /// The elements of an arena, gaps between parameters included.
  let count: Int

  /// Whether a parameter is one of the candidate head's.
  func isOfCandidates(_ parameter: Parameter) -> Bool {
    guard let candidates else { return false }
    return [candidates.embedding, candidates.projection, candidates.score, candidates.gate]
      .contains(parameter.region)
  }

  /// The number of weights.
  var parameterCount: Int { parameters.reduce(0) { $0 + $1.region.count } }

  init(_ c: DecoderConfig) {
    var builder = LayoutBuilder()
    embedding = builder.add("model.embed_tokens.weight", c.vocabularySize, c.width, .table)
    positions =
      c.position == .learned
      ? builder.add("model.embed_positions.weight", c.maximumLength, c.width, .table) : nil
    state =
      c.stateFacts > 0
      ? builder.add(c.stateTensor, c.stateFacts, c.width, .table, isTransposedInFiles: true) : nil
    layers = (0..<c.layerCount).map { builder.addLayer($0, config: c) }
    norm = builder.addNorm("model.norm", config: c)
    head = c.tiesEmbeddings ? embedding : builder.add("lm_head.weight", c.vocabularySize, c.width, .outer)
    outcomeHead = c.outcomes > 0 ? builder.add("wdl_head.weight", c.outcomes, c.width, .outer) : nil
    candidates = c.candidateFeatures > 0 ? builder.addCandidates(config: c) : nil
    parameters = builder.parameters
    count = builder.end
  }
}

/// Lays parameters one after another.
private struct LayoutBuilder {
  private(set) var parameters: [Parameter] = []
  private(set) var end = 0

  /// Begins at the next line of memory, unless it has to follow the one before without a gap.
  mutating func add(
    _ name: String, _ rows: Int, _ columns: Int, _ role: Parameter.Role, isTransposedInFiles: Bool = false,
    follows: Bool = false
  ) -> Region {
    let region = Region(offset: follows ? end : (end + 15) / 16 * 16, rows: rows, columns: columns)
    parameters.append(
      Parameter(name: name, region: region, role: role, isTransposedInFiles: isTransposedInFiles))
    end = region.offset + region.count
    return region
  }

  /// Matrices [rows, columns], one under another, and the matrix of them all.
  mutating func addStack(
    _ parts: [(name: String, rows: Int)], columns: Int, _ role: Parameter.Role
  ) -> Region {
    let regions = parts.enumerated().map { index, part in
      add(part.name, part.rows, columns, role, follows: index > 0)
    }
    return Region(
      offset: regions.first?.offset ?? end, rows: regions.reduce(0) { $0 + $1.rows }, columns: columns)
  }

  /// Vectors one behind another, and the vector of them all.
  mutating func addBiases(_ parts: [(name: String, length: Int)]) -> Region {
    let regions = parts.enumerated().map { index, part in
      add(part.name, 1, part.length, .bias, follows: index > 0)
    }
    return Region(
      offset: regions.first?.offset ?? end, rows: 1, columns: regions.reduce(0) { $0 + $1.columns })
  }

  mutating func addCandidates(config c: DecoderConfig) -> ParameterLayout.CandidateRegions {
    ParameterLayout.CandidateRegions(
      embedding: add("candidate_head.embed.weight", c.candidateFeatures, c.candidateWidth, .table),
      projection: add("candidate_head.project.weight", c.candidateWidth, c.width, .outer),
      score: add("candidate_head.score.weight", 1, c.candidateWidth, .outer),
      gate: add("candidate_head.gate.weight", 1, 1, .bias))
  }

  mutating func addNorm(_ name: String, config c: DecoderConfig) -> ParameterLayout.Norm {
    ParameterLayout.Norm(
      weight: add(name + ".weight", 1, c.width, .gain),
      bias: c.norm == .layer ? add(name + ".bias", 1, c.width, .bias) : nil)
  }

  mutating func addLayer(_ index: Int, config c: DecoderConfig) -> ParameterLayout.Layer {
    let layer = "model.layers.\(index)."
    let attention = layer + "self_attn."
    let feedForward = layer + "mlp."
    let projections = [("q_proj", c.queryWidth), ("k_proj", c.keyValueWidth), ("v_proj", c.keyValueWidth)]
    let inputs = (c.feedForward == .swiGLU ? ["gate_proj", "up_proj"] : ["up_proj"]).map {
      ($0, c.feedForwardSize)
    }
    let isNormed = c.normalisesQueriesAndKeys
    return ParameterLayout.Layer(
      attentionNorm: addNorm(layer + "input_layernorm", config: c),
      queryKeyValue: addStack(
        projections.map { (attention + $0.0 + ".weight", $0.1) }, columns: c.width, .inner),
      queryKeyValueBias: c.hasAttentionBias
        ? addBiases(projections.map { (attention + $0.0 + ".bias", $0.1) }) : nil,
      queryNorm: isNormed ? add(attention + "q_norm.weight", 1, c.headSize, .gain) : nil,
      keyNorm: isNormed ? add(attention + "k_norm.weight", 1, c.headSize, .gain) : nil,
      output: add(attention + "o_proj.weight", c.width, c.queryWidth, .inner),
      outputBias: c.hasAttentionBias ? addBiases([(attention + "o_proj.bias", c.width)]) : nil,
      feedForwardNorm: addNorm(layer + "post_attention_layernorm", config: c),
      gateUp: addStack(inputs.map { (feedForward + $0.0 + ".weight", $0.1) }, columns: c.width, .inner),
      gateUpBias: c.hasFeedForwardBias
        ? addBiases(inputs.map { (feedForward + $0.0 + ".bias", $0.1) }) : nil,
      down: add(feedForward + "down_proj.weight", c.width, c.feedForwardSize, .inner),
      downBias: c.hasFeedForwardBias ? addBiases([(feedForward + "down_proj.bias", c.width)]) : nil)
  }
}
