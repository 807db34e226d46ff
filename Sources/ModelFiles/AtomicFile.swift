#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file that takes its place in one step: whoever looks sees the old content or the whole new one.
///
/// What is written goes to a hidden file in the same folder. ``commit()`` waits until it is on the disk and gives it
/// the name; without that it is removed when this object goes, and the old file stays.
public final class AtomicFile {
  /// The path the file will have.
  public let path: String
  private let temporaryPath: String
  private let descriptor: CInt
  private var buffer: [UInt8] = []
  private var isDone = false

  /// How many bytes are gathered before they go to the system.
  private static let bufferSize = 1 << 20

  /// Begins a file at `path`, whose folder exists.
  public init(path: String) throws(ModelError) {
    guard !path.utf8.contains(0), !path.isEmpty else {
      throw .unwritable(file: path, reason: "that is no name of a file")
    }
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    temporaryPath = "\(path[..<slash]).\(path[slash...]).\(getpid()).new"
    descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    self.path = path
    guard descriptor >= 0 else {
      isDone = true
      throw .unwritable(file: path, reason: Self.lastError())
    }
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    if !isDone { unlink(temporaryPath) }
  }

  /// Writes a whole file.
  public static func write(_ bytes: [UInt8], to path: String) throws(ModelError) {
    let file = try AtomicFile(path: path)
    try file.write(bytes.span.bytes)
    try file.commit()
  }

  /// Adds bytes at the end.
  public func write(_ bytes: RawSpan) throws(ModelError) {
    precondition(!isDone, "\(path) is written already")
    if buffer.count + bytes.byteCount > Self.bufferSize { try flush() }
    if bytes.byteCount > Self.bufferSize {
      try send(bytes)
    } else {
      bytes.withUnsafeBytes { buffer.append(contentsOf: $0) }
    }
  }

  /// Puts the file in its place once all of it is on the disk; nothing is written after this.
  public func commit() throws(ModelError) {
    precondition(!isDone, "\(path) is written already")
    try flush()
    guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else {
      throw .unwritable(file: path, reason: Self.lastError())
    }
    isDone = true
    // The new name is on the disk when its folder is.
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let opened = open(folder, O_RDONLY | O_CLOEXEC)
    guard opened >= 0 else { return }
    _ = fsync(opened)
    close(opened)
  }

  private func flush() throws(ModelError) {
    let gathered = buffer
    buffer = []
    try send(gathered.span.bytes)
  }

  private func send(_ bytes: RawSpan) throws(ModelError) {
    var done = 0
    while done < bytes.byteCount {
      let count = bytes.withUnsafeBytes { room in
        systemWrite(descriptor, room.baseAddress?.advanced(by: done), room.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .unwritable(file: path, reason: Self.lastError()) }
      done += count
    }
  }

  private static func lastError() -> String { String(cString: strerror(errno)) }
}

/// The function of the C library that the method of that name hides.
private func systemWrite(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
