internal import ModelFiles

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The files beside a model that its vocabulary is read from.
struct VocabularyFolder {
  /// The longest file that is read, in bytes: the largest vocabularies have about 40 MB.
  static let limit = 1 << 26

  let path: String

  func path(of name: String) -> String { "\(path)/\(name)" }

  /// The content of a file, `nil` if there is none of this name.
  func bytes(of name: String) throws(TokenizerError) -> [UInt8]? {
    guard access(path(of: name), F_OK) == 0 else { return nil }
    return try readingFiles { () throws(ModelError) in
      try MappedFile.read(path: path(of: name), limit: Self.limit)
    }
  }

  /// The content of a file of JSON, `nil` if there is none of this name.
  func json(of name: String) throws(TokenizerError) -> JSONValue? {
    guard let bytes = try bytes(of: name) else { return nil }
    do { return try JSONValue(parsing: bytes) } catch {
      throw .unreadable(.notJSON(file: path(of: name), error))
    }
  }
}
