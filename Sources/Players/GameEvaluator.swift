internal import LanguageModel
internal import Xiangqi

/// What the model said of one move of a game before it was played.
struct MovePrediction {
  /// How many legal moves the model thought more probable.
  let rank: Int
  /// How many of all tokens the model thought more probable.
  let rawRank: Int
  /// The negative logarithm of the move's probability among all tokens, in nats.
  let crossEntropy: Double
  /// The same among the legal moves.
  let legalCrossEntropy: Double
  /// Whether the most probable of all tokens is a legal move.
  let isArgmaxLegal: Bool
  /// The probability of all tokens that are not legal moves.
  let illegalMass: Double

  /// Compares the probabilities of all tokens with the move that was played, one of the `legalMoves`.
  init(probabilities: [Double], move: Move, legalMoves: [Move], vocabulary: XiangqiVocabulary) {
    let played = vocabulary.token(of: move).map { probabilities[$0] } ?? 0
    let legal = legalMoves.map { move in vocabulary.token(of: move).map { probabilities[$0] } ?? 0 }
    let legalMass = legal.reduce(0, +)
    rank = legal.count { $0 > played }
    rawRank = probabilities.count { $0 > played }
    crossEntropy = -boundedLogarithm(played)
    legalCrossEntropy = -boundedLogarithm(played / max(legalMass, .leastNormalMagnitude))
    isArgmaxLegal = (legal.max() ?? 0) >= (probabilities.max() ?? 0)
    illegalMass = max(0, 1 - legalMass)
  }
}

/// Reads games one after another with a session of its own.
final class GameEvaluator {
  private let model: XiangqiModel
  private let session: Session
  private let inputs: ModelInputs
  /// Whether the model is told what tactics say of the legal moves, where it can be.
  private let tellsOfMoves: Bool

  init(model: XiangqiModel, tellsOfMoves: Bool = true) {
    self.tellsOfMoves = tellsOfMoves && model.isToldOfMoves
    self.model = model
    session = Session(model.decoder, capacity: model.context)
    inputs = ModelInputs(model: model, conditioning: .open)
  }

  /// The tallies of a game, one a range of plies, and whether the game was followed to its end.
  func tallies(of record: GameRecord) throws(PlayerError) -> (tallies: [EvaluationTally], isWhole: Bool) {
    let (moves, positions) = Self.legalPart(of: record)
    var tallies = EvaluationTally.firstPlies.map { _ in EvaluationTally() }
    var ply = 0
    while ply < moves.count {
      let last = min(inputs.lastMoveCount(fromSameStartAs: ply), moves.count - 1)
      let answers = try read(moves: moves, positions: positions, plies: ply...last)
      for (ply, answer) in zip(ply...last, answers) {
        let range = EvaluationTally.range(of: ply)
        tallies[range].add(
          MovePrediction(
            probabilities: answer.probabilities, move: moves[ply],
            legalMoves: positions[ply].legalMoves(), vocabulary: model.vocabulary))
        if let outcome = record.outcome { tallies[range].add(answer.wdl, outcome: outcome) }
      }
      ply = last + 1
    }
    return (tallies, moves.count == record.line.count)
  }

  /// What the model says before the moves of those plies, all of which see the game from the same move on.
  private func read(
    moves: [Move], positions: [Position], plies: ClosedRange<Int>
  ) throws(PlayerError) -> [(probabilities: [Double], wdl: WDL)] {
    let first = inputs.firstMove(moveCount: plies.lowerBound)
    let view = inputs.view(from: positions[first])
    var tokens = inputs.prefix(moves: moves, positions: positions, first: first)
    for ply in first..<plies.upperBound {
      tokens.append(inputs.input(of: moves[ply], leadingTo: positions[ply + 1], view: view))
    }
    session.truncate(to: 0)
    let run = Decoder.Run(session: session, inputs: tokens)
    let outputs = try advance([run], outputs: .all)[0].suffix(plies.count)
    let outcomes =
      model.layout == .game
      ? outputs.map { inputs.wdl($0, view: view) }
      : try outcomesAtKeyframes(moves: moves, positions: positions, plies: plies)
    return zip(plies, zip(outputs, outcomes)).map { ply, answer in
      let position = positions[ply]
      let told =
        tellsOfMoves
        ? (position, Tactics(of: position, recaptures: Tactics.recaptures(moves, positions, ply: ply))) : nil
      return (inputs.probabilities(answer.0, view: view, told: told), answer.1)
    }
  }

  /// The outcomes before the moves of those plies, each asked with its position as a keyframe.
  private func outcomesAtKeyframes(
    moves: [Move], positions: [Position], plies: ClosedRange<Int>
  ) throws(PlayerError) -> [WDL] {
    let runs = plies.map { ply in
      Decoder.Run(
        session: Session(model.decoder, capacity: model.context),
        inputs: inputs.prefix(moves: moves, positions: positions, first: ply))
    }
    return zip(plies, try advance(runs, outputs: .last)).map { ply, outputs in
      inputs.wdl(outputs[0], view: inputs.view(from: positions[ply]))
    }
  }

  private func advance(
    _ runs: [Decoder.Run], outputs: Decoder.Outputs
  ) throws(PlayerError) -> [[DecoderOutput]] {
    do { return try model.decoder.advance(runs, outputs: outputs) } catch { throw .decoder(error) }
  }

  /// The moves of the main line up to the first illegal one, and the positions before and after each.
  private static func legalPart(of record: GameRecord) -> ([Move], [Position]) {
    var positions = [record.start]
    let moves = record.moves.prefix { move in
      let position = positions[positions.count - 1]
      guard position.isLegal(move) else { return false }
      positions.append(position.playing(move))
      return true
    }
    return (Array(moves), positions)
  }
}
