/// A file of tensors with metadata in the GGUF format, versions 2 and 3, little endian.
///
/// The letters GGUF, a version, how many tensors and values there are, the values by name, then for each
/// tensor its name, shape, type and place, then the elements at multiples of an alignment
/// (https://github.com/ggml-org/ggml, "docs/gguf.md"). Everything is checked on opening; elements are read
/// only when used.
public struct GGUFFile: Sendable {
  /// The most bytes that the names, values and shapes before the elements may take.
  public static let headerLimit = 64 << 20

  /// The path the file was opened by.
  public let path: String
  /// All tensors, in the order of their elements.
  ///
  /// Shapes have the outermost extent first, unlike in the file.
  public let tensors: [Tensor]
  /// What the file says of itself, by name.
  public let metadata: [String: GGUFValue]

  /// Maps the file at `path` and checks all but its elements.
  public init(path: String) throws(ModelError) {
    let file = try MappedFile(path: path)
    var reader = GGUFReader(file: file)
    let (tensorCount, valueCount) = try reader.counts()
    var metadata: [String: GGUFValue] = [:]
    for index in 0..<valueCount {
      let (name, value) = try reader.namedValue(index)
      guard metadata.updateValue(value, forKey: name) == nil else {
        throw .malformed(file: path, problem: "the metadata has the name \(name) twice")
      }
    }
    let alignment = try Self.alignment(metadata, path: path)
    var tensors: [Tensor] = []
    var infos: [GGUFReader.TensorInfo] = []
    for index in 0..<tensorCount { infos.append(try reader.tensorInfo(index)) }
    let start = (reader.position + alignment - 1) / alignment * alignment
    var names: Set<String> = []
    for info in infos {
      guard names.insert(info.name).inserted else {
        throw .malformed(file: path, problem: "the name \(info.name) is that of two tensors")
      }
      tensors.append(try info.tensor(in: file, start: start, alignment: alignment))
    }
    tensors.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    for (tensor, next) in zip(tensors, tensors.dropFirst())
    where tensor.range.upperBound > next.range.lowerBound {
      throw .malformed(
        file: path,
        problem: "the tensor \(next.name) begins at \(next.range.lowerBound - start) of the data, "
          + "\(tensor.name) before it ends at \(tensor.range.upperBound - start)")
    }
    self.path = path
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The value called `name`.
  public subscript(name: String) -> GGUFValue? { metadata[name] }

  private static func alignment(_ metadata: [String: GGUFValue], path: String) throws(ModelError) -> Int {
    guard let value = metadata["general.alignment"] else { return 32 }
    guard let alignment = value.integer, (1...1 << 16).contains(alignment), alignment & (alignment - 1) == 0
    else {
      throw .configuration(
        file: path, key: "general.alignment", found: "\(value.json)", expected: "a power of two up to 65536")
    }
    return alignment
  }
}
