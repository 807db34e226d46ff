internal import Kernels
internal import LanguageModel
internal import ModelFiles

/// Weights between an arena and the `model.safetensors` of a model folder.
enum ModelWeightsFile {
  /// Writes `config.json`, the companions and the weights of a model; each file is whole or not there.
  static func save(
    _ parameters: FloatArena, layout: ParameterLayout, description: ModelDescription,
    type: Tensor.ElementType, folder: String
  ) throws(ModelError) {
    let config = description.config.json(type: type, details: description.details)
    try AtomicFile.write(Array((config.text(indented: true) + "\n").utf8), to: folder + "/config.json")
    for (name, bytes) in description.companions.sorted(by: { $0.key < $1.key }) {
      try AtomicFile.write(bytes, to: folder + "/" + name)
    }
    let writer = try SafetensorsWriter(
      path: folder + "/model.safetensors",
      entries: layout.parameters.map { .init($0.name, type, $0.fileShape) })
    for parameter in layout.parameters {
      let numbers = UnsafeBufferPointer(
        start: parameters.pointer(parameter.region), count: parameter.region.count)
      if parameter.isTransposedInFiles {
        try writer.write(numbers: transposed(numbers, columns: parameter.region.columns).span)
      } else {
        try writer.write(numbers: numbers.span)
      }
    }
    try writer.finish()
  }

  /// Fills an arena with the weights of the model in `folder`.
  ///
  /// With `extendingFacts` the state embedding of the file may have fewer facts, and another of its two names;
  /// the rows of new facts become zero. `tokenRows` says for each token which of the file's it begins as. A candidate head that the file does not have stays as the arena has it.
  static func load(
    _ folder: String, into parameters: FloatArena, layout: ParameterLayout, config: DecoderConfig,
    extendingFacts: Bool, tokenRows: [Int]? = nil
  ) throws(TrainingError) {
    do throws(ModelError) {
      let own = try DecoderConfig(folder: folder)
      guard own.family == .yiwen else {
        throw .configuration(
          file: folder + "/config.json", key: "model_type", found: "\"\(own.family.rawValue)\"",
          expected: "\"yiwen\" for a model to be trained further")
      }
      try compare(own, config, folder: folder, extendingFacts: extendingFacts, tokenRows: tokenRows)
      var source = try TensorSource(folder: folder, config: own)
      for parameter in layout.parameters {
        let region = parameter.region
        guard own.candidateFeatures > 0 || !layout.isOfCandidates(parameter) else { continue }
        let room = UnsafeMutableBufferPointer(start: parameters.pointer(region), count: region.count)
        if let tokenRows, region == layout.embedding || region == layout.head {
          let rows = try numbers(
            of: source.take(parameter.name, [own.vocabularySize, region.columns], suffix: ""))
          for (row, origin) in tokenRows.enumerated() {
            let values = rows[origin * region.columns..<(origin + 1) * region.columns]
            _ = room[row * region.columns..<(row + 1) * region.columns].update(from: values)
          }
          continue
        }
        guard parameter.isTransposedInFiles else {
          _ = room.update(from: try numbers(of: source.take(parameter.name, parameter.fileShape, suffix: "")))
          continue
        }
        room.update(repeating: 0)
        guard own.stateFacts > 0 else { continue }
        let columns = try numbers(of: source.take(own.stateTensor, [own.width, own.stateFacts], suffix: ""))
        _ = room.update(from: transposed(columns, columns: own.stateFacts))
      }
      try source.finish()
    } catch {
      throw .model(error)
    }
  }

  /// The elements of a tensor of weights as single-precision numbers; a tensor of bytes is blocks of them.
  static func numbers(of tensor: Tensor) throws(ModelError) -> [Float] {
    if tensor.type == .uint8 { return Compute.widen(tensor.bytes) }
    guard tensor.type.isFloatingPoint else {
      throw .unsupportedType(
        file: tensor.path, tensor: tensor.name, found: tensor.type.rawValue,
        supported: Tensor.ElementType.floatingPoint)
    }
    return tensor.numbers
  }

  /// The columns of a matrix as rows.
  private static func transposed(_ matrix: some RandomAccessCollection<Float>, columns: Int) -> [Float] {
    let elements = Array(matrix)
    let rows = columns > 0 ? elements.count / columns : 0
    return (0..<columns).flatMap { column in (0..<rows).map { elements[$0 * columns + column] } }
  }

  /// Checks that weights of one configuration mean the same in another.
  private static func compare(
    _ own: DecoderConfig, _ wanted: DecoderConfig, folder: String, extendingFacts: Bool, tokenRows: [Int]?
  ) throws(ModelError) {
    let areTokensKnown =
      tokenRows.map { rows in
        rows.count == wanted.vocabularySize && rows.allSatisfy { (0..<own.vocabularySize).contains($0) }
      } ?? (own.vocabularySize == wanted.vocabularySize)
    guard areTokensKnown else {
      throw .configuration(
        file: folder + "/config.json", key: "vocab_size", found: "\(own.vocabularySize)",
        expected: "\(wanted.vocabularySize), as the new model has it")
    }
    let values: [(String, KeyPath<DecoderConfig, String>)] = [
      ("hidden_size", \.width.description),
      ("num_hidden_layers", \.layerCount.description), ("num_attention_heads", \.heads.description),
      ("num_key_value_heads", \.keyValueHeads.description), ("head_dim", \.headSize.description),
      ("intermediate_size", \.feedForwardSize.description), ("norm", \.norm.rawValue),
      ("position", \.position.rawValue), ("hidden_act", \.feedForward.rawValue),
      ("rope_theta", \.rotaryBase.description), ("wdl_head", \.outcomes.description),
      ("norm epsilon", \.normEpsilon.description), ("qk_norm", \.normalisesQueriesAndKeys.description),
      ("tie_word_embeddings", \.tiesEmbeddings.description),
      ("attention_bias", \.hasAttentionBias.description),
      ("mlp_bias", \.hasFeedForwardBias.description),
    ]
    for (name, path) in values where own[keyPath: path] != wanted[keyPath: path] {
      throw .configuration(
        file: folder + "/config.json", key: name, found: own[keyPath: path],
        expected: wanted[keyPath: path] + ", as the new model has it")
    }
    let hasSameHead =
      own.candidateFeatures == wanted.candidateFeatures && own.candidateWidth == wanted.candidateWidth
    guard hasSameHead || (extendingFacts && own.candidateFeatures == 0) else {
      throw .configuration(
        file: folder + "/config.json", key: "candidate_features", found: "\(own.candidateFeatures)",
        expected: "\(wanted.candidateFeatures) with \(wanted.candidateWidth) units")
    }
    let facts = extendingFacts ? 0...wanted.stateFacts : wanted.stateFacts...wanted.stateFacts
    guard facts.contains(own.stateFacts) else {
      throw .configuration(
        file: folder + "/config.json", key: "state_embedding", found: "\(own.stateFacts)",
        expected: extendingFacts ? "at most \(wanted.stateFacts)" : "\(wanted.stateFacts)")
    }
  }
}
