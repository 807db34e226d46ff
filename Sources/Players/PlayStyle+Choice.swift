internal import LanguageModel
public import Xiangqi

extension PlayStyle {
  /// The distribution a move is drawn from: the unlikely moves cut off by `topP` and `minP`, then the rest
  /// made more or less even by `temperature`.
  ///
  /// - Parameter moves: Moves, most probable first.
  /// - Returns: The same moves in the same order, with new probabilities that sum to 1.
  public func distribution(over moves: [RankedMove]) -> [RankedMove] {
    let probabilities = chain.probabilities(of: logits(of: moves), history: [])
    return zip(moves, probabilities).map { RankedMove(move: $0.move, probability: Double($1)) }
  }

  /// The move a player of this style makes, and what it has to say to it.
  ///
  /// - Parameters:
  ///   - moves: The legal moves, most probable first, as a `Thought` has them; at least one.
  ///   - game: The game up to now.
  ///   - generator: The randomness; one draw at most.
  public func choice(
    from moves: [RankedMove], in game: Game, using generator: inout some RandomNumberGenerator
  ) -> (move: Move, remark: Remark?) {
    precondition(!moves.isEmpty, "A player without a legal move has lost and chooses nothing.")
    if moves.count == 1 { return (moves[0].move, .onlyLegalMove) }
    let allowed = avoidsLosingRepetition ? RepetitionWisdom.sensible(moves, in: game) : moves
    let remark = allowed[0].move == moves[0].move ? nil : Remark.avoidsLosingRepetition(moves[0].move)
    guard temperature > 0 else { return (allowed[0].move, remark) }
    let index = chain.sample(logits(of: allowed), history: [], using: &generator)
    return (allowed[index].move, remark)
  }

  private var chain: SamplerChain {
    SamplerChain(steps: [TopP(topP), MinP(minP), Temperature(temperature)])
  }
}
