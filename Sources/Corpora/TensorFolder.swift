internal import ModelFiles

/// The tensors of a file of prepared data, asked for by name.
struct TensorFolder {
  let path: String
  /// What the file says of itself.
  let metadata: [String: String]
  private let tensors: [String: Tensor]

  init(path: String) throws(CorpusError) {
    do {
      let file = try SafetensorsFile(path: path)
      metadata = file.metadata
      tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    } catch {
      throw .file(error)
    }
    self.path = path
  }

  func has(_ name: String) -> Bool { tensors[name] != nil }

  /// The number of elements of a tensor; 0 where there is none.
  func count(of name: String) -> Int { tensors[name]?.elementCount ?? 0 }

  func tensor(_ name: String, _ type: Tensor.ElementType, _ shape: [Int]) throws(CorpusError) -> Tensor {
    guard let tensor = tensors[name] else {
      throw .file(.missingTensor(file: path, tensor: name, expected: shape))
    }
    guard tensor.shape == shape else {
      throw .malformed(
        path: path, problem: "the tensor \(name) has shape \(tensor.shape), \(shape) should be there")
    }
    guard tensor.type == type else {
      throw .file(
        .unsupportedType(file: path, tensor: name, found: tensor.type.rawValue, supported: [type]))
    }
    return tensor
  }

  /// A copy of a tensor's elements.
  func take<Element: BitwiseCopyable>(
    _ name: String, _ type: Tensor.ElementType, _ shape: [Int]
  ) throws(CorpusError) -> [Element] {
    try tensor(name, type, shape).elements()
  }

  /// The tensor `offsets`: ascending, from 0 to `end`.
  func offsets(upTo end: Int) throws(CorpusError) -> [Int] {
    let offsets: [Int64] = try take("offsets", .int64, [count(of: "offsets")])
    guard offsets.first == 0, offsets.last == Int64(end), offsets.count > 1,
      zip(offsets, offsets.dropFirst()).allSatisfy(<)
    else { throw .malformed(path: path, problem: "the offsets should ascend from 0 to \(end)") }
    return offsets.map { Int($0) }
  }
}
