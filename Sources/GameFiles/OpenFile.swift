#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A file of the system that is closed when it is no longer used.
///
/// All calls of the C library for files are in this source file; errors come out as `GameFileError.system`.
final class OpenFile: Sendable {
  let path: String
  private let descriptor: CInt

  private init(path: String, descriptor: CInt) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit {
    // A process that another thread is starting has the file open too until it becomes its program, and would keep
    // the lock so long.
    _ = flock(descriptor, LOCK_UN)
    close(descriptor)
  }

  /// Opens a file or pipe for reading.
  static func reading(_ path: String) throws(GameFileError) -> OpenFile {
    try opened(path, O_RDONLY, "opened")
  }

  /// Opens a file for appending, and creates it where there is none.
  static func appending(_ path: String) throws(GameFileError) -> OpenFile {
    try opened(path, O_RDWR | O_CREAT | O_APPEND, "opened for writing")
  }

  /// Creates a file that must not exist yet.
  static func creating(_ path: String) throws(GameFileError) -> OpenFile {
    try opened(path, O_WRONLY | O_CREAT | O_EXCL, "created")
  }

  private static func opened(_ path: String, _ flags: CInt, _ action: String) throws(GameFileError)
    -> OpenFile
  {
    // A name with a NUL would open another file than it says.
    guard !path.utf8.contains(0) else {
      throw .system(action: action, path: "that file", reason: "the name contains a NUL")
    }
    while true {
      let descriptor = open(path, flags | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return OpenFile(path: path, descriptor: descriptor) }
      guard errno == EINTR else { throw systemError(action, path) }
    }
  }

  /// Reads up to `count` bytes to the end of `bytes`; false at the end of the file.
  func read(_ count: Int, appendingTo bytes: inout [UInt8]) throws(GameFileError) -> Bool {
    let before = bytes.count
    bytes.append(contentsOf: repeatElement(0, count: count))
    while true {
      let got = bytes.withUnsafeMutableBytes { room in
        system_read(descriptor, room.baseAddress?.advanced(by: before), count)
      }
      if got < 0, errno == EINTR { continue }
      bytes.removeLast(count - max(got, 0))
      guard got >= 0 else { throw OpenFile.systemError("read", path) }
      return got > 0
    }
  }

  /// Goes on reading at that offset.
  func seek(to offset: Int) throws(GameFileError) {
    guard lseek(descriptor, off_t(offset), SEEK_SET) >= 0 else { throw OpenFile.systemError("read", path) }
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(GameFileError) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { room in
        system_write(descriptor, room.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw OpenFile.systemError("written", path) }
      done += count
    }
  }

  /// Waits until what was written is on the disk.
  ///
  /// Files that are no disk files need no waiting.
  func synchronise() throws(GameFileError) {
    guard fsync(descriptor) != 0, errno != EINVAL, errno != ENOTSUP, errno != EROFS else { return }
    throw OpenFile.systemError("written to disk", path)
  }

  /// Cuts the file to that length.
  func truncate(to length: Int) throws(GameFileError) {
    guard ftruncate(descriptor, off_t(length)) == 0 else { throw OpenFile.systemError("shortened", path) }
  }

  /// The length of the file in bytes.
  func length() throws(GameFileError) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw OpenFile.systemError("examined", path) }
    return Int(status.st_size)
  }

  /// Reserves the file for this process until it is closed.
  func lock() throws(GameFileError) {
    guard flock(descriptor, LOCK_EX | LOCK_NB) != 0 else { return }
    if errno == EWOULDBLOCK { throw .inUse(path: path) }
    // Some network file systems know no locks; a file there is written all the same.
    guard errno == ENOTSUP || errno == ENOLCK || errno == EINVAL else {
      throw OpenFile.systemError("locked", path)
    }
  }

  /// Gives the file the permissions of another one, where that exists.
  func copyPermissions(from other: String) throws(GameFileError) {
    var status = stat()
    guard stat(other, &status) == 0 else { return }
    guard fchmod(descriptor, status.st_mode & 0o7777) == 0 else {
      throw OpenFile.systemError("given the permissions of the old file", path)
    }
  }

  /// The last error of the C library.
  static func systemError(_ action: String, _ path: String) -> GameFileError {
    let reason = strerror(errno).map { String(cString: $0) } ?? "error \(errno)"
    return .system(action: action, path: path, reason: reason)
  }
}

/// What the file system does with names rather than with open files.
enum Folder {
  /// Puts the file `path` in the place of `target`, in one step.
  static func move(_ path: String, to target: String) throws(GameFileError) {
    guard rename(path, target) == 0 else { throw OpenFile.systemError("replaced", target) }
  }

  /// Removes a file; nothing happens where there is none.
  static func remove(_ path: String) {
    unlink(path)
  }

  /// The file that a path means once symbolic links are followed; the path itself where there is none.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  /// Creates a folder and all above it where they do not exist.
  static func create(_ path: String) throws(GameFileError) {
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part + "/"
      guard mkdir(made, 0o777) != 0, errno != EEXIST, errno != EISDIR else { continue }
      throw OpenFile.systemError("created", made)
    }
  }

  /// Waits until the entries of a folder are on the disk, so that a renamed file survives a power cut.
  static func synchronise(_ path: String) throws(GameFileError) {
    try OpenFile.reading(path).synchronise()
  }

  /// The folder of a file.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A number that no other process of this machine has at the same time.
  static var processNumber: Int { Int(getpid()) }
}

// The methods of `OpenFile` hide the C functions of the same names.
private func system_read(_ descriptor: CInt, _ room: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, room, count)
}

private func system_write(_ descriptor: CInt, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
