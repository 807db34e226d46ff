/// One sign of a named move.
enum MoveSign: Hashable {
  case kind(PieceKind)
  case place(MoveName.Place)
  /// 平 进 退.
  case direction(MoveName.Direction)
  /// `=` or `.`, `+`, `-`, which in WXF are directions and also tell the front piece from the rear one.
  case mark(MoveName.Direction)
  case number(Int)
  case letter(Unicode.Scalar)

  /// The sign of a folded character, or nil if no notation has it.
  init?(_ scalar: Unicode.Scalar) {
    if let kind = ChineseGlyphs.kind(of: scalar) {
      self = .kind(kind)
    } else if let place = ChineseGlyphs.place(of: scalar) {
      self = .place(place)
    } else if let direction = ChineseGlyphs.direction(of: scalar) {
      self = .direction(direction)
    } else if let number = ChineseGlyphs.number(of: scalar) {
      self = .number(number)
    } else {
      switch scalar {
      case "+": self = .mark(.forward)
      case "-": self = .mark(.backward)
      case "=", ".": self = .mark(.sideways)
      case "a"..."z", "A"..."Z": self = .letter(scalar)
      default: return nil
      }
    }
  }

  /// The kind that a Chinese character or a WXF letter names.
  var kind: PieceKind? {
    switch self {
    case .kind(let kind): kind
    case .letter(let letter): PieceKind(wxf: letter)
    default: nil
    }
  }

  var direction: MoveName.Direction? {
    switch self {
    case .direction(let direction), .mark(let direction): direction
    default: nil
    }
  }

  /// A number of 1–9; no move is written with a 0.
  var number: Int? {
    guard case .number(let number) = self, number > 0 else { return nil }
    return number
  }

  /// 前, 中, 后, or a number counted from the front.
  var place: MoveName.Place? {
    switch self {
    case .place(let place): place
    default: number.map { .index($0) }
    }
  }
}

/// What a text says about a move: like a `MoveName`, but as vague as the text is.
struct MoveDescription: Hashable {
  /// Which pieces of the kind are meant.
  enum Choice: Hashable {
    /// 炮二: all on that file.
    case file(Int)
    /// 前炮, 中兵: that place on every file with two or more.
    case place(MoveName.Place)
    /// 前兵四, `14`: that place on that file.
    case placeOnFile(MoveName.Place, Int)
    /// 二兵, `Pb`: that number in the series of the computer standard.
    case ordinal(Int)
    /// `C+`, `P-`, `P.`: the 1st, 2nd, 3rd on a file with two or three.
    case mark(Int)
  }

  var kind: PieceKind
  var choice: Choice
  var direction: MoveName.Direction
  var number: Int

  /// Reads four or five signs, Chinese and WXF alike, or nil if they have no known shape.
  init?(_ signs: [MoveSign]) {
    guard signs.count == 4 || signs.count == 5, let direction = signs[signs.count - 2].direction,
      let number = signs[signs.count - 1].number
    else { return nil }
    self.direction = direction
    self.number = number
    if signs.count == 5 {
      guard let place = signs[0].place, let kind = signs[1].kind, let file = signs[2].number else {
        return nil
      }
      self.kind = kind
      choice = .placeOnFile(place, file)
      return
    }
    guard let (kind, choice) = Self.piece(signs[0], signs[1]) else { return nil }
    self.kind = kind
    self.choice = choice
  }

  /// The piece that the first two of four signs name.
  private static func piece(_ first: MoveSign, _ second: MoveSign) -> (PieceKind, Choice)? {
    if let kind = first.kind {
      if let file = second.number { return (kind, .file(file)) }
      guard case .letter = first else { return nil }
      switch second {
      case .mark(.forward): return (kind, .mark(1))
      case .mark(.backward): return (kind, .mark(2))
      case .mark(.sideways): return (kind, .mark(3))
      case .letter(let letter) where kind == .soldier:
        let ordinal = Int(letter.value | 0x20) - 0x60
        return (1...5).contains(ordinal) ? (kind, .ordinal(ordinal)) : nil
      default: return nil
      }
    }
    guard let place = first.place else { return nil }
    // 前四 and 14: soldiers, the only pieces for which the kind may be left out.
    if let file = second.number { return (.soldier, .placeOnFile(place, file)) }
    guard let kind = second.kind else { return nil }
    if case .index(let ordinal) = place { return (kind, .ordinal(ordinal)) }
    return (kind, .place(place))
  }
}

/// What became of a description on the board.
struct MoveReading {
  /// The legal moves it fits, ascending.
  var legal: [Move] = []
  /// The moves it means that are not legal.
  var refused: [RefusedMove] = []
  /// Whether any piece fits the name at all.
  var hasPiece = false

  /// Adds what another reading of the same text found.
  mutating func merge(_ other: MoveReading) {
    legal = Set(legal).union(other.legal).sorted()
    refused += other.refused
    hasPiece = hasPiece || other.hasPiece
  }

  /// The move, if exactly one fits, else the error.
  func move(written text: String) throws(NotationError) -> Move {
    if let move = legal.first, legal.count == 1 { return move }
    if legal.count > 1 { throw .ambiguous(text, legal) }
    if hasPiece { throw .illegal(text, refused) }
    throw .noPiece(text)
  }
}

extension Position {
  /// The legal move that a name in folded text means.
  ///
  /// See `move(_:in:)`.
  func namedMove(
    _ letters: [Unicode.Scalar], written text: String, withPinyin: Bool
  ) throws(NotationError) -> Move {
    let signs = letters.compactMap { MoveSign($0) }
    guard signs.count == letters.count else { throw .malformed(text) }
    let named = MoveDescription(signs).map { reading(of: $0) }
    if let named, !named.legal.isEmpty || !withPinyin { return try named.move(written: text) }
    let descriptions = withPinyin ? PinyinInitials.descriptions(signs) : []
    guard var reading = descriptions.first.map({ reading(of: $0) }) else {
      guard let named else { throw .malformed(text) }
      return try named.move(written: text)
    }
    for description in descriptions.dropFirst() { reading.merge(self.reading(of: description)) }
    // What the letters mean in WXF is the better explanation where pinyin leads nowhere either.
    if let named, reading.legal.count != 1 { return try named.move(written: text) }
    return try reading.move(written: text)
  }

  /// Compares a description with the pieces on the board and the legal moves.
  func reading(of description: MoveDescription) -> MoveReading {
    var reading = MoveReading()
    for square in pieces(of: description).sorted() {
      reading.hasPiece = true
      guard
        let to = target(of: description.kind, from: square, description.direction, description.number)
      else { continue }
      let move = Move(from: square, to: to)
      if let refusal = refusal(of: move) {
        reading.refused.append(RefusedMove(move: move, refusal: refusal))
      } else {
        reading.legal.append(move)
      }
    }
    return reading
  }

  /// The pieces of the side to move that a description may mean.
  private func pieces(of description: MoveDescription) -> [Square] {
    if case .file(let number) = description.choice {
      let file = sideToMove.file(notation: number)
      return squares(of: Piece(sideToMove, description.kind)).filter { $0.file == file }
    }
    let columns = columns(of: description.kind)
    switch description.choice {
    case .file(let file): return columns[file]
    case .place(let place): return columns.compactMap { self.piece(at: place, in: $0) }
    case .placeOnFile(let place, let file): return self.piece(at: place, in: columns[file]).map { [$0] } ?? []
    case .ordinal(let ordinal):
      guard description.kind == .soldier else { return [] }
      return series(columns).dropFirst(ordinal - 1).first.map { [$0] } ?? []
    case .mark(let index):
      return columns.compactMap { $0.count <= 3 ? self.piece(at: .index(index), in: $0) : nil }
    }
  }

  /// The piece at that place of a column, front first.
  ///
  /// A lone piece has no place.
  private func piece(at place: MoveName.Place, in column: [Square]) -> Square? {
    guard column.count >= 2 else { return nil }
    switch place {
    case .front: return column.first
    case .rear: return column.last
    case .middle: return column.count == 3 ? column[1] : nil
    case .index(let index): return column.dropFirst(index - 1).first
    }
  }
}
