public import Xiangqi

extension XiangqiVocabulary {
  /// Every move some piece can make from some square of an empty board, in ascending (from, to) order.
  public static let possibleMoves: [Move] = Square.all.flatMap { from in
    Square.all.compactMap { to in isPossible(from: from, to: to) ? Move(from: from, to: to) : nil }
  }

  /// The number of `possibleMoves`, 2,086.
  public static let moveCount = possibleMoves.count

  /// The place of a move in `possibleMoves`, by `from * 90 + to`; -1 where no piece moves so.
  private static let indices: [Int16] = {
    var table = [Int16](repeating: -1, count: 90 * 90)
    for (index, move) in possibleMoves.enumerated() {
      table[Int(move.from.rawValue) * 90 + Int(move.to.rawValue)] = Int16(index)
    }
    return table
  }()

  /// The place of a move in `possibleMoves`, or `nil` when no piece moves so.
  package static func index(of move: Move) -> Int? {
    let index = indices[Int(move.from.rawValue) * 90 + Int(move.to.rawValue)]
    return index < 0 ? nil : Int(index)
  }

  private static func isPossible(from: Square, to: Square) -> Bool {
    let files = abs(from.file - to.file)
    let ranks = abs(from.rank - to.rank)
    switch (files, ranks) {
    case (0, 0): return false
    case (0, _), (_, 0): return true  // chariot, cannon, general, soldier
    case (1, 2), (2, 1): return true  // horse
    case (1, 1): return isAdvisorPoint(from) && isAdvisorPoint(to)
    case (2, 2): return isElephantPoint(from) && isElephantPoint(to) && isSameBank(from, to)
    default: return false
    }
  }

  /// The five points of a palace an advisor can stand on; two of them a step apart are in one palace.
  private static func isAdvisorPoint(_ square: Square) -> Bool {
    let height = min(square.rank, 9 - square.rank)
    return switch (square.file, height) {
    case (3, 0), (5, 0), (4, 1), (3, 2), (5, 2): true
    default: false
    }
  }

  /// The seven points of a bank an elephant can stand on.
  private static func isElephantPoint(_ square: Square) -> Bool {
    let height = min(square.rank, 9 - square.rank)
    return switch (square.file, height) {
    case (2, 0), (6, 0), (0, 2), (4, 2), (8, 2), (2, 4), (6, 4): true
    default: false
    }
  }

  private static func isSameBank(_ one: Square, _ other: Square) -> Bool {
    (one.rank < 5) == (other.rank < 5)
  }
}
