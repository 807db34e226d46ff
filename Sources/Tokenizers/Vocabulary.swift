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
    for (id, name) in names.enumerated() { try insert(name, id: id, file: file) }
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
        file: file, problem: "the added token \"\(name)\" has id \(id), in the vocabulary it is \(known ?? 0)")
    }
    guard known == nil else { return }
    if names.indices.contains(id), !names[id].isEmpty { names[id] = "" }
    try insert(name, id: id, file: file)
  }

  func id(of name: String) -> Int? { ids[ByteString(name)].map { Int($0) } }

  func id(of bytes: ArraySlice<UInt8>) -> Int? { ids[ByteString(bytes)].map { Int($0) } }

  /// The tokens called `<0x00>` to `<0xFF>`, `nil` unless all are there.
  var byteTokens: [Int]? {
    let found = (UInt8.min...UInt8.max).compactMap { id(of: Self.name(ofByte: $0)) }
    return found.count == 256 ? found : nil
  }

  static func name(ofByte byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return byte < 16 ? "<0x0\(digits)>" : "<0x\(digits)>"
  }

  /// The byte that a token of the form `<0xE4>` stands for.
  static func byte(ofName name: String) -> UInt8? {
    let bytes = Array(name.utf8)
    guard bytes.count == 6, name.hasPrefix("<0x"), bytes[5] == UInt8(ascii: ">") else { return nil }
    guard let high = digit(bytes[3]), let low = digit(bytes[4]) else { return nil }
    return high << 4 | low
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}
