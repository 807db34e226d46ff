public import Players
public import Xiangqi

/// An engine as a UCI or UCCI program sees it: lines in, lines and orders out; a value, without processes or clocks.
///
/// Moves are ICCS, ranks 0 to 9, in both languages, as Pikafish writes them and the programs made for it expect.
/// Fairy-Stockfish's ranks 1 to 10 are not spoken: nothing in UCI would say which of the two is meant.
///
/// Each `go` is answered by exactly one `bestmove` with at least one `info … score …` before it: at the end of
/// the search or after `stop`, and when the search is infinite or ponders never before it is told. A `go` during a
/// search stops that one and is answered after it. What is not understood is passed over; what is wrong in a
/// command that is, is told in an `info string`.
///
/// Pondering is a search without limits; at `ponderhit` it is stopped and the search that was ordered begins,
/// which finds what the first has found in its tree.
public struct EngineServer: Sendable {
  /// What is to be done, in this order.
  public enum Effect: Sendable, Equatable {
    /// A line is to be written.
    case write(String)
    /// Whoever thinks is to be made anew, with these settings; ``prepared()`` or ``notPrepared(because:)`` follows.
    case prepare(ThinkerSettings)
    /// Something is to be thought about; ``progress(_:of:)`` and ``finished(_:of:)`` tell what comes of it.
    case think(ThinkingOrder)
    /// The thinking is to end soon; what it has found by then is still wanted.
    case stop
    /// The program is to end.
    case quit
  }

  /// Something to think about.
  public struct ThinkingOrder: Sendable, Equatable {
    /// Which order it is.
    public let number: Int
    /// A game that is not over.
    public let game: Game
    /// What ends the search.
    public let limits: SearchLimits
  }

  /// Who the engine is.
  public struct Identity: Sendable, Hashable {
    /// Its name with the version.
    public var name: String
    /// Who made it.
    public var author: String

    /// An identity of those texts.
    public init(name: String, author: String) {
      self.name = name
      self.author = author
    }
  }

  let identity: Identity
  var dialect: EngineDialect
  var options: ServerOptions
  /// With what the one who thinks now was made.
  var preparedSettings: ThinkerSettings
  /// The same before strength was limited.
  private var preparedThinker: ThinkerSettings
  /// The game to think about; nil after a position that was refused.
  var game: Game? = Game()
  /// The moves that UCCI's `banmoves` leaves; nil for all.
  var allowed: [Move]?
  var current: Thinking?
  /// Orders given during a search, answered one after another.
  var waiting: [Thinking] = []
  var lastNumber = 0
  /// What was last answered, for `probe`.
  var lastAnswer: (position: Position, report: SearchReport)?

  /// Orders past this many that wait are refused.
  static let waitingLimit = 64

  /// An engine that has not been spoken to.
  ///
  /// - Parameters:
  ///   - identity: Who it is.
  ///   - dialect: The language until another one is asked for.
  ///   - settings: With what the one who thinks was made.
  ///   - levels: The words for how strong it may play.
  public init(
    identity: Identity, dialect: EngineDialect, settings: ThinkerSettings, levels: [String]
  ) {
    self.identity = identity
    self.dialect = dialect
    preparedSettings = settings
    preparedThinker = settings
    options = ServerOptions(thinker: settings, levels: levels)
  }

  /// Takes a line and answers what is to be done.
  public mutating func take(_ line: String) -> [Effect] {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard let command = words.first else { return [] }
    let rest = words.dropFirst()
    switch command {
    case "uci": return greeting(.uci)
    case "ucci": return greeting(.ucci)
    case "isready": return preparation() + [.write("readyok")]
    case "setoption": return set(rest)
    case "position": return position(rest)
    case "banmoves": return ban(rest)
    case "go": return go(rest)
    case "ponderhit": return ponderHit(rest)
    case "stop": return stop()
    case "probe": return probe(rest)
    case "quit": return [.quit]
    default: return []
    }
  }

  /// What is said last of all, after every answer.
  public func farewell() -> [Effect] { dialect == .ucci ? [.write("bye")] : [] }

  /// Tells that a line was too long to be read.
  public func tooLong() -> [Effect] {
    [message("a line of more than \(LineBuffer.limit) bytes was passed over")]
  }

  private mutating func greeting(_ asked: EngineDialect) -> [Effect] {
    dialect = asked
    let lines = ["id name \(identity.name)", "id author \(identity.author)"] + options.lines(asked)
    return (lines + ["\(asked.rawValue)ok"]).map { .write($0) }
  }

  /// Something to tell a person.
  func message(_ text: String) -> Effect {
    .write(EngineInfo(message: String(text.map { $0.isNewline ? " " : $0 }.prefix(400))).text(dialect))
  }
}

// MARK: - Options

extension EngineServer {
  private mutating func set(_ words: ArraySlice<Substring>) -> [Effect] {
    let name: String
    let value: String
    if words.first == "name" {
      let end = words.firstIndex(of: "value") ?? words.endIndex
      name = words[words.startIndex..<end].dropFirst().joined(separator: " ")
      value = words[end...].dropFirst().joined(separator: " ")
    } else {
      name = words.first.map(String.init) ?? ""
      value = words.dropFirst().joined(separator: " ")
    }
    switch options.set(name, to: value, dialect) {
    case .accepted: return []
    case .refused(let reason): return [message(reason)]
    }
  }

  /// What makes ready who thinks, when that is not the one that is asked for; not during a search.
  mutating func preparation() -> [Effect] {
    current == nil && options.effectiveThinker != preparedSettings
      ? [.prepare(options.effectiveThinker)] : []
  }

  /// Takes note that whoever thinks has been made by the settings asked for.
  public mutating func prepared() -> [Effect] {
    preparedSettings = options.effectiveThinker
    preparedThinker = options.thinker
    return []
  }

  /// Takes note that nobody could be made by the settings asked for; the old ones hold again.
  public mutating func notPrepared(because reason: String) -> [Effect] {
    options.thinker = preparedThinker
    return [message(reason), message("the settings from before are used")]
  }
}
