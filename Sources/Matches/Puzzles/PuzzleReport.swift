/// How many puzzles some players found: all, by theme and by length.
public struct PuzzleReport: Sendable, Equatable, Codable {
  /// The figures of some puzzles.
  public struct Row: Sendable, Equatable, Codable {
    /// Which puzzles: `all`, a theme, or the length of the line in the solver's moves.
    public let puzzles: String
    /// How many they are.
    public let count: Int
    /// How many of their lines end in mate.
    public let mates: Int
    /// For each player, the share whose first move it found.
    public let first: [Double]
    /// For each player, the share of the mates that it found; empty without mates.
    public let mate: [Double]
  }

  /// The names of the players.
  public let players: [String]
  /// All puzzles.
  public let all: Row
  /// By theme, the most frequent first; rare themes are one row, `other`.
  public let byTheme: [Row]
  /// By the length of the line.
  public let byLength: [Row]

  /// How many themes have a row of their own.
  static let themes = 10

  /// The report of the answers of some players, each to all puzzles.
  public init(puzzles: [Puzzle], answers: [(player: String, answers: [PuzzleTest.Answer])]) {
    func row(_ name: String, _ places: [Int]) -> Row {
      let mates = places.filter { puzzles[$0].isMate }
      return Row(
        puzzles: name, count: places.count, mates: mates.count,
        first: answers.map { Self.share(of: places, $0.answers, \.findsFirst) },
        mate: mates.isEmpty ? [] : answers.map { Self.share(of: mates, $0.answers, \.findsMate) })
    }
    players = answers.map(\.player)
    all = row("all", Array(puzzles.indices))
    let themes = Dictionary(grouping: puzzles.indices) { puzzles[$0].theme }
      .sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
    let others = themes.dropFirst(Self.themes).flatMap(\.value).sorted()
    byTheme =
      themes.prefix(Self.themes).map { row($0.key.isEmpty ? "(none)" : $0.key, $0.value) }
      + (others.isEmpty ? [] : [row("other", others)])
    byLength = Self.lengths.compactMap { lengths in
      let places = puzzles.indices.filter { lengths.contains(puzzles[$0].length) }
      guard let last = lengths.last, !places.isEmpty else { return nil }
      let name =
        lengths.count == 1
        ? "\(last)" : last == .max - 1 ? "\(lengths.lowerBound)-" : "\(lengths.lowerBound)-\(last)"
      return row(name, places)
    }
  }

  private static let lengths: [Range<Int>] = [
    1..<2, 2..<3, 3..<4, 4..<5, 5..<7, 7..<11, 11..<21, 21..<Int.max,
  ]

  private static func share(
    of places: [Int], _ answers: [PuzzleTest.Answer], _ part: KeyPath<PuzzleTest.Answer, Bool>
  ) -> Double {
    places.isEmpty ? 0 : Double(places.count { answers[$0][keyPath: part] }) / Double(places.count)
  }
}
