internal import Kernels
package import ModelFiles

/// Hands out the tensors of a model by our names, each once; none may be left over.
///
/// What the file keeps otherwise than the kernels take it is put right on the way: packed weights are unpacked,
/// turned matrices turned back, several matrices in one taken apart.
package struct TensorSource {
  /// The file that says which tensors there are.
  private let file: String
  private let names: TensorNames
  private let headSize: Int
  private let compute: Compute
  /// By their names in the file, without the prefix all of them may have.
  private let tensors: [String: Tensor]
  private var left: Set<String>
  /// Tensors put right of which only some parts have been taken.
  private var prepared: [String: Tensor] = [:]
  /// The elements of the tensors handed out.
  private(set) var elementCount = 0

  /// The tensors of a file, which is named in errors, under our names.
  package init(file: String, tensors: [Tensor]) throws(ModelError) {
    try self.init(file: file, tensors: tensors, names: TensorNames(), headSize: 2, compute: .best)
  }

  init(
    file: String, tensors: [Tensor], names: TensorNames, headSize: Int, compute: Compute
  ) throws(ModelError) {
    self.file = file
    self.names = names
    self.headSize = headSize
    self.compute = compute
    var byName: [String: Tensor] = [:]
    for tensor in tensors {
      let isPrefixed = !names.optionalPrefix.isEmpty && tensor.name.hasPrefix(names.optionalPrefix)
      let name = isPrefixed ? String(tensor.name.dropFirst(names.optionalPrefix.count)) : tensor.name
      guard byName.updateValue(tensor, forKey: name) == nil else {
        throw .malformed(file: file, problem: "the tensor \(name) is there twice")
      }
    }
    self.tensors = byName
    left = Set(byName.keys)
  }

  /// The tensor `name`.weight, which must have `shape`; a matrix may be stored in blocks of bytes instead
  /// (``QuantizedWeights``, Q8_0 of GGUF files).
  package mutating func take(
    _ name: String, _ shape: [Int], suffix: String = ".weight"
  ) throws(ModelError) -> Tensor {
    let place = names.place(of: name, suffix: suffix)
    let expected = place.storedShape(of: shape)
    guard let stored = tensors[place.name] else {
      throw .missingTensor(file: file, tensor: place.name, expected: expected)
    }
    left.remove(place.name)
    let inBlocks =
      stored.type == .uint8 ? QuantizedWeights.storedShape(of: expected, named: name + suffix) : nil
    let isPacked = stored.type.isInBlocks && shape.count == 2 && !place.isTurned
    guard stored.type.isFloatingPoint || inBlocks != nil || isPacked else {
      throw .unsupportedType(
        file: file, tensor: stored.name, found: stored.type.rawValue,
        supported: Tensor.ElementType.floatingPoint)
    }
    guard stored.shape == inBlocks ?? expected else {
      throw .wrongShape(
        file: file, tensor: stored.name, expected: inBlocks ?? expected, found: stored.shape)
    }
    elementCount += shape.reduce(1, *)
    guard place.parts > 1 else { return try prepare(stored, place) }
    let whole: Tensor
    if let known = prepared[place.name] { whole = known } else { whole = try prepare(stored, place) }
    prepared[place.name] = whole
    return whole.rows(place.part * shape[0]..<(place.part + 1) * shape[0])
  }

  /// The matrix `name`.weight and, where there is one, the vector `name`.bias.
  mutating func take(_ name: String, _ shape: [Int], bias: Bool) throws(ModelError) -> Affine {
    Affine(
      weight: try take(name, shape), bias: bias ? try take(name, [shape[0]], suffix: ".bias") : nil)
  }

  /// The vectors of a norm, with a bias where the configuration asks for LayerNorm.
  mutating func takeNorm(_ name: String, _ c: DecoderConfig) throws(ModelError) -> Affine {
    try take(name, [c.width], bias: c.norm == .layer)
  }

  /// What rotary frequencies are divided by, where the file has a tensor for that.
  mutating func takeRotaryFactors() throws(ModelError) -> [Float]? {
    guard let name = names.rotaryFactors, tensors[name + ".weight"] != nil else { return nil }
    return try take(name, [headSize / 2]).numbers
  }

  /// Refuses tensors that were not asked for.
  package func finish() throws(ModelError) {
    let unknown = left.filter { !names.ignores($0) }.sorted()
    guard unknown.isEmpty else { throw .unknownTensors(file: file, tensors: unknown) }
  }

  /// The tensor as the kernels take it.
  private func prepare(_ stored: Tensor, _ place: TensorPlace) throws(ModelError) -> Tensor {
    var tensor = try stored.unpacked(compute)
    if place.isTurned && tensor.shape.count == 2 { tensor = try tensor.turned() }
    return place.isInterleaved ? try tensor.joiningHalves(headSize: headSize) : tensor
  }
}

extension Tensor {
  /// The kernels' name for the type of weights that `TensorSource` hands out.
  var format: WeightFormat {
    switch type {
    case .float32: .float32
    case .float16: .float16
    case .bfloat16: .bfloat16
    case .uint8: .int8
    case .q8_0: .int8Float16
    case .uint16, .int32, .int64, .q4_0, .q4_1, .q5_0, .q5_1, .q4_K, .q5_K, .q6_K:
      preconditionFailure("\(name) is stored as \(type.rawValue), which is no type of weights")
    }
  }
}
