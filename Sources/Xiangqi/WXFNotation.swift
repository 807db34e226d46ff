extension PieceKind {
  /// The capital letter of this kind in WXF notation: one of `KAEHRCP`.
  public var wxfLetter: Character {
    switch self {
    case .elephant: "E"
    case .horse: "H"
    default: letter
    }
  }

  /// The kind of a WXF letter, capital or small, with G for K, B for E and N for H.
  init?(wxf letter: Unicode.Scalar) {
    switch letter {
    case "K", "k", "G", "g": self = .general
    case "A", "a": self = .advisor
    case "E", "e", "B", "b": self = .elephant
    case "H", "h", "N", "n": self = .horse
    case "R", "r": self = .chariot
    case "C", "c": self = .cannon
    case "P", "p": self = .soldier
    default: return nil
    }
  }
}

extension MoveName {
  /// The canonical WXF text: `C2=5`; `C+-2` for the front one of two; `13=2` for the first of three or more
  /// soldiers on file 3, or of two where another file is doubled too.
  var wxf: String {
    let piece =
      if standing.ordinal != nil || standing.height > 2 && standing.needsQualifier {
        "\(standing.index)\(standing.file)"
      } else if standing.needsQualifier {
        "\(kind.wxfLetter)\(standing.index == 1 ? "+" : "-")"
      } else {
        "\(kind.wxfLetter)\(standing.file)"
      }
    let way: Character =
      switch direction {
      case .sideways: "="
      case .forward: "+"
      case .backward: "-"
      }
    return "\(piece)\(way)\(number)"
  }
}
