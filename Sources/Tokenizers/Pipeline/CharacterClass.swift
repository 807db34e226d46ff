/// The classes of characters that vocabularies split words by: Unicode's general categories and white space.
struct CharacterClass: OptionSet, Sendable {
  let rawValue: UInt8

  /// Categories L*.
  static let letter = CharacterClass(rawValue: 1)
  /// Categories N*.
  static let number = CharacterClass(rawValue: 2)
  /// The property White_Space.
  static let space = CharacterClass(rawValue: 4)
  /// Categories M*.
  static let mark = CharacterClass(rawValue: 8)
  /// Categories P*.
  static let punctuation = CharacterClass(rawValue: 16)
  /// Categories S*.
  static let symbol = CharacterClass(rawValue: 32)
  /// Category Nd, beside ``number``.
  static let decimal = CharacterClass(rawValue: 64)
  /// Categories Cc, Cf and Co: not seen.
  static let control = CharacterClass(rawValue: 128)

  /// The basic multilingual plane, looked up once: asking the standard library costs a search.
  private static let plane: [CharacterClass] = (0..<0x10000).map { value in
    Unicode.Scalar(UInt32(value)).map { CharacterClass(lookingUp: $0) } ?? []
  }

  static func of(_ scalar: Unicode.Scalar) -> CharacterClass {
    scalar.value < 0x10000 ? plane[Int(scalar.value)] : CharacterClass(lookingUp: scalar)
  }

  private init(lookingUp scalar: Unicode.Scalar) {
    var result: CharacterClass
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: result = .letter
    case .decimalNumber: result = [.number, .decimal]
    case .letterNumber, .otherNumber: result = .number
    case .nonspacingMark, .spacingMark, .enclosingMark: result = .mark
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation:
      result = .punctuation
    case .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol: result = .symbol
    case .control, .format, .privateUse: result = .control
    default: result = []
    }
    if scalar.properties.isWhitespace { result.insert(.space) }
    self = result
  }

  init(rawValue: UInt8) {
    self.rawValue = rawValue
  }
}
