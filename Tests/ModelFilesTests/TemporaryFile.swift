import Foundation

/// A file with given content, removed when this object goes.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8]) throws {
    // Thousands of damaged files are written: in memory where the system has a folder there.
    let folder =
      FileManager.default.isWritableFile(atPath: "/dev/shm")
      ? "/dev/shm" : FileManager.default.temporaryDirectory.path
    path = "\(folder)/\(UUID().uuidString).safetensors"
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  deinit { unlink(path) }
}

/// A safetensors file: the header's length, the header, the data.
func safetensors(_ header: String, data: [UInt8]) -> [UInt8] {
  let length = UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
}
