/// How a move is called before it is put into letters: which piece, which way, and how far or where to.
struct MoveName {
  /// The way a piece goes, seen by its owner.
  enum Direction: Hashable {
    case sideways, forward, backward
  }

  /// A place among like pieces on one file.
  enum Place: Hashable {
    case front, middle, rear
    /// Counted from the front, from 1.
    case index(Int)
  }

  /// Where a piece stands among its like, counted as its owner counts.
  struct Standing {
    /// 1–9 from the owner's right.
    var file: Int
    /// 1 for the front one of the like pieces on the file.
    var index: Int
    /// How many like pieces share the file.
    var height: Int
    /// Whether the file number does not tell which piece is meant.
    ///
    /// Never true for advisors and elephants: their direction does.
    var needsQualifier: Bool
    /// The number of a soldier in the series of the computer standard, where it counts.
    var ordinal: Int?
  }

  var kind: PieceKind
  var standing: Standing
  var direction: Direction
  /// 1–9: the destination file, or for straight moves along a file the number of ranks.
  var number: Int
}

extension Side {
  /// 1–9 from this side's right for a file 0–8 from Red's left.
  public func notationFile(_ file: Int) -> Int { self == .red ? 9 - file : file + 1 }

  /// The file 0–8 of a number that this side counts.
  func file(notation number: Int) -> Int { self == .red ? 9 - number : number - 1 }
}

extension PieceKind {
  /// Whether the last number of every move is the destination file, since the piece never moves along one.
  var movesAslant: Bool {
    switch self {
    case .advisor, .elephant, .horse: true
    case .general, .chariot, .cannon, .soldier: false
    }
  }
}

extension Position {
  /// The pieces of that kind of the side to move by file: element n holds those on the owner's file n, the
  /// front one first.
  ///
  /// Element 0 is empty.
  func columns(of kind: PieceKind) -> [[Square]] {
    var columns = [[Square]](repeating: [], count: 10)
    for square in squares(of: Piece(sideToMove, kind)) {
      columns[sideToMove.notationFile(square.file)].append(square)
    }
    let forward = sideToMove.forward
    return columns.map { $0.sorted { $0.rank * forward > $1.rank * forward } }
  }

  /// The soldiers that the computer standard numbers: those on files with two or more, from the mover's right
  /// to left, in a file from front to back.
  func series(_ columns: [[Square]]) -> [Square] {
    columns.filter { $0.count >= 2 }.flatMap { $0 }
  }

  /// The name of a move, or nil if no own piece stands there or the piece does not move in such a way.
  func name(of move: Move) -> MoveName? {
    guard let piece = self[move.from], piece.side == sideToMove else { return nil }
    let side = sideToMove
    let ranks = (move.to.rank - move.from.rank) * side.forward
    let files = move.to.file - move.from.file
    let direction: MoveName.Direction = ranks == 0 ? .sideways : ranks > 0 ? .forward : .backward
    let number: Int
    if ranks == 0 || piece.kind.movesAslant {
      number = side.notationFile(move.to.file)
    } else {
      guard files == 0 else { return nil }
      number = abs(ranks)
    }
    let standing = standing(of: piece.kind, on: move.from)
    let name = MoveName(kind: piece.kind, standing: standing, direction: direction, number: number)
    // A text must lead back to its move; a crooked step of a model does not.
    return target(of: piece.kind, from: move.from, direction, number) == move.to ? name : nil
  }

  /// Where a piece of the side to move stands among its like.
  func standing(of kind: PieceKind, on square: Square) -> MoveName.Standing {
    let columns = columns(of: kind)
    let file = sideToMove.notationFile(square.file)
    let column = columns[file]
    var standing = MoveName.Standing(
      file: file, index: (column.firstIndex(of: square) ?? 0) + 1, height: column.count,
      needsQualifier: column.count > 1 && (!kind.movesAslant || kind == .horse), ordinal: nil)
    let doubledFiles = columns.count { $0.count >= 2 }
    if kind == .soldier, column.count >= 2, doubledFiles >= 2 || column.count >= 4 {
      standing.ordinal = (series(columns).firstIndex(of: square) ?? 0) + 1
    }
    return standing
  }

  /// The square that a piece of the side to move reaches by that direction and number, if the board has one.
  func target(
    of kind: PieceKind, from square: Square, _ direction: MoveName.Direction, _ number: Int
  ) -> Square? {
    let forward = direction == .forward ? sideToMove.forward : -sideToMove.forward
    let file = sideToMove.file(notation: number)
    let across = abs(file - square.file)
    let ranks: Int
    switch (direction, kind) {
    case (.sideways, _): return across == 0 || kind.movesAslant ? nil : Square(file: file, rank: square.rank)
    case (_, .general), (_, .chariot), (_, .cannon), (_, .soldier):
      return square.offset(files: 0, ranks: forward * number)
    case (_, .horse):
      guard across == 1 || across == 2 else { return nil }
      ranks = 3 - across
    case (_, .elephant):
      guard across == 2 else { return nil }
      ranks = 2
    case (_, .advisor):
      guard across == 1 else { return nil }
      ranks = 1
    }
    return square.offset(files: file - square.file, ranks: forward * ranks)
  }
}
