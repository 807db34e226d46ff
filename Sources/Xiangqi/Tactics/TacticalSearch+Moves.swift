extension TacticalSearch {
  // MARK: Pieces

  /// The worth of the piece of a slot on a square.
  @inline(__always)
  func worth(of slot: UInt8, on square: Square) -> Int {
    lookup.worth(of: slot, on: square)
  }

  /// The worth of the piece on a square, 0 where there is none.
  @inline(__always)
  mutating func worth(on square: Square) -> Int {
    let slot = position.board[square.index]
    return slot == Slots.none ? 0 : worth(of: slot, on: square)
  }

  /// The square of the general of the side to move.
  @inline(__always)
  var general: Square { mutating get { Square(unchecked: position.roll[Slots.base(position.sideToMove)]) } }

  /// The squares of the side to move.
  @inline(__always)
  var own: SquareSet { mutating get { position.occupied[Int(position.sideToMove.rawValue)] } }

  /// The squares of the other side.
  @inline(__always)
  var enemies: SquareSet { mutating get { position.occupied[Int(position.sideToMove.opponent.rawValue)] } }

  /// Whether the eye of an elephant between two squares is empty.
  @inline(__always)
  mutating func isEyeFree(_ from: Square, _ to: Square) -> Bool {
    position.board[(from.index &+ to.index) &>> 1] == Slots.none
  }

  // MARK: Where pieces go

  /// Where the piece of the side to move goes from a square by its way of moving alone.
  @inline(__always)
  mutating func targets(of piece: Piece, from: Square) -> SquareSet {
    switch piece.kind {
    case .general, .advisor, .soldier: lookup.reach(of: piece, from: from).subtracting(own)
    case .elephant: elephantTargets(lookup.reach(of: piece, from: from).subtracting(own), from: from)
    case .horse: position.horseTargets(from: from, tables).subtracting(own)
    case .chariot, .cannon: lineTargets(from: from, isCannon: piece.kind == .cannon, withMoves: true)
    }
  }

  /// Those of the targets whose eye is empty.
  @inline(__always)
  private mutating func elephantTargets(_ targets: SquareSet, from: Square) -> SquareSet {
    targets.reduce(into: SquareSet()) { if isEyeFree(from, $1) { $0.insert($1) } }
  }

  /// What a chariot or cannon captures and, on demand, where it moves.
  @inline(__always)
  private mutating func lineTargets(from: Square, isCannon: Bool, withMoves: Bool) -> SquareSet {
    let enemyShift = 16 &- UInt32(Slots.base(position.sideToMove))
    let (rank, file) = (from.rank, from.file)
    let alongFile = tables.sight(rank, Position.points(position.files[file]))
    let alongRank = tables.sight(file, Position.points(position.ranks[rank], wall: Position.wall))
    var onFile =
      (isCannon ? alongFile.far : alongFile.near) & Int(position.files[file] &>> enemyShift) & 0x3FF
    var onRank =
      (isCannon ? alongRank.far : alongRank.near) & Int(position.ranks[rank] &>> enemyShift) & 0x1FF
    if withMoves { (onFile, onRank) = (onFile | alongFile.empty, onRank | alongRank.empty) }
    guard onFile | onRank != 0 else { return SquareSet() }
    return tables.squares(onFile: onFile, onRank: onRank, of: from)
  }

  // MARK: Lists

  /// All legal moves.
  mutating func pushLegalMoves() {
    let safety = position.safety(of: position.sideToMove, tables)
    guard safety.checkers.isEmpty else {
      let first = stack.count
      pushEvasions(safety)
      let last = stack.count
      stack.count = first
      for place in first..<last {
        let move = stack.move(at: place)
        if isLegal(from: move.from, to: move.to) { stack.append(move) }
      }
      return
    }
    let general = general
    for from in own {
      let targets = targets(of: Slots.piece(position.board[from.index]), from: from)
      if from == general || safety.pinned.contains(from) {
        for to in targets where isLegal(from: from, to: to) { push(SquareSet(to), from: from) }
      } else {
        push(targets.subtracting(safety.forbidden), from: from)
      }
    }
  }

  /// The possible moves of a side in check that may end it: all legal moves are among them.
  mutating func pushEvasions(_ safety: Safety) {
    let general = general
    for from in own {
      let piece = Slots.piece(position.board[from.index])
      if from == general || safety.screens.contains(from) {
        push(targets(of: piece, from: from), from: from)
      } else if !lookup.reach(of: piece, from: from).intersection(safety.answers).isEmpty {
        push(targets(of: piece, from: from).intersection(safety.answers), from: from)
      }
    }
  }

  /// Moves of a piece to those squares.
  @inline(__always)
  mutating func push(_ targets: SquareSet, from: Square) {
    let mover = worth(of: position.board[from.index], on: from)
    for to in targets { stack.append(OrderedMove(from: from, to: to, victim: worth(on: to), mover: mover)) }
  }

  /// The possible captures that may win more than a bound: those of less only when they may give check.
  mutating func pushCaptures(worthMoreThan bound: Int) {
    let side = position.sideToMove
    let (base, enemies) = (Slots.base(side), enemies)
    for slot in Slots.horses {
      guard let from = position.square(ofSlot: base | slot) else { continue }
      let targets = position.horseTargets(from: from, tables).intersection(enemies)
      if !targets.isEmpty { pushCaptures(targets, from: from, worthMoreThan: bound) }
    }
    for slot in Slots.chariots.lowerBound..<Slots.cannons.upperBound {
      guard let from = position.square(ofSlot: base | slot) else { continue }
      let targets = lineTargets(from: from, isCannon: slot >= Slots.cannons.lowerBound, withMoves: false)
      if !targets.isEmpty { pushCaptures(targets, from: from, worthMoreThan: bound) }
    }
    for slot in Slots.soldiers {
      guard let from = position.square(ofSlot: base | slot) else { continue }
      let targets = tables.steps(of: Piece(side, .soldier), from: from).intersection(enemies)
      if !targets.isEmpty { pushCaptures(targets, from: from, worthMoreThan: bound) }
    }
    let near = enemies.intersection(lookup.guarded(by: side))
    guard !near.isEmpty else { return }
    for slot in Slots.general..<Slots.elephants.upperBound {
      guard let from = position.square(ofSlot: base | slot) else { continue }
      let piece = Slots.piece(UInt8(truncatingIfNeeded: base | slot))
      var targets = lookup.reach(of: piece, from: from).intersection(near)
      guard !targets.isEmpty else { continue }
      if piece.kind == .elephant { targets = elephantTargets(targets, from: from) }
      pushCaptures(targets, from: from, worthMoreThan: bound)
    }
  }

  /// Those of a piece.
  private mutating func pushCaptures(_ targets: SquareSet, from: Square, worthMoreThan bound: Int) {
    let mover = worth(of: position.board[from.index], on: from)
    let concerns = lookup.concerns(
      of: Square(unchecked: position.roll[Slots.base(position.sideToMove.opponent)]))
    let mayDiscover = concerns.contains(from)
    for to in targets {
      let move = OrderedMove(
        from: from, to: to, victim: worth(of: position.board[to.index], on: to), mover: mover)
      if move.victim > bound || mayDiscover || concerns.contains(to) { stack.append(move) }
    }
  }

  /// A capture that was possible elsewhere, as it is here; nil where the side to move cannot make it.
  @inline(__always)
  mutating func possibleCapture(_ move: OrderedMove) -> OrderedMove? {
    let (from, to) = (move.from, move.to)
    guard own.contains(from), enemies.contains(to) else { return nil }
    let piece = Slots.piece(position.board[from.index])
    guard lookup.reach(of: piece, from: from).contains(to) else { return nil }
    switch piece.kind {
    case .general, .advisor, .soldier: break
    case .elephant: guard isEyeFree(from, to) else { return nil }
    case .horse: guard position.horseTargets(from: from, tables).contains(to) else { return nil }
    case .chariot, .cannon:
      let between = Position.between(from, to).intersection(own.union(enemies))
      guard between.count == (piece.kind == .cannon ? 1 : 0) else { return nil }
    }
    return OrderedMove(from: from, to: to, victim: worth(on: to), mover: worth(on: from))
  }
}
