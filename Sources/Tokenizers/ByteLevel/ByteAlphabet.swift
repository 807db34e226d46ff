/// The 256 printable characters that GPT-2's vocabularies write bytes with (`bytes_to_unicode` in openai/gpt-2,
/// `encoder.py`): a byte that prints in Latin 1 is itself, the others follow from U+0100 on.
enum ByteAlphabet {
  /// The character of every byte.
  static let scalars: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (UInt8.min...UInt8.max).map { byte in
      if prints(byte) { return Unicode.Scalar(byte) }
      defer { next += 1 }
      return Unicode.Scalar(next) ?? "?"
    }
  }()

  private static let bytes: [Unicode.Scalar: UInt8] = Dictionary(
    uniqueKeysWithValues: zip(scalars, UInt8.min...UInt8.max))

  private static func prints(_ byte: UInt8) -> Bool {
    (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || byte >= 0xAE
  }

  /// The bytes that a token's name stands for; the name's own bytes if a character of it stands for none.
  static func bytes(of name: String) -> [UInt8] {
    var result: [UInt8] = []
    for scalar in name.unicodeScalars {
      guard let byte = bytes[scalar] else { return Array(name.utf8) }
      result.append(byte)
    }
    return result
  }
}
