/// How strong an opponent plays, from a beginner to the best it can do, by honest means only: how freely it
/// draws from its own distribution, what it asks the model for, how many views it averages, and how many
/// positions it looks at before it moves.
public enum Level: Sendable, CaseIterable, Hashable {
  /// Knows how the pieces move and has seen games: draws from a flattened distribution, so that any legal move may
  /// come, and mostly overlooks what cannons and horses could take from afar.
  case beginner
  /// Plays reasonable moves with slips: a flattened distribution without its most unlikely moves, and often a blind eye
  /// for what cannons and horses could take from afar.
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
  /// Looks ahead for so long at every move, however many positions that makes; see ``timedRange``.
  case timed(milliseconds: Int)

  /// The levels with a name, from the weakest to the strongest.
  public static let allCases: [Level] = [
    .beginner, .casual, .amateur, .club, .expert, .master, .shallow, .careful, .deep,
  ]

  /// The times of a move that a level may be given, in milliseconds.
  public static let timedRange = 100...600_000

  /// The parameters of the level.
  public var style: PlayStyle {
    do {
      return switch self {
      case .beginner: try PlayStyle(temperature: 1.6, tacticsWeight: 0.5, oversight: 0.7)
      case .casual: try PlayStyle(temperature: 1.4, topP: 0.97, tacticsWeight: 0.7, oversight: 0.4)
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
      case .deep, .timed: try PlayStyle(temperature: 0.2, minP: 0.6)
      }
    } catch { preconditionFailure("The level \(identifier) has a parameter out of range: \(error)") }
  }

  /// How many positions the level looks at for a move; `nil` for those that play by the model's first
  /// impression, and for one that looks as far as its time goes.
  public var evaluations: Int? {
    switch self {
    case .beginner, .casual, .amateur, .club, .expert, .master, .timed: nil
    case .shallow: 50
    case .careful: 400
    case .deep: 2000
    }
  }

  /// The longest a move may take, on however slow a machine; `nil` for the levels that do not look ahead.
  ///
  /// Where the positions take less, it has no influence on what is played.
  public var longest: Duration? {
    switch self {
    case .beginner, .casual, .amateur, .club, .expert, .master: nil
    case .shallow: .seconds(2)
    case .careful: .seconds(5)
    case .deep: .seconds(10)
    case .timed(let milliseconds): .milliseconds(milliseconds)
    }
  }

  /// Whether the level looks ahead.
  public var searches: Bool { longest != nil }

  /// What ends the level's search: its positions or its time, whichever comes first.
  public var limits: SearchLimits { SearchLimits(evaluations: evaluations, longest: longest) }

  /// The word that names the level in commands and files: `beginner`, `casual` and so on, or a time such as `5s`.
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
    case .timed(let milliseconds): "\(Self.seconds(milliseconds))s"
    }
  }

  /// The level of that name, or `nil`; `1`…`9` are names too, and so are the seconds of a move, such as `5s` or `0.5s`.
  public init?(identifier: String) {
    let names = zip(Self.allCases, 1...).first { $0.identifier == identifier || String($1) == identifier }
    guard let found = names?.0 ?? Self.timed(identifier) else { return nil }
    self = found
  }

  /// Milliseconds as seconds, without zeros at the end: `5`, `0.5`.
  public static func seconds(_ milliseconds: Int) -> String {
    var fraction = String(milliseconds % 1000 + 1000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? "\(milliseconds / 1000)" : "\(milliseconds / 1000).\(fraction)"
  }

  /// The level of a text such as `5s`; `nil` for any other, and for a time out of range.
  private static func timed(_ text: String) -> Level? {
    guard text.last == "s" else { return nil }
    let parts = text.dropLast().split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ $0.allSatisfy(\.isASCIIDigit) }),
      (1...3).contains(parts[0].count), parts.count == 1 || (1...3).contains(parts[1].count)
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] + String(repeating: "0", count: 3 - parts[1].count) : "0"
    guard let whole = Int(parts[0]), let thousandths = Int(fraction) else { return nil }
    let milliseconds = whole * 1000 + thousandths
    return timedRange.contains(milliseconds) ? .timed(milliseconds: milliseconds) : nil
  }
}

extension Character {
  fileprivate var isASCIIDigit: Bool { isASCII && isNumber }
}
