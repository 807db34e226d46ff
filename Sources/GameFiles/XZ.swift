internal import CLzma

/// Decompression of `.xz` data, which the data sets of games come in.
public enum XZ {
  /// Memory for the decoder itself: enough for the strongest preset of `xz`.
  private static let decoderMemory: UInt64 = 256 << 20

  /// Whether data begin like an `.xz` file.
  public static func isCompressed(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
  }

  /// The decompressed data, if they are no more than `limit` bytes.
  public static func decompress(
    _ bytes: [UInt8], limit: Int = FileIO.usualLimit
  ) throws(GameFileError) -> [UInt8] {
    guard let decoder = clzma_open(decoderMemory) else {
      throw .brokenCompression("cannot be read for want of memory")
    }
    defer { clzma_close(decoder) }
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    var offset = 0
    while true {
      let (status, left, made) = bytes.withUnsafeBufferPointer { input in
        chunk.withUnsafeMutableBufferPointer { output in
          var from = input.baseAddress?.advanced(by: offset)
          var fromCount = input.count - offset
          var to = output.baseAddress
          var toCount = output.count
          let status = clzma_decode(decoder, &from, &fromCount, &to, &toCount, 1)
          return (status, fromCount, output.count - toCount)
        }
      }
      result += chunk[..<made]
      offset = bytes.count - left
      guard result.count <= limit else { throw .tooLarge(name: "the decompressed data", limit: limit) }
      switch status {
      case CLZMA_END: return result
      case CLZMA_MORE: continue
      case CLZMA_OUT_OF_MEMORY: throw .brokenCompression("need more memory than is allowed")
      default: throw .brokenCompression("are damaged or cut off at byte \(offset)")
      }
    }
  }
}
