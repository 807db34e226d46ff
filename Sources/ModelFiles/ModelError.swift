/// What is wrong with a model's folder or one of its files.
public enum ModelError: Error, Hashable, CustomStringConvertible {
  /// The file cannot be opened, read or mapped, for the system's `reason`.
  case unreadable(file: String, reason: String)
  /// The file cannot be written, for the system's `reason`.
  case unwritable(file: String, reason: String)
  /// The file is longer than `limit` bytes, the most that makes sense for it.
  case tooLong(file: String, length: Int, limit: Int)
  /// The JSON in the file cannot be read.
  case notJSON(file: String, JSONError)
  /// The file breaks the rules of its format.
  case malformed(file: String, problem: String)
  /// A value of `config.json` is missing (`found` is `nil`) or none that is supported.
  case configuration(file: String, key: String, found: String?, expected: String)
  /// `config.json` has keys that mean nothing to this program.
  case unknownKeys(file: String, keys: [String])
  /// A tensor that the configuration asks for is not in the file.
  case missingTensor(file: String, tensor: String, expected: [Int])
  /// A tensor has another shape than the configuration asks for.
  case wrongShape(file: String, tensor: String, expected: [Int], found: [Int])
  /// A tensor is stored in another type than those `supported` in its place.
  case unsupportedType(file: String, tensor: String, found: String, supported: [Tensor.ElementType])
  /// The file has tensors that the configuration has no place for.
  case unknownTensors(file: String, tensors: [String])

  /// One sentence: which file, what was found, what would be right.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason): "\(file): cannot be read: \(reason)"
    case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
    case .tooLong(let file, let length, let limit):
      "\(file): is \(length) bytes long, more than the \(limit) that make sense for it"
    case .notJSON(let file, let error): "\(file): \(error)"
    case .malformed(let file, let problem): "\(file): \(problem)"
    case .configuration(let file, let key, nil, let expected):
      "\(file): \"\(key)\" is missing, \(expected) should be there"
    case .configuration(let file, let key, .some(let found), let expected):
      "\(file): \"\(key)\" is \(found), supported is \(expected)"
    case .unknownKeys(let file, let keys): "\(file): unknown keys \(Self.listing(keys))"
    case .missingTensor(let file, let tensor, let expected):
      "\(file): the tensor \(tensor) of shape \(expected) is missing"
    case .wrongShape(let file, let tensor, let expected, let found):
      "\(file): the tensor \(tensor) has shape \(found), the configuration asks for \(expected)"
    case .unsupportedType(let file, let tensor, let found, let supported):
      "\(file): the tensor \(tensor) is stored as \(found), supported are "
        + supported.map(\.rawValue).sorted().joined(separator: ", ")
    case .unknownTensors(let file, let tensors):
      "\(file): the configuration has no place for the tensors \(Self.listing(tensors))"
    }
  }

  private static func listing(_ names: [String]) -> String {
    let shown = names.prefix(5).joined(separator: ", ")
    return names.count > 5 ? "\(shown) and \(names.count - 5) more" : shown
  }
}
