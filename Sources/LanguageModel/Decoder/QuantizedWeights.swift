internal import Kernels
public import ModelFiles

/// The weights of a decoder in another precision.
///
/// In `int8` the matrices that products are made with are stored as `WeightFormat.int8`: a tensor of
/// type U8 whose rows are those of the matrix, each a row of blocks (a bfloat16 scale, then a signed byte a
/// weight). Vectors, learned places and the state embedding, which is read by columns, become bfloat16, as do
/// matrices whose rows are no whole number of blocks.
public enum QuantizedWeights {
  /// What weights are stored as.
  public enum Precision: String, Sendable, CaseIterable {
    /// Signed bytes with a scale for each block of 32: 8.5 bits a weight.
    case int8
    /// The upper half of a single-precision number.
    case bfloat16 = "bf16"
    /// Single precision.
    case float32 = "f32"
  }

  /// Writes the weights of the model in `folder` as `model.safetensors` in `output`, a folder that exists.
  ///
  /// The model must be whole and fit its configuration, and its weights must be of floating point: what was
  /// rounded to bytes once gains nothing by being stored otherwise.
  ///
  /// - Returns: The bytes of all weights before and after.
  public static func write(
    _ folder: String, as precision: Precision, to output: String
  ) throws(ModelError) -> (before: Int, after: Int) {
    let config = try DecoderConfig(folder: folder)
    guard config.family != .gpt2 else {
      // Its matrices have a row for each input; blocks of them would be no blocks of ours.
      throw .configuration(
        file: folder + "/config.json", key: "model_type", found: "\"gpt2\"",
        expected: "yiwen, llama, qwen2 or qwen3 for weights to be stored otherwise")
    }
    _ = try DecoderWeights(from: TensorSource(folder: folder, config: config), config: config)
    let tensors = try TensorSource.all(folder: folder)
    for tensor in tensors where !tensor.type.isFloatingPoint {
      throw .unsupportedType(
        file: tensor.path, tensor: tensor.name, found: tensor.type.rawValue,
        supported: Tensor.ElementType.floatingPoint)
    }
    let entries = tensors.map { tensor in
      if precision == .int8, let shape = storedShape(of: tensor.shape, named: tensor.name) {
        return SafetensorsWriter.Entry(tensor.name, .uint8, shape)
      }
      return SafetensorsWriter.Entry(tensor.name, precision == .float32 ? .float32 : .bfloat16, tensor.shape)
    }
    let writer = try SafetensorsWriter(
      path: output + "/model.safetensors", entries: entries, metadata: [("weights", precision.rawValue)])
    for (tensor, entry) in zip(tensors, entries) {
      switch (entry.type, tensor.type) {
      case (.uint8, _): try writer.write(Compute.quantize(tensor.bytes, tensor.format))
      case (.bfloat16, .bfloat16), (.float32, .float32): try writer.write(tensor.bytes)
      default: try writer.write(numbers: tensor.numbers.span)
      }
    }
    try writer.finish()
    return (
      tensors.reduce(0) { $0 + $1.bytes.byteCount }, entries.reduce(0) { $0 + $1.byteCount }
    )
  }

  /// The shape in bytes of a matrix stored in blocks, `nil` where the tensor is never stored so.
  static func storedShape(of shape: [Int], named name: String) -> [Int]? {
    guard shape.count == 2, WeightFormat.int8.holdsRows(of: shape[1]), !isReadWhole(name) else { return nil }
    return [shape[0], WeightFormat.int8.byteCount(of: shape[1])]
  }

  /// Whether a tensor is used otherwise than by products and rows.
  private static func isReadWhole(_ name: String) -> Bool {
    ["model.embed_state.weight", "model.embed_board.weight", "model.embed_positions.weight"].contains(name)
  }
}
