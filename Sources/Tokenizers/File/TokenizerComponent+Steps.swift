internal import ModelFiles

extension TokenizerComponent {
  /// The steps of a normalizer, those of sequences in a row.
  func normalizers() throws(TokenizerError) -> [Normalizer] {
    let type = try type()
    switch type {
    case "Sequence":
      var steps: [Normalizer] = []
      for component in try elements("normalizers") { steps += try component.normalizers() }
      return steps
    case "NFC": return [.nfc]
    case "NFD": return [.nfd]
    case "Lowercase": return [.lowercase]
    case "StripAccents": return [.stripAccents]
    case "Strip":
      return [
        .strip(left: try flag("strip_left", default: true), right: try flag("strip_right", default: true))
      ]
    case "Prepend": return [.prepend(try shortText("prepend"))]
    case "Replace": return [.replace(try pattern(), with: try shortText("content"))]
    case "BertNormalizer":
      let lowercases = try flag("lowercase", default: true)
      return [
        .bert(
          BertNormalizer(
            cleansText: try flag("clean_text", default: true),
            separatesHan: try flag("handle_chinese_chars", default: true),
            stripsAccents: try flag("strip_accents", default: lowercases), lowercases: lowercases))
      ]
    case "Precompiled":
      guard let bytes = Base64.decode(try text("precompiled_charsmap")) else {
        throw malformed("precompiled_charsmap", "a table in base 64 should be there")
      }
      return bytes.isEmpty ? [] : [.clusters(try CharacterMap(bytes[...], file: file))]
    default:
      throw unsupported(
        "type", found: type,
        supported:
          "NFC, NFD, Lowercase, StripAccents, Strip, Prepend, Replace, BertNormalizer, Precompiled, Sequence")
    }
  }

  /// The steps of a pre-tokenizer, those of sequences in a row.
  func preTokenizers() throws(TokenizerError) -> [PreTokenizer] {
    let type = try type()
    switch type {
    case "Sequence":
      var steps: [PreTokenizer] = []
      for component in try elements("pretokenizers") { steps += try component.preTokenizers() }
      return steps
    case "ByteLevel":
      return [
        .byteLevel(
          addsSpace: try flag("add_prefix_space", default: true),
          pattern: try flag("use_regex", default: true) ? .gpt2 : nil)
      ]
    case "BertPreTokenizer": return [.bert]
    case "WhitespaceSplit": return [.whitespaceSplit]
    case "Whitespace":
      return [.whitespaceSplit, .split(.characters(.word, limit: .max), .isolated, inverted: false)]
    case "Metaspace": return [try metaspace()]
    case "Split":
      let pattern = try pattern()
      let inverted = try flag("invert", default: false)
      return [.split(pattern, try behavior(default: nil), inverted: inverted)]
    case "Punctuation":
      return [
        .split(.characters(.bertPunctuation, limit: 1), try behavior(default: .isolated), inverted: false)
      ]
    case "Digits":
      let isAlone = try flag("individual_digits", default: false)
      return [.split(.characters(.number, limit: 1), isAlone ? .isolated : .contiguous, inverted: false)]
    default:
      throw unsupported(
        "type", found: type,
        supported: "ByteLevel, BertPreTokenizer, Whitespace, WhitespaceSplit, Metaspace, Split, Punctuation, "
          + "Digits, Sequence")
    }
  }

  private func behavior(default fallback: SplitBehavior?) throws(TokenizerError) -> SplitBehavior {
    let name = try text("behavior", default: fallback?.rawValue)
    guard let behavior = SplitBehavior(rawValue: name) else {
      throw unsupported(
        "behavior", found: name, supported: SplitBehavior.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return behavior
  }

  private func metaspace() throws(TokenizerError) -> PreTokenizer {
    .metaspace(
      replacement: try replacement(), prefix: try prefixScheme(), splits: try flag("split", default: true))
  }

  private func replacement() throws(TokenizerError) -> Unicode.Scalar {
    let text = try shortText("replacement")
    guard text.count == 1, let scalar = text.first else {
      throw malformed("replacement", "one character should be there")
    }
    return scalar
  }

  private func prefixScheme() throws(TokenizerError) -> PreTokenizer.MetaspacePrefix {
    guard try flag("add_prefix_space", default: true) else { return .never }
    let name = try text("prepend_scheme", default: "always")
    guard let scheme = PreTokenizer.MetaspacePrefix(rawValue: name) else {
      throw unsupported("prepend_scheme", found: name, supported: "always, first, never")
    }
    return scheme
  }

  /// How tokens become text.
  func writer() throws(TokenizerError) -> TokenWriter {
    switch try type() {
    case "ByteLevel": return .byteLevel
    case "WordPiece": return .words(prefix: String(try shortText("prefix", default: "##")))
    case "BPEDecoder": return .suffixed(String(try shortText("suffix", default: "</w>")))
    default:
      var text = PieceText(separator: "")
      var isFused = false
      try apply(to: &text, &isFused)
      return .pieces(text)
    }
  }

  /// Adds what this decoder does to a piece.
  private func apply(to text: inout PieceText, _ isFused: inout Bool) throws(TokenizerError) {
    let type = try type()
    switch type {
    case "Sequence":
      for component in try elements("decoders") { try component.apply(to: &text, &isFused) }
    case "Replace":
      guard case .literal(let old) = try pattern(), !isFused else {
        throw unsupported("pattern", found: "\(value["pattern"] ?? .null)", supported: "a String before Fuse")
      }
      let content = try shortText("content")
      guard content.count <= old.count else {
        throw malformed("content", "a text no longer than what it replaces should be there")
      }
      text.replacements.append((old, content))
    case "ByteFallback": text.hasBytes = true
    case "Fuse": isFused = true
    case "Metaspace":
      let replacement = try replacement()
      text.replacements.append(([replacement], [" "]))
      if try prefixScheme() != .never { text.strip = (" ", .max) }
    case "Strip":
      let content = try shortText("content")
      let count = try integer("start")
      guard content.count == 1, count >= 0, try integer("stop") == 0, isFused else {
        throw unsupported("type", found: type, supported: "one that strips the start of a text, after Fuse")
      }
      if count > 0 { text.strip = (content[0], count) }
    default:
      throw unsupported(
        "type", found: type,
        supported: "ByteLevel, WordPiece, BPEDecoder, Metaspace, Replace, ByteFallback, Fuse, Strip, Sequence"
      )
    }
  }
}

/// Bytes written in base 64 (RFC 4648).
enum Base64 {
  static func decode(_ text: String) -> [UInt8]? {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for byte in text.utf8 where byte != UInt8(ascii: "=") {
      guard let value = value(of: byte) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  private static func value(of byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a")) + 26
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0")) + 52
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
