#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file mapped read-only into memory: opening costs next to nothing, pages are read as they are touched.
///
/// The mapping is private and lives as long as this object. Like every program that maps files, this one
/// ends with a signal if another process shortens the file meanwhile; models are replaced by renaming.
public final class MappedFile: Sendable {
  /// The path the file was opened by.
  public let path: String
  /// The length of the file in bytes.
  public let count: Int
  nonisolated(unsafe) private let base: UnsafeRawPointer?

  /// Maps the regular file at `path`.
  public init(path: String) throws(ModelError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)  // a pipe is refused, not waited for
    guard descriptor >= 0 else { throw .unreadable(file: path, reason: Self.lastError()) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .unreadable(file: path, reason: Self.lastError()) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(file: path, reason: "it is not a regular file")
    }
    self.path = path
    count = Int(status.st_size)
    guard count > 0 else {
      base = nil
      return
    }
    let address = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address, address != MAP_FAILED else {
      throw .unreadable(file: path, reason: Self.lastError())
    }
    base = UnsafeRawPointer(address)
  }

  /// Memory of `count` bytes in place of what the file at `path` holds, made by `fill` and read-only then.
  init(
    insteadOf path: String, count: Int, fill: (UnsafeMutableRawBufferPointer) -> Void
  ) throws(ModelError) {
    self.path = path
    self.count = count
    guard count > 0 else {
      base = nil
      return
    }
    let address = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let address, address != MAP_FAILED else {
      throw .unreadable(file: path, reason: Self.lastError())
    }
    fill(UnsafeMutableRawBufferPointer(start: address, count: count))
    mprotect(address, count, PROT_READ)
    base = UnsafeRawPointer(address)
  }

  /// Whether there is a regular file at `path`, not a folder.
  package static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  deinit {
    if let base { munmap(UnsafeMutableRawPointer(mutating: base), count) }
  }

  /// The file's bytes, valid while this object is.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let buffer = UnsafeRawBufferPointer(start: base, count: count)
      return unsafe _overrideLifetime(RawSpan(_unsafeBytes: buffer), borrowing: self)
    }
  }

  /// The whole content of a file of at most `limit` bytes, copied.
  public static func read(path: String, limit: Int) throws(ModelError) -> [UInt8] {
    let file = try MappedFile(path: path)
    guard file.count <= limit else { throw .tooLong(file: path, length: file.count, limit: limit) }
    return file.copy(0..<file.count)
  }

  /// A copy of the bytes in `range`, which lies within the file.
  func copy(_ range: Range<Int>) -> [UInt8] {
    bytes.extracting(range).withUnsafeBytes { Array($0) }
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}
