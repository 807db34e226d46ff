/// How a search goes about it.
public struct SearchSettings: Sendable, Hashable {
  /// How much the model's probabilities count beside what was found out so far: the constant of PUCT.
  ///
  /// Silver et al. 2017, "Mastering the game of Go without human knowledge".
  public var cPUCT: Double
  /// How much ``cPUCT`` grows with the visits of a node, n: by growth × log((n + base + 1) / base), where base is
  /// ``cPUCTBase``.
  ///
  /// Silver et al. 2018, "A general reinforcement learning algorithm that masters chess, shogi, and Go through self-play".
  public var cPUCTGrowth: Double
  /// After how many visits of a node the growth of ``cPUCT`` sets in.
  public var cPUCTBase: Double
  /// How much less than its parent a move is worth that was not looked at yet, times the root of the
  /// probability of those that were ("first-play urgency").
  public var fpuReduction: Double
  /// Above 1 the model's probabilities are taken more evenly.
  public var policyTemperature: Double
  /// How much each half soldier that the side to move wins at once (``Tactics/gain``) adds to the logit of its expected
  /// score, at every position that a model told of tactics reads.
  ///
  /// A leaf is then worth what it is at the end of its captures, as in MCTS-minimax hybrids (Baier and Winands 2018).
  public var gainWeight: Double
  /// Whether a position that was reached by other moves of the same number is not put to the model again.
  public var sharesTranspositions: Bool
  /// So many plies deep the move that was found best is searched for a loss of material, the move among them; 0 for no
  /// such check.
  ///
  /// Where it loses ``safetyMargin`` and another move that was looked at often does not, that is played.
  public var safetyPlies: Int
  /// What a move has to lose to be given up, in half soldiers (``PieceWorth``).
  public var safetyMargin: Int
  /// Whether a player that nothing is said of is taken for an engine, where the model knows engines from people
  /// (``XiangqiVocabulary/engineName``).
  public var takesPlayersForEngines: Bool
  /// The most positions that are put to the model in one call.
  public var batch: Int
  /// The most memory for keys and values, in bytes: a search that needs more ends.
  public var memory: Int
  /// How many positions the mate solver may look at before the search begins.
  public var mateEffort: Int
  /// What is kept back of each move's time, for the way to the clock.
  public var overhead: Duration

  /// The usual settings.
  public init(
    cPUCT: Double = 1.6, cPUCTGrowth: Double = 0, cPUCTBase: Double = 500, fpuReduction: Double = 0.25,
    policyTemperature: Double = 1.2, gainWeight: Double = 0.5, sharesTranspositions: Bool = true,
    safetyPlies: Int = 0, safetyMargin: Int = 8, takesPlayersForEngines: Bool = true, batch: Int = 16,
    memory: Int = 512 << 20,
    mateEffort: Int = 20_000, overhead: Duration = .milliseconds(20)
  ) {
    precondition(
      cPUCT >= 0 && cPUCTGrowth >= 0 && cPUCTBase > 0 && policyTemperature > 0 && batch > 0 && memory > 0
        && mateEffort >= 0 && safetyMargin > 0,
      "The settings of a search are positive numbers.")
    precondition(
      (0...Self.longestSafetyCheck).contains(safetyPlies), "a check \(safetyPlies) plies deep")
    self.cPUCT = cPUCT
    self.cPUCTGrowth = cPUCTGrowth
    self.cPUCTBase = cPUCTBase
    self.fpuReduction = fpuReduction
    self.policyTemperature = policyTemperature
    self.gainWeight = gainWeight
    self.sharesTranspositions = sharesTranspositions
    self.safetyPlies = safetyPlies
    self.safetyMargin = safetyMargin
    self.takesPlayersForEngines = takesPlayersForEngines
    self.batch = batch
    self.memory = memory
    self.mateEffort = mateEffort
    self.overhead = overhead
  }

  /// The most plies that ``safetyPlies`` may be.
  public static let longestSafetyCheck = 6

  /// The constant of PUCT at a node that was visited so often.
  func cPUCT(visits: Double) -> Double {
    guard cPUCTGrowth > 0 else { return cPUCT }
    return cPUCT + cPUCTGrowth * boundedLogarithm((visits + cPUCTBase + 1) / cPUCTBase)
  }
}
