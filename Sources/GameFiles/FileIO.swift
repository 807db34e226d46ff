/// Whole files in and out.
public enum FileIO {
  /// More than any collection of games that people exchange: 1 GiB.
  public static let usualLimit = 1 << 30

  /// The bytes of a file or pipe, if they are no more than `limit`.
  public static func read(_ path: String, limit: Int = usualLimit) throws(GameFileError) -> [UInt8] {
    try read(path, from: 0, limit: limit)
  }

  /// The bytes of a file behind `offset`, if they are no more than `limit`.
  static func read(_ path: String, from offset: Int, limit: Int) throws(GameFileError) -> [UInt8] {
    let file = try OpenFile.reading(path)
    if offset > 0 { try file.seek(to: offset) }
    var bytes: [UInt8] = []
    while try file.read(1 << 18, appendingTo: &bytes) {
      guard bytes.count <= limit else { throw .tooLarge(name: path, limit: limit) }
    }
    return bytes
  }

  /// Writes a file in one step: whoever looks sees the old content or the new one, never a part, even after a
  /// power cut.
  ///
  /// The bytes go to a new file in the same folder, which takes the place of the old one once it is on the disk. The
  /// permissions of the old file are kept, and a symbolic link stays one. With `creatingFolders` the folders
  /// above the file are made where they do not exist.
  public static func write(
    _ bytes: [UInt8], to path: String, creatingFolders: Bool = false
  ) throws(GameFileError) {
    if creatingFolders { try Folder.create(Folder.parent(of: path)) }
    let target = Folder.resolved(path)
    let folder = Folder.parent(of: target)
    let file = try newFile(beside: target)
    do {
      try file.copyPermissions(from: target)
      try file.write(bytes)
      try file.synchronise()
      try Folder.move(file.path, to: target)
    } catch {
      Folder.remove(file.path)
      throw error
    }
    try Folder.synchronise(folder)
  }

  /// A new, empty file in the folder of `path`, hidden, under a name of its own.
  private static func newFile(beside path: String) throws(GameFileError) -> OpenFile {
    var attempt = 0
    while true {
      let name = path.split(separator: "/").last.map(String.init) ?? "file"
      let folder = path.hasPrefix("/") || path.contains("/") ? Folder.parent(of: path) + "/" : ""
      do {
        return try OpenFile.creating("\(folder).\(name).\(Folder.processNumber)-\(attempt).new")
      } catch {
        // Left over from a process of that number that was killed.
        attempt += 1
        if attempt == 100 { throw error }
      }
    }
  }
}
