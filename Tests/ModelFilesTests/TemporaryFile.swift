import Foundation

/// A file with given content, removed when this object goes.
final class TemporaryFile {
  let path: String

  init(_ bytes: [UInt8]) throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "\(UUID().uuidString).safetensors")
    try Data(bytes).write(to: url)
    path = url.path
  }

  deinit { unlink(path) }
}

/// A safetensors file: the header's length, the header, the data.
func safetensors(_ header: String, data: [UInt8]) -> [UInt8] {
  let length = UInt64(header.utf8.count)
  return (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + Array(header.utf8) + data
}
