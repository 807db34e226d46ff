public import Xiangqi

/// The tokens of a xiangqi model and what each of them means.
///
/// The order is fixed: `<pad> <bos>`, the four result tokens, `<player=?>` and the named players, then the
/// 2,086 moves that some piece can make on an empty board, in ascending (from, to) order. A token's id is
/// its place in that list.
public struct XiangqiVocabulary: Sendable {
  /// The number of tokens.
  public let count: Int

  /// The players a game can be said to be by, in the order of their tokens.
  public let playerNames: [String]

  /// The token of every mirrored token: mirroring the files a…i maps the move tokens onto each other and
  /// leaves the others where they are.
  public let mirrorPermutation: [Int]

  private let players: [String: Int]
  private let firstMove: Int

  /// The token before the first move of every game.
  public var beginning: Int { 1 }

  /// The ids of the move tokens.
  public var moveTokens: Range<Int> { firstMove..<count }

  /// Reads the tokens of a model and checks every one of them.
  ///
  /// - Parameter tokens: The lines of `tokens.txt`; the place in the list is the token's id.
  /// - Throws: `VocabularyMismatches`, a sentence for each line that is not what it must be.
  public init(tokens: [String]) throws(VocabularyMismatches) {
    var found: [VocabularyMismatches.Mismatch] = []
    func expect(_ expected: String, at id: Int) {
      guard id < tokens.count else { return found.append(.missing(id: id, expected: expected)) }
      if tokens[id] != expected { found.append(.wrong(id: id, found: tokens[id], expected: expected)) }
    }

    for (id, token) in Self.opening.enumerated() { expect(token, at: id) }
    var names: [String] = []
    var players: [String: Int] = [:]
    var next = Self.opening.count
    while next < tokens.count, let name = Self.playerName(in: tokens[next]) {
      if name.isEmpty || name == "?" || players[name] != nil {
        found.append(.repeatedPlayer(id: next, token: tokens[next]))
      }
      players[name] = next
      names.append(name)
      next += 1
    }
    for (index, move) in Self.possibleMoves.enumerated() { expect(move.iccs, at: next + index) }
    let end = next + Self.possibleMoves.count
    if tokens.count > end { found.append(.tooMany(count: tokens.count, expected: end)) }
    guard found.isEmpty else { throw VocabularyMismatches(mismatches: found) }

    count = tokens.count
    playerNames = names
    self.players = players
    firstMove = next
    mirrorPermutation = (0..<tokens.count).map { [next] id in
      guard id >= next, let index = Self.index(of: Self.possibleMoves[id - next].mirrored) else { return id }
      return next + index
    }
  }

  /// The token that says how the game will end; `nil` leaves it open.
  public func token(result: Outcome?) -> Int {
    switch result {
    case nil: 2
    case .redWins?: 3
    case .blackWins?: 4
    case .draw?: 5
    }
  }

  /// The token that leaves open who plays.
  public var anyPlayer: Int { 6 }

  /// The token of a player, or `nil` for a name without one.
  public func token(player: String) -> Int? { players[player] }

  /// The token of a move, or `nil` when no piece ever moves so.
  public func token(of move: Move) -> Int? {
    Self.index(of: move).map { firstMove + $0 }
  }

  /// The move of a token, or `nil` when the token is not a move.
  public func move(of token: Int) -> Move? {
    moveTokens.contains(token) ? Self.possibleMoves[token - firstMove] : nil
  }

  private static let opening = [
    "<pad>", "<bos>", "<result=?>", "<result=1-0>", "<result=0-1>", "<result=1/2-1/2>", "<player=?>",
  ]

  private static func playerName(in token: String) -> String? {
    guard token.hasPrefix("<player="), token.hasSuffix(">") else { return nil }
    return String(token.dropFirst("<player=".count).dropLast())
  }
}

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
