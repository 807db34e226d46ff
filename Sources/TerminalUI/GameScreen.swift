public import Catalog
public import GameFiles
public import Players
public import Screen
public import Xiangqi

/// What a sitting at the table begins with.
public struct TableContext: Sendable {
  /// The player's settings.
  public var settings: Settings
  /// What the settings file had wrong.
  public var problems: [SettingsProblem] = []
  /// The language where the settings name none.
  public var language: Language
  /// Names of openings.
  public var openings: OpeningBook
  /// Today, as `2026.11.21`.
  public var date: String
  /// The players the model can imitate.
  public var personas: [String] = []
  /// Whether there is a model to play with.
  public var hasModel = true
  /// The level asked for at the start, of the game taken up and of new ones; nil for the settings' own.
  public var level: Level?
  /// The unfinished game of the last sitting.
  public var unfinished: GameRecord?
  /// What could not be read of the last sitting.
  public var failure: GameFileError?
  /// The file name that saving and opening begin with.
  public var gamesFile = "games.pgn"
  /// Draws the choices of every model at this table.
  public var seed: UInt64 = 0

  /// A first sitting: no unfinished game, a model without names.
  public init(
    settings: Settings = Settings(), language: Language = .english, openings: OpeningBook = .empty,
    date: String = "????.??.??",
  ) {
    self.settings = settings
    self.language = language
    self.openings = openings
    self.date = date
  }
}

/// The table: a game of xiangqi, everything beside it, and the dialogs over it, as a pure program.
///
/// Events change it, ``render(columns:rows:)`` draws it, and what it wants done comes out as ``TableEffect`` values.
public struct GameScreen: Program, Sendable {
  /// Answers of effects.
  public typealias Message = TableAnswer
  /// What the table wants done.
  public typealias Effect = TableEffect

  /// A line of news under the board.
  struct Notice: Sendable, Hashable {
    var text: String
    var isError = false
    /// Whether it stays in sight when the next move is played, since that comes before it could be read.
    var outlastsMove = false
  }

  /// What the model is asked for.
  enum Purpose: Sendable, Hashable {
    case move, evaluation, hint, drawOffer
  }

  /// A question to the model that has not been answered.
  struct Pending: Sendable, Hashable {
    var id: Int
    var purpose: Purpose
    /// The number of plies of the position it is about.
    var ply: Int
  }

  /// The settings as they are now.
  public internal(set) var settings: Settings
  /// The game.
  public internal(set) var table: TableGame
  /// Whether the program is over.
  public internal(set) var isFinished = false
  /// Whether it was ended from outside, or by Control-C.
  public internal(set) var wasInterrupted = false

  let openings: OpeningBook
  let date: String
  let environmentLanguage: Language
  let gamesFile: String
  var personas: [String]
  var hasModel: Bool
  /// How fast the model searches, once it is known.
  var speed: SearchSpeed?
  var nextSeed: UInt64

  /// How many plies of the game the board shows.
  var shownPly = 0
  var cursor = Square(file: 4, rank: 0)
  var selected: Square?
  var entry: MoveEntry?
  /// The last key if it moved the cursor as a letter, and where the cursor was before.
  var letterStep: (letter: Character, before: Square)?
  var hinted: Move?
  /// The piece that stands in the way of a move just refused.
  var obstacle: Square?
  var notice: Notice?
  var dialog: Dialog?
  var pending: Pending?
  var lastID = 0
  /// Whether the player has stopped the model, or paused watching.
  var isPaused = false
  /// The question to the engine beside the model, and the number of plies of the position it is about.
  var advice: (id: Int, ply: Int)?
  /// The analysis of the game, once there is one.
  var review: Review?
  /// Milliseconds until the model moves again when it plays itself.
  var watchWait = 0
  /// Milliseconds the model has thought, for the sign that it does.
  var thinkingTime = 0
  var hasBegun = false
  var size = (columns: 80, rows: 24)

  /// The table as a sitting begins: with the unfinished game, or a new one by the settings.
  public init(_ context: TableContext) {
    settings = context.settings
    openings = context.openings
    date = context.date
    environmentLanguage = context.language
    gamesFile = context.gamesFile
    personas = context.personas
    hasModel = context.hasModel
    nextSeed = context.seed &+ 1
    if let level = context.level {
      settings.level = level
      settings.opponentEngine = nil
    }
    let model = Seat.model(OpponentChoice(level: settings.level, persona: settings.persona))
    let engine = settings.opponentEngine.map {
      Seat.engine(EngineChoice(command: $0, milliseconds: context.settings.engineTime))
    }
    let opponent = engine ?? (context.hasModel ? model : .human)
    table = TableGame(red: .human, black: opponent, clock: settings.clock, seed: context.seed)
    if settings.flipped, opponent != .human { (table.red, table.black) = (table.black, table.red) }
    if let unfinished = context.unfinished { resume(unfinished, level: context.level) }
    report(context.problems)
    if let failure = context.failure { complain(say(StatusText.cannotResume, say.sentence(failure))) }
    cursor = restingPlace
  }

  /// A view of one position: for tests, and for showing a board once.
  public init(position: Position, language: Language = .english) {
    self.init(TableContext(language: language))
    table = TableGame(start: position)
    hasModel = false
  }

  /// The catalogue in the player's language.
  var say: Catalog { Catalog(settings.language ?? environmentLanguage) }

  /// Ticks only while something moves: a clock, the sign of thinking, a game that is watched.
  public var wantsTicks: Int? {
    if isFinished { return nil }
    if isThinking { return 120 }
    if table.verdict == nil, table.isWatched, !isPaused { return 100 }
    return isClockRunning ? 200 : nil
  }

  /// Takes in one event.
  public mutating func update(_ event: Event<TableAnswer>) -> [TableEffect] {
    if isFinished { return [] }
    var effects: [TableEffect] = []
    if !hasBegun {
      hasBegun = true
      effects += continueGame()
    }
    switch event {
    case .key, .mouse: obstacle = nil
    default: break
    }
    switch event {
    case .resize(let columns, let rows): size = (columns, rows)
    case .tick(let milliseconds): effects += tick(milliseconds)
    case .key(let key): effects += dialog == nil ? tableKey(key) : dialogKey(key)
    case .mouse(let mouse): effects += dialog == nil ? tableMouse(mouse) : dialogMouse(mouse)
    case .message(let answer): effects += take(answer)
    case .interruption:
      wasInterrupted = true
      effects += quit()
    }
    return effects
  }

  /// Ends the sitting: an unfinished game is kept for the next one, a game that is over goes to the played ones.
  mutating func quit() -> [TableEffect] {
    isFinished = true
    let stop = stopReview() + [.cancelThinking]
    return stop + (table.verdict == nil ? [] : archive()) + [.autosave(unfinishedRecord)]
  }

  // MARK: What the parts ask

  /// The position the board shows.
  var shownPosition: Position { table.game.positions[min(shownPly, table.game.moves.count)] }

  /// Whether the board shows the game as it stands.
  var isAtEnd: Bool { shownPly == table.game.moves.count }

  /// Whether a person may move now.
  var isPersonsTurn: Bool { table.verdict == nil && isAtEnd && table.mover == .human }

  /// Whether the player waits for the model.
  var isThinking: Bool {
    guard let pending else { return false }
    return pending.purpose != .evaluation
  }

  /// Clocks run from the first move on, while the game does.
  var isClockRunning: Bool {
    table.clock.control != .none && table.verdict == nil && !table.game.moves.isEmpty
      && !(table.isWatched && isPaused)
  }

  /// The game to keep for the next start, nil when it has not begun, or when it is over and in a file already.
  ///
  /// A game that is over stays here until another begins or the program is left: until then its end may be taken back.
  var unfinishedRecord: GameRecord? {
    guard !table.game.moves.isEmpty || table.game.start != .start else { return nil }
    if table.verdict != nil, table.isKept { return nil }
    return table.record(date: date, names: names, resumable: true)
  }

  /// The game as a file of games gets it: an unfinished one with what is needed to go on with it.
  var fileRecord: GameRecord { table.record(date: date, names: names, resumable: table.verdict == nil) }

  /// How the players are called in files, where nobody is "you".
  private var names: (red: String, black: String) {
    func fileName(_ side: Side) -> String {
      table[side] == .human && table.tag(for: side) == nil ? say(PanelText.human) : name(of: side)
    }
    return (fileName(.red), fileName(.black))
  }

  /// How the player of a side is called: by the file, as the model's level and persona, or as a person.
  func name(of side: Side) -> String {
    if let written = table.tag(for: side) { return written }
    if let engine = table[side].engine { return say(PanelText.engine, engine.name) }
    guard let choice = table[side].opponent else {
      return say(table.isBetweenPeople ? PanelText.human : PanelText.you)
    }
    let level = say.name(of: choice.level)
    guard let persona = choice.persona else { return say(PanelText.modelAt, level) }
    return say(PanelText.modelAs, level, persona)
  }

  /// The same where room is short: the model by its level and persona alone.
  func shortName(of side: Side) -> String {
    if table.tag(for: side) == nil, let engine = table[side].engine { return engine.name }
    guard table.tag(for: side) == nil, let choice = table[side].opponent else { return name(of: side) }
    let level = say.name(of: choice.level)
    return choice.persona.map { "\(level) \($0)" } ?? level
  }

  /// Where the cursor waits: the general of the side at the bottom.
  var restingPlace: Square { shownPosition.general(of: settings.flipped ? .black : .red) }

  mutating func inform(_ text: String) { notice = Notice(text: text) }

  mutating func inform(_ phrase: StatusText) { inform(say(phrase)) }

  mutating func complain(_ text: String) { notice = Notice(text: text, isError: true) }

  mutating func complain(_ phrase: StatusText) { complain(say(phrase)) }
}
