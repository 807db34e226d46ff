/// A file of named tensors in the safetensors format.
///
/// A length (u64), a JSON object of that length, then the elements of all tensors without gaps
/// (https://github.com/huggingface/safetensors, "Format"). Everything is checked on opening; elements are
/// read only when used.
public struct SafetensorsFile: Sendable {
  /// The longest header that is read: some hundred thousand tensors.
  public static let headerLimit = 16 << 20

  /// The path the file was opened by.
  public let path: String
  /// All tensors, in the order of their elements.
  public let tensors: [Tensor]
  /// The texts that the file says of itself, by name.
  public let metadata: [String: String]

  /// Maps the file at `path` and checks its header.
  public init(path: String) throws(ModelError) {
    let file = try MappedFile(path: path)
    guard file.count >= 8 else {
      throw .malformed(file: path, problem: "a header length of 8 bytes should come first")
    }
    let length = UInt64(littleEndian: file.bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self))
    guard length <= UInt64(Self.headerLimit), Int(length) <= file.count - 8 else {
      throw .malformed(
        file: path,
        problem: "the header's length is given as \(length), with \(file.count - 8) bytes in the file "
          + "and \(Self.headerLimit) allowed")
    }
    let start = 8 + Int(length)
    let header: JSONValue
    do {
      header = try JSONValue(parsing: file.copy(8..<start))
    } catch {
      throw .notJSON(file: path, error)
    }
    self.path = path
    (tensors, metadata) = try HeaderReader(file: file, start: start).read(header)
  }
}

/// Turns the header's entries into tensors that lie within the file.
private struct HeaderReader {
  let file: MappedFile
  /// Where the elements begin.
  let start: Int

  func read(_ header: JSONValue) throws(ModelError) -> ([Tensor], [String: String]) {
    guard case .object(let members) = header else { throw malformed("the header should be a JSON object") }
    var tensors: [Tensor] = []
    var metadata: [String: String] = [:]
    for member in members {
      if member.name == "__metadata__" {
        metadata = try readMetadata(member.value)
      } else {
        tensors.append(try readTensor(member.name, member.value))
      }
    }
    tensors.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
    var end = start
    for tensor in tensors {
      guard tensor.range.lowerBound == end else {
        throw malformed(
          "the tensor \(tensor.name) begins at \(tensor.range.lowerBound - start) of the data, "
            + "the one before it ends at \(end - start)")
      }
      end = tensor.range.upperBound
    }
    guard end == file.count else {
      throw malformed("the tensors end at byte \(end), the file at \(file.count)")
    }
    return (tensors, metadata)
  }

  /// Metadata is free text; only its form is checked.
  private func readMetadata(_ value: JSONValue) throws(ModelError) -> [String: String] {
    guard case .object(let members) = value else {
      throw malformed("__metadata__ should be an object of strings")
    }
    var metadata: [String: String] = [:]
    for member in members {
      guard let text = member.value.text else {
        throw malformed("__metadata__ should be an object of strings")
      }
      metadata[member.name] = text
    }
    return metadata
  }

  private func readTensor(_ name: String, _ entry: JSONValue) throws(ModelError) -> Tensor {
    guard case .object(let members) = entry, members.count == 3, let typeName = entry["dtype"]?.text,
      let extents = entry["shape"]?.elements, let offsets = entry["data_offsets"]?.elements
    else { throw malformed("the entry of \(name) should have dtype, shape and data_offsets, no more") }
    guard let type = Tensor.ElementType(rawValue: typeName), !type.isInBlocks else {
      throw .unsupportedType(
        file: file.path, tensor: name, found: typeName, supported: Tensor.ElementType.safetensors)
    }
    var shape: [Int] = []
    var size = type.size
    for extent in extents {
      guard let extent = extent.integer, extent >= 0 else {
        throw malformed("the shape of \(name) should be of counts, found \(extent)")
      }
      let (product, overflow) = size.multipliedReportingOverflow(by: extent)
      guard !overflow else { throw malformed("the shape of \(name) is larger than any memory") }
      size = product
      shape.append(extent)
    }
    let available = file.count - start
    guard offsets.count == 2, let first = offsets[0].integer, let last = offsets[1].integer,
      first >= 0, first <= last, last <= available
    else {
      throw malformed("data_offsets of \(name) should be two places in \(available) bytes of data")
    }
    guard last - first == size else {
      throw malformed("the tensor \(name) has \(last - first) bytes, \(typeName) of \(shape) takes \(size)")
    }
    return Tensor(name: name, shape: shape, type: type, file: file, range: start + first..<start + last)
  }

  private func malformed(_ problem: String) -> ModelError { .malformed(file: file.path, problem: problem) }
}
