import Foundation
import Testing

@testable import ModelFiles

struct SafetensorsWriterTests {
  /// A folder of the test's own, removed with it.
  final class Folder {
    let path: String
    init() throws {
      path = FileManager.default.temporaryDirectory.path + "/" + UUID().uuidString
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }
    deinit { try? FileManager.default.removeItem(atPath: path) }
    var names: [String] {
      get throws { try FileManager.default.contentsOfDirectory(atPath: path).sorted() }
    }
  }

  func content(_ tensor: Tensor) -> [UInt8] { tensor.bytes.withUnsafeBytes { Array($0) } }

  @Test func allTypesComeBackAsTheyWereWritten() throws {
    let folder = try Folder()
    let path = folder.path + "/a.safetensors"
    let writer = try SafetensorsWriter(
      path: path,
      entries: [
        .init("offsets", .int64, [2]), .init("nothing", .float32, [0, 7]), .init("ids", .int32, [3]),
        .init("scores", .float32, [2]), .init("moves", .uint16, [2, 2]), .init("halves", .bfloat16, [1]),
        .init("bytes", .uint8, [3]), .init("nothing at the end", .uint8, [0]),
      ],
      metadata: [("kind", "a \"test\"\n\u{1}"), ("来源", "弈文")])
    try writer.write([Int64(-1), .max])
    try writer.write([Int32(1)])
    try writer.write([Int32(-2), 3])
    try writer.write([Float(0.5), -3])
    try writer.write([UInt16(1), 2, 3, .max])
    try writer.write(numbers: [Float(1.5)].span)
    try writer.write([UInt8(7), 8, 9])
    try writer.finish()

    let file = try SafetensorsFile(path: path)
    #expect(file.metadata == ["kind": "a \"test\"\n\u{1}", "来源": "弈文"])
    #expect(file.tensors.count == 8)
    let named = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    #expect(named["moves"]?.shape == [2, 2])
    #expect(named["moves"]?.type == .uint16)
    #expect(named["nothing"]?.elementCount == 0)
    #expect(try content(#require(named["offsets"])) == [Int64(-1), .max].flatMap(littleEndian))
    #expect(try content(#require(named["ids"])) == [Int32(1), -2, 3].flatMap(littleEndian))
    #expect(try content(#require(named["moves"])) == [UInt16(1), 2, 3, .max].flatMap(littleEndian))
    #expect(try content(#require(named["halves"])) == [0xC0, 0x3F])
    #expect(try content(#require(named["bytes"])) == [7, 8, 9])
    #expect(try folder.names == ["a.safetensors"])
  }

  @Test(arguments: 0..<9)
  func theDataBeginAtAMultipleOfEight(nameLength: Int) throws {
    let folder = try Folder()
    let path = folder.path + "/a"
    let name = String(repeating: "x", count: nameLength)
    let writer = try SafetensorsWriter(path: path, entries: [.init(name, .uint8, [1])])
    try writer.write([UInt8(1)])
    try writer.finish()
    let bytes = try MappedFile.read(path: path, limit: 1000)
    #expect((bytes.count - 1) % 8 == 0)
    #expect(try SafetensorsFile(path: path).tensors[0].name == name)
  }

  @Test func whatIsNotFinishedLeavesTheOldFile() throws {
    let folder = try Folder()
    let path = folder.path + "/model"
    try AtomicFile.write(Array("old".utf8), to: path)
    do {
      let writer = try SafetensorsWriter(path: path, entries: [.init("a", .int32, [1000])])
      try writer.write([Int32](repeating: 1, count: 999))
      #expect(try folder.names.count == 2)
    }
    #expect(try folder.names == ["model"])
    #expect(try MappedFile.read(path: path, limit: 10) == Array("old".utf8))
  }

  @Test func aWriteThatFailsLeavesTheOldFile() throws {
    let folder = try Folder()
    let path = folder.path + "/model"
    // A folder of that name cannot be replaced by a file.
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    do {
      let writer = try SafetensorsWriter(path: path, entries: [.init("a", .uint8, [1])])
      try writer.write([UInt8(1)])
      #expect(throws: ModelError.unwritable(file: path, reason: "Is a directory")) { try writer.finish() }
    }
    #expect(try folder.names == ["model"])
    #expect(throws: ModelError.unwritable(file: "/nowhere/x", reason: "No such file or directory")) {
      try AtomicFile.write([], to: "/nowhere/x")
    }
  }

  @Test(arguments: [
    (Float(1), UInt16(0x3F80)), (1.00390625, 0x3F80), (1.01171875, 0x3F82), (-0.0, 0x8000),
    (.infinity, 0x7F80), (.greatestFiniteMagnitude, 0x7F80), (3.14159265, 0x4049),
  ])
  func numbersAreRoundedToTheNearestOfBF16(number: Float, bits: UInt16) {
    #expect(SafetensorsWriter.bfloat16(number) == bits)
  }

  @Test func notANumberStaysNotANumber() {
    let bits = SafetensorsWriter.bfloat16(Float(bitPattern: 0x7F80_0001))
    #expect(Float(bitPattern: UInt32(bits) << 16).isNaN)
  }

  func littleEndian<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
    withUnsafeBytes(of: number.littleEndian) { Array($0) }
  }
}
