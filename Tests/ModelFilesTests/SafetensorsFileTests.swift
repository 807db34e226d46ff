import ModelFiles
import Testing

struct SafetensorsFileTests {
  static let header = #"""
    {"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[1,2],"data_offsets":[6,14]},
     "a":{"dtype":"BF16","shape":[3],"data_offsets":[0,6]}}
    """#
  static let valid = safetensors(header, data: Array(0..<14))

  @Test func tensorsAreListedInTheOrderOfTheirData() throws {
    let temporary = try TemporaryFile(Self.valid)
    let file = try SafetensorsFile(path: temporary.path)
    #expect(file.tensors.map(\.name) == ["a", "b"])
    #expect(file.tensors.map(\.shape) == [[3], [1, 2]])
    #expect(file.tensors.map(\.type) == [.bfloat16, .float32])
    #expect(content(file.tensors[1]) == Array(6..<14))
  }

  @Test(arguments: [
    (#"[]"#, 0, "the header should be a JSON object"),
    (#"{"__metadata__":{"a":1}}"#, 0, "__metadata__ should be an object of strings"),
    (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "the entry of a should have dtype, shape and data_offsets"),
    (#"{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}"#, 8, "the tensor a is stored as F64"),
    (#"{"a":{"dtype":"Q8_0","shape":[32],"data_offsets":[0,34]}}"#, 34, "the tensor a is stored as Q8_0"),
    (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "the shape of a should be of counts"),
    (
      #"{"a":{"dtype":"F32","shape":[9223372036854775807,4],"data_offsets":[0,4]}}"#, 4,
      "the shape of a is larger than any memory"
    ),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, 4, "two places in 4 bytes"),
    (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "has 4 bytes, F32 of [2] takes 8"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8, "begins at 4 of the data"),
    (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 8, "the tensors end at byte"),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      8, "the tensor b begins at 4 of the data, the one before it ends at 8"
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      8, #"the name "a" occurs twice"#
    ),
  ])
  func faultyHeadersAreRefused(header: String, dataCount: Int, sentence: String) throws {
    let temporary = try TemporaryFile(
      safetensors(header, data: [UInt8](repeating: 0, count: dataCount)))
    do {
      let file = try SafetensorsFile(path: temporary.path)
      Issue.record("read as \(file.tensors.map(\.name))")
    } catch {
      #expect("\(error)".contains(sentence) && "\(error)".hasPrefix(temporary.path), "\(error)")
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 100])
  func shortFilesAreRefused(length: Int) throws {
    let temporary = try TemporaryFile(Array(Self.valid.prefix(length)))
    #expect(throws: ModelError.self) { try SafetensorsFile(path: temporary.path) }
  }

  @Test(arguments: [UInt64(1) << 63, UInt64.max, UInt64(SafetensorsFile.headerLimit) + 1, 10_000])
  func headerLengthsBeyondTheFileAreRefused(length: UInt64) throws {
    let start = (0..<8).map { UInt8(truncatingIfNeeded: length >> (8 * $0)) }
    let temporary = try TemporaryFile(start + Self.valid.dropFirst(8))
    #expect(throws: ModelError.self) { try SafetensorsFile(path: temporary.path) }
  }

  func content(_ tensor: Tensor) -> [UInt8] { tensor.bytes.withUnsafeBytes { Array($0) } }

  /// Damaged files are refused or read as tensors that lie within the file; they never trap.
  @Test func damagedFilesNeverTrap() throws {
    var state: UInt64 = 20_260_101
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    for round in 0..<2_000 {
      var bytes = Self.valid
      for _ in 0...random(3) {
        switch random(4) {
        case 0: bytes[random(bytes.count)] = UInt8(random(256))
        case 1: bytes[8 + random(bytes.count - 8)] = UInt8(ascii: "9")
        case 2: bytes.removeLast(random(bytes.count - 9))
        default: bytes.insert(UInt8(random(128)), at: random(bytes.count))
        }
      }
      let temporary = try TemporaryFile(bytes)
      guard let file = try? SafetensorsFile(path: temporary.path) else { continue }
      let length = file.tensors.reduce(0) { $0 + content($1).count }
      #expect(length < bytes.count, "round \(round)")
    }
  }

  @Test func missingFilesAndFoldersAreNamed() {
    #expect(throws: ModelError.unreadable(file: "/nowhere/x", reason: "No such file or directory")) {
      try SafetensorsFile(path: "/nowhere/x")
    }
    #expect(throws: ModelError.unreadable(file: "/tmp", reason: "it is not a regular file")) {
      try SafetensorsFile(path: "/tmp")
    }
  }

  @Test func longFilesAreNotCopied() throws {
    let temporary = try TemporaryFile(Self.valid)
    #expect(throws: ModelError.tooLong(file: temporary.path, length: Self.valid.count, limit: 10)) {
      try MappedFile.read(path: temporary.path, limit: 10)
    }
  }
}
