/// How strong an opponent plays, from a beginner to the best it can do, by honest means only: how freely it
/// draws from its own distribution, what it asks the model for, how many views it averages, and how many
/// positions it looks at before it moves.
public enum Level: Int, Sendable, CaseIterable, Hashable {
  /// Knows how the pieces move and has seen games: draws from a much flattened distribution, so that any
  /// legal move may come.
  case beginner = 1
  /// Plays reasonable moves with slips: a flattened distribution without its most unlikely moves.
  case casual
  /// Plays as the people of the game collection do: the model's distribution as it is.
  case amateur
  /// Prefers what is played most and leaves out the unlikely.
  case club
  /// Keeps to the few most likely moves, asks the model for a win, does not go to and fro.
  case expert
  /// As `expert`, nearly always the first choice, averaged over the position, its mirror image and,
  /// with a model that can be asked so, both with the colours exchanged.
  case master
  /// Looks ahead a little.
  case shallow
  /// Looks ahead with care.
  case careful
  /// Looks ahead as long as a patient opponent waits.
  case deep

  /// The parameters of the level.
  public var style: PlayStyle {
    do {
      return switch self {
      case .beginner: try PlayStyle(temperature: 2.2, tacticsWeight: 0.3)
      case .casual: try PlayStyle(temperature: 1.4, topP: 0.97, tacticsWeight: 0.6)
      case .amateur: .asLearned
      case .club: try PlayStyle(temperature: 0.7, topP: 0.9)
      case .expert:
        try PlayStyle(temperature: 0.4, topP: 0.8, minP: 0.1, ambition: .win, avoidsAnyRepetition: true)
      case .master:
        try PlayStyle(
          temperature: 0.2, topP: 0.7, minP: 0.25, ambition: .win, averagesMirror: true,
          averagesColours: true, avoidsAnyRepetition: true)
      case .shallow: try PlayStyle(temperature: 0.4, minP: 0.4)
      case .careful: try PlayStyle(temperature: 0.3, minP: 0.5)
      case .deep: try PlayStyle(temperature: 0.2, minP: 0.6)
      }
    } catch { preconditionFailure("The level \(identifier) has a parameter out of range: \(error)") }
  }

  /// How many positions the level looks at for a move; `nil` for those that play by the model's first
  /// impression.
  public var evaluations: Int? {
    switch self {
    case .beginner, .casual, .amateur, .club, .expert, .master: nil
    case .shallow: 50
    case .careful: 400
    case .deep: 2000
    }
  }

  /// The word that names the level in commands and files: `beginner`, `casual` and so on.
  public var identifier: String {
    switch self {
    case .beginner: "beginner"
    case .casual: "casual"
    case .amateur: "amateur"
    case .club: "club"
    case .expert: "expert"
    case .master: "master"
    case .shallow: "shallow"
    case .careful: "careful"
    case .deep: "deep"
    }
  }

  /// The level of that name, or `nil`; `1`…`9` are names too.
  public init?(identifier: String) {
    let found = Self.allCases.first { $0.identifier == identifier || String($0.rawValue) == identifier }
    guard let found else { return nil }
    self = found
  }
}
