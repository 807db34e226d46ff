package import Kernels
package import ModelFiles

extension TensorSource {
  /// The tensors of a model folder: of `model.safetensors`, or of the files that
  /// `model.safetensors.index.json` names, as Hugging Face shares large models out.
  package init(
    folder: String, config: DecoderConfig, compute: Compute = .best
  ) throws(ModelError) {
    let (file, tensors) = try Self.listing(folder: folder)
    try self.init(
      file: file, tensors: tensors, names: TensorNames(folderOf: config), headSize: config.headSize,
      compute: compute)
  }

  /// The tensors of a GGUF file.
  init(_ file: GGUFFile, config: DecoderConfig, compute: Compute) throws(ModelError) {
    try self.init(
      file: file.path, tensors: file.tensors, names: TensorNames(ggufOf: config), headSize: config.headSize,
      compute: compute)
  }

  /// The same tensors, in the order of their elements.
  static func all(folder: String) throws(ModelError) -> [Tensor] { try listing(folder: folder).tensors }

  /// The tensors with the file that says which there are.
  private static func listing(folder: String) throws(ModelError) -> (file: String, tensors: [Tensor]) {
    do {
      let file = try SafetensorsFile(path: folder + "/model.safetensors")
      return (file.path, file.tensors)
    } catch {
      guard case .unreadable = error else { throw error }
      let path = folder + "/model.safetensors.index.json"
      let index: [UInt8]
      // Where there is no index either, what is missed is the one file.
      do {
        index = try MappedFile.read(path: path, limit: 16 << 20)
      } catch .unreadable {
        let pickled = folder + "/pytorch_model.bin"
        guard MappedFile.isFile(pickled) else { throw error }
        throw .malformed(
          file: pickled,
          problem:
            "holds weights as Python objects, which only Python can read; model.safetensors should be there")
      }
      return (path, try shardedTensors(index: index, path: path, folder: folder))
    }
  }

  /// The tensors of all shards, each of which must be where the index says.
  private static func shardedTensors(
    index: [UInt8], path: String, folder: String
  ) throws(ModelError) -> [Tensor] {
    func malformed(_ problem: String) -> ModelError { .malformed(file: path, problem: problem) }
    let json: JSONValue
    do { json = try JSONValue(parsing: index) } catch { throw .notJSON(file: path, error) }
    guard case .object(let entries) = json["weight_map"] else {
      throw malformed("weight_map should be an object of tensor names and their files")
    }
    var places: [String: String] = [:]
    for entry in entries {
      guard let shard = entry.value.text, !shard.contains("/") else {
        throw malformed("the file of \(entry.name) should be named without a folder, found \(entry.value)")
      }
      places[entry.name] = shard
    }
    var tensors: [Tensor] = []
    for shard in Set(places.values).sorted() {
      for tensor in try SafetensorsFile(path: folder + "/" + shard).tensors {
        guard places.removeValue(forKey: tensor.name) == shard else {
          throw malformed("\(shard) holds \(tensor.name), which the index does not say of it")
        }
        tensors.append(tensor)
      }
    }
    if let (name, shard) = places.min(by: { $0.key < $1.key }) {
      throw malformed("\(name) should be in \(shard), but is not")
    }
    return tensors
  }
}
