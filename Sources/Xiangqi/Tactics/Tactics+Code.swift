/// Tactics as bytes, for data that are prepared once: what cannot be read off the position itself.
extension Tactics {
  /// The version of what tactics say: one more after every change of it or of its bytes.
  package static let version = 1

  /// The bytes of a move.
  private static let moveCodeCount = 6

  /// Appends the tactics as bytes: gain, threat, check, the number of hanging pieces; square and gain of each of these;
  /// then six bytes for every legal move in order.
  package func appendCode(to bytes: inout [UInt8]) {
    bytes += [
      UInt8(bitPattern: gain), UInt8(bitPattern: threat), isCheck ? 1 : 0,
      UInt8(truncatingIfNeeded: hanging.count),
    ]
    for piece in hanging { bytes += [piece.square.rawValue, UInt8(bitPattern: piece.gain)] }
    for facts in moves {
      for value in [facts.net, facts.answer, facts.plan, facts.threat, facts.exposed] {
        bytes.append(UInt8(bitPattern: value))
      }
      bytes.append(facts.marks.rawValue)
    }
  }

  /// The tactics of a position from their bytes; `nil` where these are not as many or not as they should be.
  package init?(code: some RandomAccessCollection<UInt8>, of position: Position) {
    let bytes = Array(code)
    guard bytes.count >= 4 else { return nil }
    let firstMove = 4 + 2 * Int(bytes[3])
    let legal = position.legalMoves()
    guard bytes.count == firstMove + Self.moveCodeCount * legal.count else { return nil }
    var hanging: [Hanging] = []
    for place in stride(from: 4, to: firstMove, by: 2) {
      guard let square = Square(rawValue: bytes[place]), let piece = position[square] else { return nil }
      hanging.append(Hanging(square: square, side: piece.side, gain: Int8(bitPattern: bytes[place + 1])))
    }
    gain = Int8(bitPattern: bytes[0])
    threat = Int8(bitPattern: bytes[1])
    isCheck = bytes[2] == 1
    self.hanging = hanging
    moves = legal.enumerated().map { index, move in
      let place = firstMove + index * Self.moveCodeCount
      var facts = MoveFacts(move: move)
      facts.net = Int8(bitPattern: bytes[place])
      facts.answer = Int8(bitPattern: bytes[place + 1])
      facts.plan = Int8(bitPattern: bytes[place + 2])
      facts.threat = Int8(bitPattern: bytes[place + 3])
      facts.exposed = Int8(bitPattern: bytes[place + 4])
      facts.marks = MoveFacts.Marks(rawValue: bytes[place + 5])
      facts.hung = hanging.first { $0.square == move.from }?.gain ?? 0
      facts.victim = Int8(position.worth(on: move.to))
      facts.mover = Int8(position.worth(on: move.from))
      return facts
    }
  }
}
