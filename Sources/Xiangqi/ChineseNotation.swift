/// The characters of Chinese notation, both scripts, in one table.
enum ChineseGlyphs {
  /// What a reader accepts for a piece, either side's character for either side.
  static func kind(of glyph: Unicode.Scalar) -> PieceKind? {
    switch glyph {
    case "帅", "帥", "将", "將": .general
    case "仕", "士": .advisor
    case "相", "象": .elephant
    case "马", "馬", "傌": .horse
    case "车", "車", "俥": .chariot
    case "炮", "砲", "包": .cannon
    case "兵", "卒": .soldier
    default: nil
    }
  }

  /// What a reader accepts for a direction.
  static func direction(of glyph: Unicode.Scalar) -> MoveName.Direction? {
    switch glyph {
    case "平": .sideways
    case "进", "進", "上": .forward
    case "退", "下": .backward
    default: nil
    }
  }

  /// What a reader accepts for a place among like pieces.
  static func place(of glyph: Unicode.Scalar) -> MoveName.Place? {
    switch glyph {
    case "前": .front
    case "中": .middle
    case "后", "後": .rear
    default: nil
    }
  }

  /// The value of a Chinese numeral or an ASCII digit.
  static func number(of glyph: Unicode.Scalar) -> Int? {
    switch glyph {
    case "0"..."9": Int(glyph.value) - 0x30
    case "一": 1
    case "二": 2
    case "三": 3
    case "四": 4
    case "五": 5
    case "六": 6
    case "七": 7
    case "八": 8
    case "九": 9
    default: nil
    }
  }

  /// 一 … 九.
  static let numerals: [Character] = ["一", "二", "三", "四", "五", "六", "七", "八", "九"]
  /// １ … ９.
  static let fullWidthDigits: [Character] = ["１", "２", "３", "４", "５", "６", "７", "８", "９"]
}

extension Piece {
  /// The character that stands on the piece: 帅仕相马车炮兵 for Red, 将士象马车炮卒 for Black, or their
  /// traditional forms 帥仕相馬車炮兵 and 將士象馬車炮卒.
  public func chineseName(traditional: Bool = false) -> Character {
    switch (kind, side) {
    case (.general, .red): traditional ? "帥" : "帅"
    case (.general, .black): traditional ? "將" : "将"
    case (.advisor, .red): "仕"
    case (.advisor, .black): "士"
    case (.elephant, .red): "相"
    case (.elephant, .black): "象"
    case (.horse, _): traditional ? "馬" : "马"
    case (.chariot, _): traditional ? "車" : "车"
    case (.cannon, _): "炮"
    case (.soldier, .red): "兵"
    case (.soldier, .black): "卒"
    }
  }
}

extension Side {
  /// How Chinese notation writes a number of 1–9 for this side: 一 … 九 for Red, １ … ９ for Black, the latter
  /// two columns wide as every Chinese character is, or as ASCII digits.
  public func chineseNumber(_ number: Int, asciiDigits: Bool = false) -> Character {
    precondition((1...9).contains(number), "Chinese notation counts from 1 to 9, not \(number)")
    if self == .red { return ChineseGlyphs.numerals[number - 1] }
    return asciiDigits ? Character("\(number)") : ChineseGlyphs.fullWidthDigits[number - 1]
  }
}

extension MoveName {
  /// The canonical Chinese text, after rule book 2020 article 7 and, for tall stacks of soldiers and for two
  /// doubled files, the computer standard《中国象棋电脑应用规范（二）》, which numbers them 一 … 五 for both sides.
  func chinese(side: Side, traditional: Bool, asciiDigits: Bool) -> String {
    let glyph = Piece(side, kind).chineseName(traditional: traditional)
    var text = ""
    if let ordinal = standing.ordinal {
      text = "\(ChineseGlyphs.numerals[ordinal - 1])\(glyph)"
    } else if standing.needsQualifier {
      let place: Character =
        if standing.index == 1 { "前" } else if standing.index < standing.height { "中" } else {
          traditional ? "後" : "后"
        }
      text = "\(place)\(glyph)"
    } else {
      text = "\(glyph)\(side.chineseNumber(standing.file, asciiDigits: asciiDigits))"
    }
    let way: Character =
      switch direction {
      case .sideways: "平"
      case .forward: traditional ? "進" : "进"
      case .backward: "退"
      }
    return text + "\(way)\(side.chineseNumber(number, asciiDigits: asciiDigits))"
  }
}
