public import LanguageModel
public import Xiangqi

/// How a player makes a move of what the model thinks: everything that tells levels apart.
///
/// All of it works on the model's own distribution. Nothing searches ahead.
public struct PlayStyle: Sendable, Hashable {
  /// What a player tells the model about the result of the game.
  public enum Ambition: String, Sendable, Hashable, CaseIterable {
    /// Nothing: the result is left open.
    case none
    /// That the player's own side wins.
    case win
  }

  /// Above 1 the moves are drawn more evenly, below 1 the likely ones more often; 0 always takes the first.
  public let temperature: Double
  /// Only the most probable moves that together have this probability are drawn from; 1 is off.
  public let topP: Double
  /// Only moves at least this many times as probable as the first are drawn from; 0 is off.
  public let minP: Double
  /// How much what tactics say of moves counts, for a model that is told of them: below 1 the player overlooks as people
  /// do what is won and lost.
  public var tacticsWeight: Double
  /// How probable it is at each move that the player overlooks what its cannons and horses could capture from afar.
  public var oversight: Double
  /// What the model is told about the result.
  public var ambition: Ambition
  /// Whether the model is asked about the mirrored game too, and both answers averaged.
  public var averagesMirror: Bool
  /// Whether the model is asked with the colours exchanged too, where it can be, and the answers averaged.
  public var averagesColours: Bool
  /// Whether moves that lose by repetition are avoided.
  public var avoidsLosingRepetition: Bool
  /// Whether moves that bring back a position are avoided while another one is sensible.
  public var avoidsAnyRepetition: Bool

  /// A style; what is left out leaves the model's distribution as it is.
  ///
  /// - Throws: `SamplingError` for a number outside the range it makes sense in.
  public init(
    temperature: Double = 1, topP: Double = 1, minP: Double = 0, tacticsWeight: Double = 1,
    oversight: Double = 0,
    ambition: Ambition = .none,
    averagesMirror: Bool = false, averagesColours: Bool = false, avoidsLosingRepetition: Bool = true,
    avoidsAnyRepetition: Bool = false
  ) throws(SamplingError) {
    _ = try Self.chain(temperature: temperature, topP: topP, minP: minP)
    self.temperature = temperature
    self.topP = topP
    self.minP = minP
    self.tacticsWeight = tacticsWeight
    self.oversight = oversight
    self.ambition = ambition
    self.averagesMirror = averagesMirror
    self.averagesColours = averagesColours
    self.avoidsLosingRepetition = avoidsLosingRepetition
    self.avoidsAnyRepetition = avoidsAnyRepetition
  }

  /// The model's distribution as it is, without losing repetitions.
  public static let asLearned: PlayStyle = {
    do { return try PlayStyle() } catch { preconditionFailure("The defaults are in range: \(error)") }
  }()

  /// What the model is told when a side plays in this style, as a named player or as nobody in particular.
  public func conditioning(side: Side, persona: String? = nil) -> Conditioning {
    Conditioning(
      result: ambition == .win ? .win(for: side) : nil,
      red: side == .red ? persona : nil,
      black: side == .black ? persona : nil)
  }
}
