/// Which rules beyond the moves of the pieces end a game: repetition, the natural limit, material.
///
/// The movement of the pieces, mate and stalemate are the same everywhere and are no part of it. What
/// people argue about is data here, so that a verdict can always be reported with the rules it was given
/// under. All rulesets shipped agree on the order in which their parts are asked; see ``Game/verdict``.
public struct Ruleset: Sendable, Hashable {
  /// How a third occurrence of a position is judged.
  public enum RepetitionRule: Sendable, Hashable {
    /// Repetition does not end the game.
    case ignored
    /// Perpetual check loses, every other repetition is a draw.
    case checks
    /// Perpetual check loses, then perpetual chase loses, every other repetition is a draw.
    case checksAndChases
  }

  /// When a game without captures is a draw (自然限着).
  public struct NaturalLimit: Sendable, Hashable {
    /// The number of counted plies without a capture that makes a draw: 120 are 60 rounds.
    public let plies: Int
    /// How many checks of one side are counted since the last capture.
    ///
    /// Later checks and the replies to them are free, so that a long mating attack is not cut short, nor a
    /// lost game saved by checks.
    public let countedChecks: Int

    /// A limit of `plies`, of which each side's checks past the first `countedChecks` are free.
    public init(plies: Int, countedChecks: Int) {
      self.plies = plies
      self.countedChecks = countedChecks
    }
  }

  /// A short lower-case name, good for options and for tags of game files: `standard`.
  public let name: String
  /// How a third occurrence is judged.
  public let repetition: RepetitionRule
  /// The natural limit, or nil for none.
  public let naturalLimit: NaturalLimit?
  /// Whether a game in which neither side has a chariot, horse, cannon or soldier left is drawn.
  public let drawsWithoutAttackers: Bool
  /// Where the rules come from, one source a line.
  public let citations: [String]

  /// A ruleset of your own; its parts are explained at the properties.
  public init(
    name: String, repetition: RepetitionRule, naturalLimit: NaturalLimit?, drawsWithoutAttackers: Bool,
    citations: [String],
  ) {
    self.name = name
    self.repetition = repetition
    self.naturalLimit = naturalLimit
    self.drawsWithoutAttackers = drawsWithoutAttackers
    self.citations = citations
  }
}

extension Ruleset {
  /// The rules of international play as computers apply them: perpetual check and perpetual chase lose.
  public static let standard = Ruleset(
    name: "standard", repetition: .checksAndChases,
    naturalLimit: NaturalLimit(plies: 120, countedChecks: 10), drawsWithoutAttackers: true,
    citations: [
      "World Xiangqi Federation, World Xiangqi Rules: perpetual check, perpetual chase and their diagrams",
      "Asian Xiangqi Federation, Asian Xiangqi Rules: the same principles in an older wording",
      "Natural limit of 60 rounds with ten counted checks a side, as xiangqi engines and servers apply it",
    ])

  /// What small programs do: perpetual check loses, every other repetition is a draw.
  public static let simple = Ruleset(
    name: "simple", repetition: .checks,
    naturalLimit: NaturalLimit(plies: 120, countedChecks: 10), drawsWithoutAttackers: true,
    citations: [
      "World Xiangqi Federation, World Xiangqi Rules: perpetual check",
      "Natural limit of 60 rounds with ten counted checks a side, as xiangqi engines and servers apply it",
    ])

  /// Only mate and stalemate end the game: for analysis boards, and for replaying games that were played
  /// under other rules and went on where ``standard`` would have stopped them.
  public static let free = Ruleset(
    name: "free", repetition: .ignored, naturalLimit: nil, drawsWithoutAttackers: false,
    citations: ["Checkmate and stalemate, common to all rule books"])

  /// The rulesets a game can be played under, the usual one first.
  ///
  /// ``free`` is not among them: a game
  /// under it need never end.
  public static let all: [Ruleset] = [.standard, .simple]

  /// The ruleset of ``all`` with this name, or nil.
  public init?(named name: String) {
    guard let found = Ruleset.all.first(where: { $0.name == name }) else { return nil }
    self = found
  }
}
