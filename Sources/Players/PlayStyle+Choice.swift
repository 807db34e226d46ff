internal import LanguageModel
public import Xiangqi

extension PlayStyle {
  /// The distribution a move is drawn from: the unlikely moves cut off by `topP` and `minP`, then the rest
  /// made more or less even by `temperature`.
  ///
  /// - Parameter moves: Moves, most probable first.
  /// - Returns: The same moves in the same order, with new probabilities that sum to 1.
  public func distribution(over moves: [RankedMove]) -> [RankedMove] {
    let probabilities = chain.probabilities(of: logits(of: moves))
    return zip(moves, probabilities).map { RankedMove(move: $0.move, probability: $1) }
  }

  /// The move a player of this style makes, and what it has to say to it.
  ///
  /// - Parameters:
  ///   - moves: The legal moves, most probable first, as a `Thought` has them; at least one.
  ///   - game: The game up to now.
  ///   - generator: The randomness; a draw, and one more for what is overlooked.
  /// - Returns: One of the moves, and a remark where there is something to say.
  public func choice(
    from moves: [RankedMove], in game: Game, using generator: inout some RandomNumberGenerator
  ) -> (move: Move, remark: Remark?) {
    precondition(!moves.isEmpty, "A player without a legal move has lost and chooses nothing.")
    if moves.count == 1 { return (moves[0].move, .onlyLegalMove) }
    var allowed = avoidsLosingRepetition ? RepetitionWisdom.sensible(moves, in: game) : moves
    let remark = allowed[0].move == moves[0].move ? nil : Remark.avoidsLosingRepetition(moves[0].move)
    if avoidsAnyRepetition { allowed = RepetitionWisdom.progressive(allowed, in: game) }
    if oversight > 0, Double.random(in: 0..<1, using: &generator) < oversight {
      let seen = allowed.filter { !game.position.capturesFromAfar($0.move) }
      if !seen.isEmpty { allowed = seen }
    }
    let index = chain.sample(logits(of: allowed), using: &generator)
    return (allowed[index].move, remark)
  }

  private func logits(of moves: [RankedMove]) -> [Float] {
    moves.map { Float(boundedLogarithm($0.probability)) }
  }

  /// The steps from the model's distribution to the one that moves are drawn from.
  private var chain: SamplerChain {
    do { return try Self.chain(temperature: temperature, topP: topP, minP: minP) } catch {
      preconditionFailure("A style holds numbers that its initialiser refuses: \(error)")
    }
  }

  static func chain(temperature: Double, topP: Double, minP: Double) throws(SamplingError) -> SamplerChain {
    SamplerChain([try TopP(topP), try MinP(minP), try Temperature(temperature)])
  }
}

extension Position {
  /// Whether a cannon or a horse captures farther than a step away: what beginners overlook, while they see what stands
  /// next to each other.
  fileprivate func capturesFromAfar(_ move: Move) -> Bool {
    guard isCapture(move), let kind = self[move.from]?.kind, kind == .cannon || kind == .horse else {
      return false
    }
    return max(abs(move.from.file - move.to.file), abs(move.from.rank - move.to.rank)) > 1
  }
}
