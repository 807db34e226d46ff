/// A colour of a cell: the terminal's own, one of the sixteen every theme defines, or one of the 256 of xterm.
///
/// Terminals with fewer colours show the nearest they have (see `basic`); monochrome ones show none, so colour
/// is never the only sign of anything.
public enum Color: Sendable, Hashable {
  /// What the terminal uses when nothing is asked for.
  case `default`
  case black, red, green, yellow, blue, magenta, cyan, white
  case brightBlack, brightRed, brightGreen, brightYellow, brightBlue, brightMagenta, brightCyan, brightWhite
  /// Entry 0...255 of the xterm palette: 16 theme colours, a 6 x 6 x 6 cube, 24 greys.
  case palette(UInt8)

  /// The entry of the xterm palette, nil for ``default``.
  public var paletteIndex: Int? {
    switch self {
    case .default: nil
    case .black: 0
    case .red: 1
    case .green: 2
    case .yellow: 3
    case .blue: 4
    case .magenta: 5
    case .cyan: 6
    case .white: 7
    case .brightBlack: 8
    case .brightRed: 9
    case .brightGreen: 10
    case .brightYellow: 11
    case .brightBlue: 12
    case .brightMagenta: 13
    case .brightCyan: 14
    case .brightWhite: 15
    case .palette(let index): Int(index)
    }
  }

  /// The entry that a terminal with `colors` colours shows for this one: itself where it fits, else the nearest of
  /// the first 16, else of the first 8 (bright black becomes white, so that it stays legible on black).
  ///
  /// Nil for ``default`` and wherever `colors` is below 8.
  public func index(withinColors colors: Int) -> Int? {
    guard let own = paletteIndex, colors >= 8 else { return nil }
    if own < colors { return own }
    let nearest = own < 16 ? own : Self.nearestOfSixteen(to: own)
    if nearest < colors { return nearest }
    return nearest == 8 ? 7 : nearest - 8
  }

  /// The theme colour 0...15 nearest to entry 16...255: grey by lightness, others by which of red, green and blue
  /// are on.
  static func nearestOfSixteen(to index: Int) -> Int {
    let (red, green, blue) = levels(ofPalette: index)
    let strongest = max(red, green, blue)
    let weakest = min(red, green, blue)
    if strongest - weakest < 30 {
      return switch strongest {
      case ..<60: 0
      case ..<150: 8
      case ..<220: 7
      default: 15
      }
    }
    let threshold = (strongest + weakest) / 2
    let hue = (red >= threshold ? 1 : 0) | (green >= threshold ? 2 : 0) | (blue >= threshold ? 4 : 0)
    return strongest >= 220 ? hue + 8 : hue
  }

  /// Red, green and blue, 0...255, of entry 16...255 of the xterm palette.
  private static func levels(ofPalette index: Int) -> (red: Int, green: Int, blue: Int) {
    if index >= 232 {
      let grey = 8 + (index - 232) * 10
      return (grey, grey, grey)
    }
    let level = [0, 95, 135, 175, 215, 255]
    let cube = index - 16
    return (level[cube / 36], level[cube / 6 % 6], level[cube % 6])
  }
}

extension Color: CustomStringConvertible {
  /// The case's name, or `palette 180`.
  public var description: String {
    let names = [
      "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "brightBlack", "brightRed",
      "brightGreen", "brightYellow", "brightBlue", "brightMagenta", "brightCyan", "brightWhite",
    ]
    if case .palette(let index) = self { return "palette \(index)" }
    return paletteIndex.map { names[$0] } ?? "default"
  }
}
