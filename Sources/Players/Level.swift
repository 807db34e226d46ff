/// How strong an opponent plays, from a beginner to the best the model can do, by honest means only: how
/// freely it draws from its own distribution, what it asks the model for, and how many views it averages.
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
  case strongest

  /// The parameters of the level.
  public var style: PlayStyle {
    do {
      return switch self {
      case .beginner: try PlayStyle(temperature: 2.2)
      case .casual: try PlayStyle(temperature: 1.4, topP: 0.97)
      case .amateur: .asLearned
      case .club: try PlayStyle(temperature: 0.7, topP: 0.9)
      case .expert:
        try PlayStyle(temperature: 0.4, topP: 0.8, minP: 0.1, ambition: .win, avoidsAnyRepetition: true)
      case .strongest:
        try PlayStyle(
          temperature: 0.2, topP: 0.7, minP: 0.25, ambition: .win, averagesMirror: true,
          averagesColours: true, avoidsAnyRepetition: true)
      }
    } catch { preconditionFailure("The level \(identifier) has a parameter out of range: \(error)") }
  }

  /// The word that names the level in commands and files: `beginner`, `casual` and so on.
  public var identifier: String {
    switch self {
    case .beginner: "beginner"
    case .casual: "casual"
    case .amateur: "amateur"
    case .club: "club"
    case .expert: "expert"
    case .strongest: "strongest"
    }
  }

  /// The level of that name, or `nil`; `1`…`6` are names too.
  public init?(identifier: String) {
    let found = Self.allCases.first { $0.identifier == identifier || String($0.rawValue) == identifier }
    guard let found else { return nil }
    self = found
  }
}
