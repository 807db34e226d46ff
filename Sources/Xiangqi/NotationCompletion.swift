extension Position {
  /// The legal moves whose text begins with `prefix`, each with its whole text in `notation`.
  ///
  /// The prefix may be in any script and form that `move(_:in:)` reads, whatever `notation` is: 炮, `c` and
  /// `h2` all find 炮二平五. Moves that fit only as pinyin initials come last; an empty prefix gives every legal
  /// move. Coordinates with ranks 1–10 are looked at only if `notation` is `.uciFairy`.
  public func completions(of prefix: String, in notation: Notation) -> [(move: Move, text: String)] {
    guard let letters = MoveText.fold(prefix) else { return [] }
    let allSigns = letters.compactMap { MoveSign($0) }
    let signs = allSigns.count == letters.count ? allSigns : nil
    var direct: [Move] = []
    var pinyin: [Move] = []
    for move in legalMoves() {
      let coordinates = notation == .uciFairy ? move.uciFairy : move.iccs
      if Self.coordinates(coordinates, beginWith: letters) {
        direct.append(move)
      } else if let signs, let name = name(of: move) {
        let spellings = spellings(of: name, from: move.from)
        if spellings.contains(where: { Self.spelling($0, beginsWith: signs, pinyin: false) }) {
          direct.append(move)
        } else if spellings.contains(where: { Self.spelling($0, beginsWith: signs, pinyin: true) }) {
          pinyin.append(move)
        }
      }
    }
    return (direct + pinyin).map { ($0, text(of: $0, in: notation)) }
  }

  /// Whether coordinates, with or without a hyphen in the middle, begin with these letters.
  private static func coordinates(_ text: String, beginWith letters: [Unicode.Scalar]) -> Bool {
    let typed = letters.map { ("A"..."Z").contains($0) ? $0.value | 0x20 : $0.value }
    let plain = text.unicodeScalars.map(\.value)
    guard !plain.starts(with: typed) else { return true }
    // The to square begins at the second letter of a file.
    guard let middle = plain.dropFirst().firstIndex(where: { $0 >= 0x61 }) else { return false }
    return (plain[..<middle] + [0x2D] + plain[middle...]).starts(with: typed)
  }

  /// Every way to write a named move that `MoveDescription` reads, sign by sign.
  private func spellings(of name: MoveName, from square: Square) -> [[MoveSign]] {
    let standing = name.standing
    var pieces: [[MoveSign]] = [[.kind(name.kind), .number(standing.file)]]
    if standing.height >= 2 {
      var places: [MoveSign] = [.number(standing.index)]
      if standing.index == 1 { places.append(.place(.front)) }
      if standing.index == standing.height { places.append(.place(.rear)) }
      if standing.index == 2, standing.height == 3 { places.append(.place(.middle)) }
      for place in places {
        if case .place = place { pieces.append([place, .kind(name.kind)]) }
        pieces.append([place, .kind(name.kind), .number(standing.file)])
        if name.kind == .soldier { pieces.append([place, .number(standing.file)]) }
      }
      let marks: [MoveName.Direction] = [.forward, .backward, .sideways]
      if standing.height <= 3 { pieces.append([.kind(name.kind), .mark(marks[standing.index - 1])]) }
      if name.kind == .soldier, let place = series(columns(of: .soldier)).firstIndex(of: square) {
        pieces.append([.number(place + 1), .kind(.soldier)])
        pieces.append([.kind(.soldier), .letter(["a", "b", "c", "d", "e"][place])])
      }
    }
    return pieces.map { $0 + [.direction(name.direction), .number(name.number)] }
  }

  private static func spelling(_ spelling: [MoveSign], beginsWith typed: [MoveSign], pinyin: Bool) -> Bool {
    guard typed.count <= spelling.count else { return false }
    return zip(spelling, typed).allSatisfy { sign, typed in
      if sign == typed { return true }
      switch (sign, typed) {
      case (.kind(let kind), .letter(let letter)):
        return pinyin ? PinyinInitials.kinds(of: letter).contains(kind) : PieceKind(wxf: letter) == kind
      case (.direction(let direction), .letter(let letter)):
        return pinyin && PinyinInitials.direction(of: letter) == direction
      case (.direction(let direction), .mark(let mark)): return direction == mark
      case (.place(let place), .letter(let letter)):
        return pinyin && PinyinInitials.place(of: letter) == place
      case (.letter(let letter), .letter(let typed)): return letter.value == typed.value | 0x20
      default: return false
      }
    }
  }
}
