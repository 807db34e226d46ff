import ModelFiles
import Testing

struct GGUFFileTests {
  private func read(_ file: GGUFBytes) throws -> GGUFFile {
    let temporary = try TemporaryFile(file.file)
    return try withExtendedLifetime(temporary) { try GGUFFile(path: $0.path) }
  }

  @Test(arguments: [UInt32(2), 3])
  func valuesOfAllTypesAreRead(version: UInt32) throws {
    var bytes = GGUFBytes.sample
    bytes.version = version
    let file = try read(bytes)
    let expected: [String: GGUFValue] = [
      "general.architecture": .text("gpt2"), "u8": .integer(200), "i8": .integer(-56),
      "u16": .integer(65_000),
      "i16": .integer(-3), "u32": .integer(4_294_967_295), "i32": .integer(-70_000), "f32": .number(0.5),
      "bool": .boolean(true), "u64": .number(0x1p64), "i64": .integer(.min), "f64": .number(0.1),
      "tokens": .texts(["<s>", "你好", ""]), "scores": .numbers([1, -2.5]), "kinds": .integers([1, -1]),
      "flags": .booleans([false, true]), "nested": .lists([.integers([1, 2]), .texts(["x"])]),
      "none": .texts([]),
    ]
    #expect(file.metadata == expected)
    #expect(
      file["tokens"]?.texts?.count == 3 && file["u8"]?.texts == nil && file["kinds"]?.integers == [1, -1])
    #expect(file["u32"]?.integer == 4_294_967_295 && file["f32"]?.number == 0.5 && file["missing"] == nil)
  }

  @Test func tensorsHaveTheOutermostExtentFirst() throws {
    let file = try read(.sample)
    #expect(file.tensors.map(\.name) == ["c", "a", "b", "d"])
    #expect(file.tensors.map(\.shape) == [[3], [3, 2], [2, 64], [1]])
    #expect(file.tensors.map(\.type) == [.float16, .float32, .q8_0, .bfloat16])
    #expect(file.tensors.map(\.elementCount) == [3, 6, 128, 1])
    let first = file.tensors[2].bytes.withUnsafeBytes { Array($0.prefix(3)) }
    #expect(first == [64, 65, 66] && file.tensors[2].bytes.byteCount == 4 * 34)
  }

  @Test func anAlignmentOfTheFileIsKept() throws {
    var bytes = GGUFBytes()
    bytes.add("general.alignment", 4, GGUFBytes.bytes(UInt32(8)))
    bytes.tensors = [("a", [1], 0, 0), ("b", [1], 0, 8)]
    bytes.data = Array(0..<12)
    let file = try read(bytes)
    #expect(file.tensors.count == 2)
    bytes.tensors[1].offset = 4
    #expect(throws: ModelError.self) { try read(bytes) }
  }

  private static let faults: [(String, @Sendable (inout GGUFBytes) -> Void)] = [
    ("is of GGUF version 1, supported are 2 and 3", { $0.version = 1 }),
    ("is a big-endian GGUF file", { $0.version = 3 << 24 }),
    ("the number of tensors announces 18446744073709551615", { $0.tensorCount = .max }),
    ("the number of values announces 9223372036854775807", { $0.valueCount = 1 << 63 - 1 }),
    ("b has a truth value of 2", { $0.add("b", 7, [2]) }),
    ("b is of type 13, the types are 0 to 12", { $0.add("b", 13, [0]) }),
    ("b is a list of type 99", { $0.add("b", 9, GGUFBytes.list(99, [])) }),
    (
      "b announces 1152921504606846976 of at least 8 bytes",
      { $0.add("b", 9, GGUFBytes.bytes(UInt32(8)) + GGUFBytes.bytes(UInt64(1) << 60)) }
    ),
    ("b announces 1000000 of at least 1 bytes", { $0.add("b", 8, GGUFBytes.bytes(UInt64(1_000_000))) }),
    ("that is not UTF-8", { $0.add("b", 8, GGUFBytes.bytes(UInt64(1)) + [0xFF]) }),
    ("the metadata has the name u8 twice", { $0.add("u8", 0, [1]) }),
    (
      "b nests more than 4 lists",
      { file in
        var nested = GGUFBytes.list(0, [])
        for _ in 0..<4 { nested = GGUFBytes.list(9, [nested]) }
        file.add("b", 9, nested)
      }
    ),
    (
      #""general.alignment" is 24, supported is a power of two up to 65536"#,
      { $0.add("general.alignment", 4, GGUFBytes.bytes(UInt32(24))) }
    ),
    (
      #""general.alignment" is "wide", supported is a power of two"#,
      { $0.add("general.alignment", 8, GGUFBytes.text("wide")) }
    ),
    ("the name a is that of two tensors", { $0.tensors.append($0.tensors[0]) }),
    ("the tensor a has 5 dimensions, not 1 to 4", { $0.tensors[0].extents = [1, 1, 1, 1, 1] }),
    ("the tensor a has 0 dimensions", { $0.tensors[0].extents = [] }),
    ("the tensor a has an extent of 0", { $0.tensors[0].extents = [0] }),
    ("the tensor a has an extent of 18446744073709551615", { $0.tensors[0].extents = [.max] }),
    ("is larger than any memory", { $0.tensors[0].extents = [1 << 40, 1 << 40] }),
    ("the tensor a is stored as Q2_K, supported are BF16", { $0.tensors[0].type = 10 }),
    ("the tensor a is stored as type 77", { $0.tensors[0].type = 77 }),
    (
      "the tensor b of shape [2, 33] is stored as Q8_0, whose rows are multiples of 32",
      { $0.tensors[1].extents = [33, 2] }
    ),
    (
      "the tensor a begins at 33 of the data, which should be a multiple of 32", { $0.tensors[0].offset = 33 }
    ),
    ("the tensor a begins at 9223372036854775808 of the data", { $0.tensors[0].offset = 1 << 63 }),
    ("the tensor d takes 400 bytes from 224 of the data, which has 226", { $0.tensors[3].extents = [200] }),
    ("the tensor b begins at 32 of the data, a before it ends at 56", { $0.tensors[1].offset = 32 }),
  ]

  @Test(arguments: faults.indices)
  func faultyFilesAreRefusedInOneSentence(index: Int) throws {
    let (sentence, spoil) = Self.faults[index]
    var bytes = GGUFBytes.sample
    spoil(&bytes)
    let temporary = try TemporaryFile(bytes.file)
    let error = #expect(throws: ModelError.self) { try GGUFFile(path: temporary.path) }
    let description = try #require(error).description
    #expect(description.hasPrefix(temporary.path + ": ") && description.contains(sentence), "\(description)")
  }

  @Test func everyShortenedFileIsRefused() throws {
    let whole = GGUFBytes.sample.file
    for length in 0..<whole.count {
      let temporary = try TemporaryFile(Array(whole[..<length]))
      #expect(throws: ModelError.self, "\(length) bytes") { try GGUFFile(path: temporary.path) }
    }
  }

  @Test func otherFilesAreNamedAsSuch() throws {
    let temporary = try TemporaryFile(SafetensorsFileTests.valid)
    let error = #expect(throws: ModelError.self) { try GGUFFile(path: temporary.path) }
    #expect(error?.description.contains("does not begin with the letters GGUF") == true)
    #expect(throws: ModelError.unreadable(file: "/tmp", reason: "it is not a regular file")) {
      try GGUFFile(path: "/tmp")
    }
  }

  /// Damaged files are refused or read as tensors that lie within the file; they never trap.
  @Test func damagedFilesNeverTrap() throws {
    var state: UInt64 = 20_261_121
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let whole = GGUFBytes.sample.file
    var read = 0
    for round in 0..<4_000 {
      var bytes = whole
      for _ in 0...random(3) {
        let place = random(bytes.count)
        switch random(5) {
        case 0: bytes[place] = UInt8(random(256))
        case 1: bytes[place] = [0, 1, 0x7F, 0x80, 0xFF][random(5)]
        case 2: bytes.removeLast(random(bytes.count / 2))
        case 3: bytes.insert(UInt8(random(256)), at: place)
        default:
          for index in place..<min(bytes.count, place + 8) { bytes[index] = 0xFF }
        }
      }
      let temporary = try TemporaryFile(bytes)
      guard let file = try? GGUFFile(path: temporary.path) else { continue }
      read += 1
      let length = file.tensors.reduce(0) { $0 + $1.bytes.withUnsafeBytes { Array($0).count } }
      #expect(length < bytes.count, "round \(round)")
    }
    #expect(read > 100, "only \(read) damaged files were read, too few to say anything")
  }

  @Test func numbersOfEveryFloatingPointTypeAreExact() throws {
    var bytes = GGUFBytes()
    bytes.tensors = [("f32", [2], 0, 0), ("f16", [6], 1, 32), ("bf16", [2], 30, 64)]
    let halves: [UInt16] = [0x3C00, 0x8001, 0x7BFF, 0xFC00, 0x0400, 0x7E00]
    bytes.data = [Float(0.1), -3].flatMap { GGUFBytes.bytes($0.bitPattern) }
    bytes.data += [UInt8](repeating: 0, count: 24) + halves.flatMap(GGUFBytes.bytes)
    bytes.data += [UInt8](repeating: 0, count: 20) + [0x80, 0x3F, 0x00, 0xC0]
    let file = try read(bytes)
    #expect(file.tensors[0].numbers == [0.1, -3])
    let found = file.tensors[1].numbers
    #expect(Array(found.prefix(5)) == [1, -0x1p-24, 65_504, -.infinity, 0x1p-14] && found[5].isNaN)
    #expect(file.tensors[2].numbers == [1, -2])
  }
}
