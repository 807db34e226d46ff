internal import LanguageModel
internal import Xiangqi

/// A game as the model reads it: a prefix, then one token a move, each with the facts of the position after
/// it, from some move on.
///
/// What the prefix holds, where the moves begin and from which viewpoint all is seen is a matter of the
/// model's layout. Functions take the moves of a game and its positions, one more.
struct ModelInputs {
  let model: XiangqiModel
  let conditioning: Conditioning
  var reflection = Reflection()
  /// Whether a model of keyframes is shown each position as one, however few moves ago the last was.
  ///
  /// Only there it says how the game will end.
  var isKeyedAnew = false
  /// How much what tactics say of moves counts, for a model that is told of them: 1 as learned, 0 not at all.
  var tacticsWeight: Float = 1

  var layout: SequenceLayout { model.layout }

  /// The first move that is read as a token of its own after `moveCount` moves.
  func firstMove(moveCount: Int) -> Int {
    switch layout {
    case .game: TokenWindow.start(moveCount: moveCount, context: model.context)
    case .keyframe:
      isKeyedAnew
        ? moveCount
        : TokenWindow.keyframe(
          moveCount: moveCount, context: model.context, prefixLength: layout.prefixLength)
    }
  }

  /// The last number of moves that is read from the same first move as `moveCount` moves.
  func lastMoveCount(fromSameStartAs moveCount: Int) -> Int {
    guard layout == .game || !isKeyedAnew else { return moveCount }
    return firstMove(moveCount: moveCount) + model.context - layout.prefixLength
  }

  /// From where a sequence is seen whose first move is the one after `position`.
  func view(from position: Position) -> Viewpoint {
    Viewpoint(side: layout == .game ? .red : position.sideToMove, isMirrored: reflection.mirrorsFiles)
  }

  /// The tokens before the move at the index `first`.
  ///
  /// A name the vocabulary does not have is read as an open one; `ModelReader` refuses it before.
  func prefix(moves: [Move], positions: [Position], first: Int) -> [TokenInput] {
    switch layout {
    case .game: gamePrefix(start: positions[0])
    case .keyframe(let pieces, let history):
      keyframePrefix(
        of: positions[first], lastMoves: moves[max(0, first - history)..<first], pieces: pieces,
        history: history)
    }
  }

  /// Result, Red and Black, told of the position the game begins with.
  private func gamePrefix(start: Position) -> [TokenInput] {
    let rows = model.features.rows(of: start, view: view(from: start))
    let tokens = [
      model.vocabulary.beginning,
      model.vocabulary.token(result: conditioning.result),
      token(of: conditioning.red),
      token(of: conditioning.black),
    ]
    return tokens.map { TokenInput(token: Int32($0), features: rows) }
  }

  /// Pieces, labels, moves and turn as the side to move sees them; only the turn is told of the position.
  private func keyframePrefix(
    of position: Position, lastMoves: ArraySlice<Move>, pieces: Int, history: Int
  ) -> [TokenInput] {
    let vocabulary = model.vocabulary
    let side = position.sideToMove
    let view = view(from: position)
    var tokens = PieceTokens.of(position, view: view, count: pieces, vocabulary)
    let players = [conditioning.red, conditioning.black].map(token)
    tokens.append(vocabulary.token(result: conditioning.result, seenBy: side))
    tokens += side == .red ? players : players.reversed()
    tokens += Array(repeating: vocabulary.padding, count: history - lastMoves.count)
    tokens += lastMoves.map { token(of: $0, view: view) }
    let turn = reflection.exchangesColours ? side.opponent : side
    return tokens.map { TokenInput(token: Int32($0)) } + [
      TokenInput(
        token: Int32(vocabulary.token(turn: turn)), features: model.features.rows(of: position, view: view))
    ]
  }

  private func token(of player: String?) -> Int {
    player.flatMap { model.vocabulary.token(player: $0) } ?? model.vocabulary.anyPlayer
  }

  private func token(of move: Move, view: Viewpoint) -> Int {
    guard let token = model.vocabulary.token(of: view.move(move)) else {
      preconditionFailure("\(move) is not a move of any piece, so no legal game holds it.")
    }
    return token
  }

  /// The token of a move, told of the position after it.
  func input(
    of move: Move, leadingTo position: Position, view: Viewpoint, tactics: Tactics? = nil
  ) -> TokenInput {
    TokenInput(
      token: Int32(token(of: move, view: view)),
      features: model.features.rows(of: position, view: view, tactics: tactics))
  }

  /// The probabilities of an answer given from a viewpoint, as those of the tokens of the board as it stands.
  ///
  /// `told` is the position with its tactics, for a model that is told of moves; `nil` leaves them out.
  func probabilities(
    _ output: DecoderOutput, view: Viewpoint, told: (position: Position, tactics: Tactics)?
  ) -> [Double] {
    var logits = output.logits
    if let told, model.isToldOfMoves {
      let candidates = candidates(told.position, told.tactics, view: view)
      let gate = model.decoder.candidateGate
      for token in logits.indices { logits[token] += gate }
      for (token, score) in zip(candidates.tokens, model.decoder.candidateScores(output, candidates)) {
        logits[Int(token)] += tacticsWeight * score - gate
      }
    }
    let seen = softmax(logits)
    return view == .red ? seen : model.vocabulary.permutation(from: view).map { seen[$0] }
  }

  /// The logits of the legal moves in order, with what the model is told of each.
  func logits(
    ofMovesIn position: Position, _ tactics: Tactics, _ output: DecoderOutput, view: Viewpoint
  ) -> [Float] {
    let candidates = candidates(position, tactics, view: view)
    return zip(candidates.tokens, model.decoder.candidateScores(output, candidates)).map { token, score in
      output.logits[Int(token)] + score
    }
  }

  /// The legal moves as candidates, in order.
  private func candidates(_ position: Position, _ tactics: Tactics, view: Viewpoint) -> CandidateTokens {
    let features = MoveFactFeatures(tactics, of: position)
    var candidates = CandidateTokens()
    for facts in tactics.moves {
      candidates.add(Int32(token(of: facts.move, view: view))) { features.appendRows(of: facts, to: &$0) }
    }
    return candidates
  }

  /// What an answer given from a viewpoint says of the outcome.
  func wdl(_ output: DecoderOutput, view: Viewpoint) -> WDL {
    let shares = softmax(output.outcome)
    return view.side == .red
      ? WDL(red: shares[0], draw: shares[1], black: shares[2])
      : WDL(red: shares[2], draw: shares[1], black: shares[0])
  }
}

/// The pieces of a position as tokens.
enum PieceTokens {
  /// The first `count` pieces, by the squares on which they are seen; in place of those captured, padding.
  static func of(
    _ position: Position, view: Viewpoint, count: Int, _ vocabulary: XiangqiVocabulary
  ) -> [Int] {
    let tokens = Square.all.compactMap { square in
      position[view.square(square)].map { vocabulary.token(of: view.piece($0), on: square) }
    }
    return tokens.prefix(count) + Array(repeating: vocabulary.padding, count: max(0, count - tokens.count))
  }
}
