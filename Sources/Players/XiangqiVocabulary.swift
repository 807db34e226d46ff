public import Xiangqi

/// The tokens of a xiangqi model and what each of them means.
///
/// The order is fixed by the layout of the model's sequences; a token's id is its place in it.
/// - game: `<pad> <bos>`, results as notation has them, `<player=?>` and the named players, the moves.
/// - keyframe: `<pad> <turn=red> <turn=black>`, results as the viewing side has them, `<player=?>` and the
///   named players, a token for each piece on each square (`K@a0`), the moves.
///
/// The moves are the 2,086 that some piece can make on an empty board, in ascending (from, to) order.
public struct XiangqiVocabulary: Sendable {
  /// The player that labelled positions are by: an engine, no person, so that what people play stays apart.
  public static let engineName = "engine"

  /// The number of tokens.
  public let count: Int

  /// The players a game can be said to be by, in the order of their tokens.
  public let playerNames: [String]

  /// Which of the two orders this is.
  public let layout: SequenceLayout

  private let players: [String: Int]
  private let firstMove: Int
  /// By viewpoint, for each token the one it is seen as.
  private let permutations: [[Int]]

  /// The token that fills a place with nothing to say.
  public var padding: Int { 0 }

  /// The token before the first move of every game, in the layout of games.
  public var beginning: Int { 1 }

  /// The ids of the move tokens.
  public var moveTokens: Range<Int> { firstMove..<count }

  /// Reads the tokens of a model and checks every one of them.
  ///
  /// - Parameters:
  ///   - tokens: The lines of `tokens.txt`; the place in the list is the token's id.
  ///   - layout: What the model's sequences are like.
  /// - Throws: `VocabularyMismatches`, a sentence for each line that is not what it must be.
  public init(tokens: [String], layout: SequenceLayout = .game) throws(VocabularyMismatches) {
    let opening = Self.opening(layout)
    let names = tokens.dropFirst(opening.count).map { Self.playerName(in: $0) }.prefix { $0 != nil }
      .compactMap(\.self)
    let expected = Self.tokens(players: names, layout: layout)
    var found: [VocabularyMismatches.Mismatch] = []
    var players: [String: Int] = [:]
    for (id, token) in expected.enumerated() {
      if id >= tokens.count {
        found.append(.missing(id: id, expected: token))
      } else if tokens[id] != token {
        found.append(.wrong(id: id, found: tokens[id], expected: token))
      } else if opening.count..<opening.count + names.count ~= id {
        let name = names[id - opening.count]
        let isFirst = players.updateValue(id, forKey: name) == nil
        if !isFirst || name.isEmpty || name == "?" { found.append(.repeatedPlayer(id: id, token: token)) }
      }
    }
    if tokens.count > expected.count { found.append(.tooMany(count: tokens.count, expected: expected.count)) }
    guard found.isEmpty else { throw VocabularyMismatches(mismatches: found) }

    let firstMove = expected.count - Self.moveCount
    count = expected.count
    playerNames = names
    self.layout = layout
    self.players = players
    self.firstMove = firstMove
    let pieceTokens = Self.pieces(layout).count
    permutations = Viewpoint.all.map { view in
      Array(0..<firstMove - pieceTokens)
        + (0..<pieceTokens).map { firstMove - pieceTokens + view.pieceIndex($0) }
        + Self.possibleMoves.map { move in firstMove + (Self.index(of: view.move(move)) ?? 0) }
    }
  }

  /// The tokens of a vocabulary with those players, in their order: the lines of `tokens.txt`.
  public static func tokens(players: [String], layout: SequenceLayout) -> [String] {
    opening(layout) + players.map { "<player=\($0)>" } + pieces(layout) + possibleMoves.map(\.iccs)
  }

  /// The token that says how the game will end; `nil` leaves it open.
  ///
  /// In the layout of keyframes a result is a win or loss of the side that views the game.
  public func token(result: Outcome?, seenBy side: Side = .red) -> Int {
    switch (layout, result) {
    case (.game, nil): 2
    case (.game, .redWins?): 3
    case (.game, .blackWins?): 4
    case (.game, .draw?): 5
    case (.keyframe, .draw?): 4
    case (.keyframe, nil): 6
    case (.keyframe, let result?): result == .win(for: side) ? 3 : 5
    }
  }

  /// The token that says whose turn it is, in the layout of keyframes.
  public func token(turn side: Side) -> Int { side == .red ? 1 : 2 }

  /// The token that leaves open who plays; the named players follow it.
  public var anyPlayer: Int { layout == .game ? 6 : 7 }

  /// The number of the engine among the players, from 1; `nil` for a vocabulary that does not know it.
  public var engineNumber: Int? { players[Self.engineName].map { $0 - anyPlayer } }

  /// The token of a player, or `nil` for a name without one.
  public func token(player: String) -> Int? { players[player] }

  /// The token of a piece on a square as they are seen, in the layout of keyframes.
  public func token(of piece: Piece, on square: Square) -> Int {
    firstMove - 14 * 90 + Int(piece.rawValue) * 90 + Int(square.rawValue)
  }

  /// The token of a move, or `nil` when no piece ever moves so.
  public func token(of move: Move) -> Int? {
    Self.index(of: move).map { firstMove + $0 }
  }

  /// The move of a token, or `nil` when the token is not a move.
  public func move(of token: Int) -> Move? {
    moveTokens.contains(token) ? Self.possibleMoves[token - firstMove] : nil
  }

  /// For each token, the one that means the same from a viewpoint.
  ///
  /// Moves and pieces are mapped onto each other, other tokens stay; doing it twice changes nothing.
  public func permutation(from view: Viewpoint) -> [Int] { permutations[view.index] }

  private static func opening(_ layout: SequenceLayout) -> [String] {
    switch layout {
    case .game:
      [
        "<pad>", "<bos>", "<result=?>", "<result=1-0>", "<result=0-1>", "<result=1/2-1/2>", "<player=?>",
      ]
    case .keyframe:
      [
        "<pad>", "<turn=red>", "<turn=black>", "<result=win>", "<result=draw>", "<result=loss>",
        "<result=?>", "<player=?>",
      ]
    }
  }

  private static func pieces(_ layout: SequenceLayout) -> [String] {
    guard layout != .game else { return [] }
    return Piece.all.flatMap { piece in Square.all.map { "\(piece)@\($0)" } }
  }

  private static func playerName(in token: String) -> String? {
    guard token.hasPrefix("<player="), token.hasSuffix(">") else { return nil }
    return String(token.dropFirst("<player=".count).dropLast())
  }
}

extension Viewpoint {
  /// What the number `piece * 90 + square` is seen as.
  fileprivate func pieceIndex(_ index: Int) -> Int {
    let seen = piece(Piece.all[index / 90])
    return Int(seen.rawValue) * 90 + Int(square(Square.all[index % 90]).rawValue)
  }
}
