internal import LanguageModel
public import Players
internal import Xiangqi

/// Makes a book of openings out of the model's own play.
///
/// Moves are drawn from the model's distribution. What comes of it is kept if nobody has gained by it: no check and no
/// capture is pending, the material is even, the model expects a score near one half, at first sight of the position and its
/// mirror image and after a search, and no opening before leads to the same position or its mirror image.
public struct OpeningBookMaker: Sendable {
  /// What a book is to be like.
  public struct Settings: Sendable, Hashable {
    /// How many openings.
    public var count = 400
    /// The shortest opening, in plies.
    public var shortest = 6
    /// The longest.
    public var longest = 10
    /// How far from one half the score may be that the model expects for Red.
    public var tolerance = 0.06
    /// How many positions the search looks at.
    public var evaluations = 128
    /// How evenly moves are drawn; above 1 rare moves come more often.
    public var temperature = 1.2
    /// Only the most probable moves that together have this probability are drawn.
    public var topP = 0.97
    /// The seed of the book.
    public var seed: UInt64 = 0

    /// The settings of the book that comes with the program.
    public init() {}
  }

  /// An opening and what is known of it.
  public struct Line: Sendable, Hashable {
    /// The opening.
    public let opening: Opening
    /// How a game from there ends, by the search.
    public let wdl: WDL
  }

  /// What the book is to be like.
  public let settings: Settings
  private let model: XiangqiModel
  private let style: PlayStyle

  /// More attempts than this for one opening mean that there are no more such openings.
  private static let patience = 10_000

  /// A maker of books.
  ///
  /// - Throws: `SamplingError` for a temperature or top-p out of range.
  public init(model: XiangqiModel, settings: Settings = Settings()) throws {
    precondition(
      settings.shortest >= 1 && settings.evaluations >= 1 && settings.shortest <= settings.longest
        && settings.longest <= OpeningBook.longestLine,
      "Openings have 1 to \(OpeningBook.longestLine) plies, and a search looks at some position.")
    self.settings = settings
    self.model = model
    style = try PlayStyle(temperature: settings.temperature, topP: settings.topP)
  }

  /// The openings, in the order in which they were found.
  ///
  /// - Parameter progress: Told how many there are.
  /// - Returns: As many as the settings ask for.
  /// - Throws: `PlayerError`, or ``OpeningBookMakerError`` when no more are found.
  public func make(progress: (Int) -> Void = { _ in }) throws -> [Line] {
    let reader = try ModelReader(model: model, averagesMirror: true, averagesColours: true)
    let searcher = try Searcher(model: model)
    var lines: [Line] = []
    var reached: Set<Position> = []
    var attempt = 0
    var failures = 0
    while lines.count < settings.count {
      attempt += 1
      guard let line = try line(attempt: attempt, reader, searcher), !reached.contains(line.opening.position)
      else {
        failures += 1
        guard failures < Self.patience else { throw OpeningBookMakerError.exhausted(found: lines.count) }
        continue
      }
      failures = 0
      reached.formUnion([line.opening.position, line.opening.position.mirrored])
      lines.append(line)
      progress(lines.count)
    }
    return lines
  }

  /// The opening of one attempt, if it is balanced and quiet.
  private func line(attempt: Int, _ reader: ModelReader, _ searcher: Searcher) throws -> Line? {
    var generator = SeededGenerator(seed: DecisionSeed.game(attempt, of: settings.seed))
    let plies = Int.random(in: settings.shortest...settings.longest, using: &generator)
    var game = Game()
    for _ in 0..<plies {
      let thought = try reader.think(about: game)
      do { try game.play(style.choice(from: thought.moves, in: game, using: &generator).move) } catch {
        return nil
      }
      if game.verdict != nil { return nil }
    }
    guard Self.isQuiet(game.position) else { return nil }
    func isEven(_ wdl: WDL) -> Bool { abs(wdl.expectation(for: .red) - 0.5) <= settings.tolerance }
    guard isEven(try reader.think(about: game).wdl) else { return nil }
    let wdl = try searcher.search(game, limits: SearchLimits(evaluations: settings.evaluations)).wdl
    guard isEven(wdl) else { return nil }
    return Line(opening: try Opening(moves: game.moves), wdl: wdl)
  }

  /// Whether nothing is pending: the material is even, there is no check, and no capture of either side pays.
  static func isQuiet(_ position: Position) -> Bool {
    !position.isCheck && Material.balance(of: position, for: .red) == 0
      && MaterialExchange.gain(in: position, plies: 4) == 0
  }
}

/// Why a book could not be made.
public enum OpeningBookMakerError: Error, Hashable, CustomStringConvertible {
  /// Nothing new is found any more.
  case exhausted(found: Int)

  /// One sentence.
  public var description: String {
    switch self {
    case .exhausted(let found):
      "only \(found) balanced openings were found; ask for fewer, for longer ones, or allow more imbalance"
    }
  }
}
