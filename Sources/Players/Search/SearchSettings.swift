/// How a search goes about it.
public struct SearchSettings: Sendable, Hashable {
  /// How much the model's probabilities count beside what was found out so far: the constant of PUCT.
  ///
  /// Silver et al. 2017, "Mastering the game of Go without human knowledge".
  public var exploration: Double
  /// How much less than its parent a move is worth that was not looked at yet, times the root of the
  /// probability of those that were ("first-play urgency").
  public var urgencyReduction: Double
  /// Above 1 the model's probabilities are taken more evenly.
  public var policyTemperature: Double
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
    exploration: Double = 1.6, urgencyReduction: Double = 0.25, policyTemperature: Double = 1.2,
    batch: Int = 16, memory: Int = 512 << 20, mateEffort: Int = 20_000, overhead: Duration = .milliseconds(20)
  ) {
    precondition(
      exploration >= 0 && policyTemperature > 0 && batch > 0 && memory > 0 && mateEffort >= 0,
      "The settings of a search are positive numbers.")
    self.exploration = exploration
    self.urgencyReduction = urgencyReduction
    self.policyTemperature = policyTemperature
    self.batch = batch
    self.memory = memory
    self.mateEffort = mateEffort
    self.overhead = overhead
  }
}
