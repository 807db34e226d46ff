/// The division of a text that no token crosses.
///
/// Digits, punctuation, symbols and spaces stand alone; Latin letters stay together, and so does everything else, Chinese
/// above all. As a regular expression, whose matches and gaps `tokenizers` isolates: ``pattern``.
enum TextRuns {
  static let pattern = #"[0-9]|[\p{P}\p{S}\s]|[A-Za-z]+|[^0-9A-Za-z\p{P}\p{S}\s]+"#

  /// What a scalar does with its neighbours.
  private enum Kind: UInt8 {
    case alone, latin, other
  }

  /// Hands over the runs of a text in their order.
  static func forEach(
    in text: [Unicode.Scalar], _ body: (ArraySlice<Unicode.Scalar>) -> Void
  ) {
    var start = 0
    while start < text.count {
      let kind = kind(text[start])
      var end = start + 1
      if kind != .alone {
        while end < text.count, self.kind(text[end]) == kind { end += 1 }
      }
      body(text[start..<end])
      start = end
    }
  }

  @inline(__always)
  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    let value = Int(scalar.value)
    return value < kinds.count ? kinds[value] : find(scalar)
  }

  /// The kinds of the first plane: asking Unicode's tables each time would take longer than all the rest.
  private static let kinds: [Kind] = (0..<0x1_0000 as Range<UInt32>).map { value in
    Unicode.Scalar(value).map(find) ?? .other
  }

  private static func find(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar {
    case "0"..."9": return .alone
    case "A"..."Z", "a"..."z": return .latin
    default: break
    }
    if scalar.properties.isWhitespace { return .alone }
    switch scalar.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
      return .alone
    default: return .other
    }
  }
}
