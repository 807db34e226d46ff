/// Bytes as a key: equal byte by byte, where `String` takes canonically equivalent texts for one.
///
/// Vocabularies hold both U+91D1 and its compatibility twin U+F90A, which are two tokens.
struct ByteString: Hashable, Sendable {
  let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  init(_ text: String) {
    bytes = Array(text.utf8)[...]
  }

  static func == (first: Self, second: Self) -> Bool { first.bytes.elementsEqual(second.bytes) }

  func hash(into hasher: inout Hasher) {
    bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
  }
}

/// The names of tokens and their ids, as a vocabulary's file gives them.
struct Vocabulary: Sendable {
  /// The most ids there may be.
  static let limit = 1 << 20

  /// The name of each id; empty where the file has none.
  private(set) var names: [String] = []
  private var ids: [ByteString: Int32] = [:]

  var count: Int { names.count }

  /// Names in order of their ids.
  init(names: [String], file: String) throws(TokenizerError) {
    guard names.count <= Self.limit else {
      throw .malformed(
        file: file, problem: "\(names.count) tokens are more than the \(Self.limit) supported")
    }
    ids.reserveCapacity(names.count)
    self.names.reserveCapacity(names.count)
    for (id, name) in names.enumerated() {
      if name.isEmpty { self.names.append("") } else { try insert(name, id: id, file: file) }
    }
  }

  init() {}

  /// Adds a token that is not there yet.
  mutating func insert(_ name: String, id: Int, file: String) throws(TokenizerError) {
    guard (0..<Self.limit).contains(id) else {
      throw .malformed(
        file: file, problem: "the id of \"\(name)\" is \(id), it should be in 0..<\(Self.limit)")
    }
    if let first = ids.updateValue(Int32(id), forKey: ByteString(name)) {
      throw .malformed(
        file: file, problem: "the token \"\(name)\" has two ids, \(first) and \(id)")
    }
    if id >= names.count { names += repeatElement("", count: id + 1 - names.count) }
    guard names[id].isEmpty else {
      throw .malformed(file: file, problem: "the id \(id) has two tokens, \"\(names[id])\" and \"\(name)\"")
    }
    names[id] = name
  }

  /// Adds a token, or gives the id that has a token already this other name too.
  mutating func insertAdded(_ name: String, id: Int, file: String) throws(TokenizerError) {
    let known = self.id(of: name)
    guard known == nil || known == id else {
      throw .malformed(
        file: file, problem: "the added token \"\(name)\" has id \(id), in the vocabulary it is \(known ?? 0)"
      )
    }
    guard known == nil else { return }
    if names.indices.contains(id), !names[id].isEmpty { names[id] = "" }
    try insert(name, id: id, file: file)
  }

  func id(of name: String) -> Int? { ids[ByteString(name)].map { Int($0) } }

  func id(of bytes: ArraySlice<UInt8>) -> Int? { ids[ByteString(bytes)].map { Int($0) } }

  /// The ids of names that are a single character.
  var characters: [Unicode.Scalar: Int32] {
    var result: [Unicode.Scalar: Int32] = [:]
    for (id, name) in names.enumerated() {
      let scalars = name.unicodeScalars
      if let first = scalars.first, scalars.index(after: scalars.startIndex) == scalars.endIndex {
        result[first] = Int32(id)
      }
    }
    return result
  }
}
