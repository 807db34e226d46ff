/// Where a file keeps a tensor of the decoder, and how its rows lie there.
struct TensorPlace: Sendable {
  /// The name in the file, without `.weight` or `.bias` in a table; `#` stands for a layer's number.
  var name: String
  /// Which part of the file's tensor it is, and of how many of the same size, one row under the other.
  var part = 0
  var parts = 1
  /// Whether a matrix has a row for each input, as in GPT-2 of Hugging Face.
  var isTurned = false
  /// Whether the rows of a head alternate between its halves, as in LLaMA of GGUF files.
  var isInterleaved = false

  init(_ name: String, part: Int = 0, of parts: Int = 1, isTurned: Bool = false, isInterleaved: Bool = false)
  {
    self.name = name
    self.part = part
    self.parts = parts
    self.isTurned = isTurned
    self.isInterleaved = isInterleaved
  }

  /// The shape in the file of a tensor that has `shape` in the decoder.
  func storedShape(of shape: [Int]) -> [Int] {
    guard let rows = shape.first else { return shape }
    let whole = [rows * parts] + shape.dropFirst()
    return isTurned && shape.count == 2 ? whole.reversed() : whole
  }
}

/// How a family of files names the tensors of a decoder; ours are those of LLaMA in Hugging Face.
struct TensorNames: Sendable {
  /// Places by our names, without `.weight` and `.bias`, `#` for a layer's number.
  ///
  /// Names that are missing here are the same in the file.
  var places: [String: TensorPlace] = [:]
  /// Names in the file, `#` for a number, of tensors that have no part in the computation.
  var ignored: Set<String> = []
  /// What all names in the file may begin with.
  var optionalPrefix = ""
  /// The name of the tensor that divides rotary frequencies, where files can have one.
  var rotaryFactors: String?

  /// Where the file keeps a tensor of ours.
  func place(of name: String, suffix: String) -> TensorPlace {
    let (pattern, number) = Self.pattern(of: name)
    guard var place = places[pattern] else { return TensorPlace(name + suffix) }
    place.name = Self.filling(place.name, with: number) + suffix
    return place
  }

  /// Whether a tensor of that name in the file may be left over.
  func ignores(_ name: String) -> Bool { ignored.contains(Self.pattern(of: name).pattern) }

  /// A name with `#` in place of the first part between dots that is a number, and that number.
  private static func pattern(of name: String) -> (pattern: String, number: Substring?) {
    var parts = name.split(separator: ".", omittingEmptySubsequences: false)
    guard let index = parts.firstIndex(where: { !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }) else {
      return (name, nil)
    }
    let number = parts[index]
    parts[index] = "#"
    return (parts.joined(separator: "."), number)
  }

  private static func filling(_ pattern: String, with number: Substring?) -> String {
    guard let number else { return pattern }
    return pattern.split(separator: "#", omittingEmptySubsequences: false).joined(separator: String(number))
  }
}

extension TensorNames {
  /// The names in a folder of safetensors files.
  init(folderOf config: DecoderConfig) {
    switch config.family {
    case .yiwen: self.init()
    case .gpt2: self = .gpt2
    case .llama, .qwen2, .qwen3:
      // Buffers that old files kept beside the weights.
      self.init(ignored: ["model.layers.#.self_attn.rotary_emb.inv_freq"])
    }
    // The library these files are of overwrites an output matrix that is tied.
    if config.family != .yiwen && config.tiesEmbeddings { ignored.insert("lm_head.weight") }
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
