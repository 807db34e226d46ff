/// How a search goes about it.
public struct SearchSettings: Sendable, Hashable {
  /// How much the model's probabilities count beside what was found out so far: the constant of PUCT.
  ///
  /// Silver et al. 2017, "Mastering the game of Go without human knowledge".
  public var cPUCT: Double
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
    cPUCT: Double = 1.6, fpuReduction: Double = 0.25, policyTemperature: Double = 1.2,
    gainWeight: Double = 0.5, batch: Int = 16, memory: Int = 512 << 20, mateEffort: Int = 20_000,
    overhead: Duration = .milliseconds(20)
  ) {
    precondition(
      cPUCT >= 0 && policyTemperature > 0 && batch > 0 && memory > 0 && mateEffort >= 0,
      "The settings of a search are positive numbers.")
    self.cPUCT = cPUCT
    self.fpuReduction = fpuReduction
    self.policyTemperature = policyTemperature
    self.gainWeight = gainWeight
    self.batch = batch
    self.memory = memory
    self.mateEffort = mateEffort
    self.overhead = overhead
  }
}
