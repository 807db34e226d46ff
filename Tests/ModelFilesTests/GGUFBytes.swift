/// Writes GGUF files byte by byte, sound ones and others.
struct GGUFBytes {
  var version: UInt32 = 3
  var values: [(name: String, type: UInt32, bytes: [UInt8])] = []
  var tensors: [(name: String, extents: [UInt64], type: UInt32, offset: UInt64)] = []
  var data: [UInt8] = []
  var tensorCount: UInt64?
  var valueCount: UInt64?

  static func bytes(_ value: some FixedWidthInteger) -> [UInt8] {
    (0..<value.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  static func text(_ text: String) -> [UInt8] { bytes(UInt64(text.utf8.count)) + Array(text.utf8) }

  static func list(_ type: UInt32, _ elements: [[UInt8]]) -> [UInt8] {
    bytes(type) + bytes(UInt64(elements.count)) + elements.joined()
  }

  mutating func add(_ name: String, _ type: UInt32, _ bytes: [UInt8]) { values.append((name, type, bytes)) }

  var file: [UInt8] {
    var file = Array("GGUF".utf8) + Self.bytes(version)
    file += Self.bytes(tensorCount ?? UInt64(tensors.count)) + Self.bytes(valueCount ?? UInt64(values.count))
    for value in values { file += Self.text(value.name) + Self.bytes(value.type) + value.bytes }
    for tensor in tensors {
      file += Self.text(tensor.name) + Self.bytes(UInt32(tensor.extents.count))
      file += tensor.extents.flatMap(Self.bytes) + Self.bytes(tensor.type) + Self.bytes(tensor.offset)
    }
    file += [UInt8](repeating: 0, count: (32 - file.count % 32) % 32)
    return file + data
  }

  /// Values of all types and tensors of three.
  static var sample: GGUFBytes {
    var file = GGUFBytes()
    file.add("general.architecture", 8, text("gpt2"))
    file.add("u8", 0, [200])
    file.add("i8", 1, [200])
    file.add("u16", 2, bytes(UInt16(65_000)))
    file.add("i16", 3, bytes(Int16(-3)))
    file.add("u32", 4, bytes(UInt32.max))
    file.add("i32", 5, bytes(Int32(-70_000)))
    file.add("f32", 6, bytes(Float(0.5).bitPattern))
    file.add("bool", 7, [1])
    file.add("u64", 10, bytes(UInt64.max))
    file.add("i64", 11, bytes(Int64.min))
    file.add("f64", 12, bytes(0.1.bitPattern))
    file.add("tokens", 9, list(8, [text("<s>"), text("你好"), text("")]))
    file.add("scores", 9, list(6, [Float(1), -2.5].map { bytes($0.bitPattern) }))
    file.add("kinds", 9, list(5, [Int32(1), -1].map(bytes)))
    file.add("flags", 9, list(7, [[0], [1]]))
    file.add("nested", 9, list(9, [list(0, [[1], [2]]), list(8, [text("x")])]))
    file.add("none", 9, list(8, []))
    file.tensors = [
      ("a", [2, 3], 0, 32), ("b", [64, 2], 8, 64), ("c", [3], 1, 0), ("d", [1], 30, 224),
    ]
    file.data = (0..<226).map { UInt8(truncatingIfNeeded: $0) }
    return file
  }
}
