import Catalog
import Players
import Xiangqi

/// What a new game begins with.
struct NewGameForm: ChoiceForm, Sendable, Hashable {
  enum Mode: Sendable, Hashable, CaseIterable {
    case red, black, people, watch

    var text: DialogText {
      switch self {
      case .red: .playRed
      case .black: .playBlack
      case .people: .twoPlayers
      case .watch: .watch
      }
    }
  }

  enum Field: Sendable, Hashable {
    case mode, opponent, level, persona, otherOpponent, otherLevel, otherPersona, engineTime, handicap, giver,
      clock, rules
  }

  var mode: Mode
  /// The command of the engine that is the opponent, or plays Red when nobody else does; nil for the model.
  var engine: String?
  /// The command of the engine that plays Black when no person plays.
  var otherEngine: String?
  /// Milliseconds that engines have for a move.
  var engineTime: Int
  /// The opponent's, or Red's when the model plays itself.
  var level: Level
  var persona: String?
  /// Black's when the model plays itself.
  var otherLevel: Level
  var otherPersona: String?
  var handicap = Handicap.none
  var giver = Side.red
  var clock: TimeControl
  var rules = Ruleset.standard
  var row = 0
  let personas: [String]
  let engines: [String]
  let hasModel: Bool
  /// How fast the model searches; nil while it is not known.
  let speed: SearchSpeed?
  /// The levels to choose from; a time of the settings that is not offered otherwise is the last.
  private let levels: [Level]

  init(settings: Settings, personas: [String], hasModel: Bool, speed: SearchSpeed? = nil, mode: Mode) {
    self.speed = speed
    let usual = Self.usualLevels
    levels = usual + (usual.contains(settings.level) ? [] : [settings.level])
    engines = settings.engines
    self.mode = hasModel || !engines.isEmpty ? mode : .people
    engine = settings.opponentEngine.flatMap { [engines] in engines.contains($0) ? $0 : nil }
    engineTime = settings.engineTime
    if !hasModel { (engine, otherEngine) = (engine ?? engines.first, engines.first) }
    level = settings.level
    persona = settings.persona
    otherLevel = settings.level
    clock = settings.clock
    self.personas = personas
    self.hasModel = hasModel
  }

  var title: DialogText { .newGame }

  /// The choices of an engine's time.
  private static let engineTimes = [100, 300, 1000, 3000, 10_000, 30_000]

  /// The levels that are always offered: those with a name, then some times of a move.
  private static let usualLevels =
    Level.allCases + [1, 3, 5, 10, 30].map { .timed(milliseconds: $0 * 1000) }

  /// Who can be played against: the model, unless there is none, and the engines.
  private var players: [String?] { (hasModel ? [nil] : []) + engines }

  var fields: [Field] {
    func player(_ choice: Field, _ engine: String?, _ model: [Field]) -> [Field] {
      (engines.isEmpty ? [] : [choice]) + (engine == nil ? model : [])
    }
    let first = player(.opponent, engine, [.level, .persona])
    let second = player(.otherOpponent, otherEngine, [.otherLevel, .otherPersona])
    let opponents: [Field] =
      switch mode {
      case .red, .black: first + (engine == nil ? [] : [.engineTime])
      case .people: []
      case .watch: first + second + (engine == nil && otherEngine == nil ? [] : [.engineTime])
      }
    return [.mode] + opponents + [.handicap] + (handicap == .none ? [] : [.giver]) + [.clock, .rules]
  }

  mutating func change(_ step: Int) {
    let names: [String?] = [nil] + personas
    switch field {
    case .mode:
      mode = hasModel || !engines.isEmpty ? Mode.allCases.stepping(step, from: mode) : .people
    case .opponent: engine = players.stepping(step, from: engine)
    case .otherOpponent: otherEngine = players.stepping(step, from: otherEngine)
    case .engineTime:
      engineTime = (Self.engineTimes + (Self.engineTimes.contains(engineTime) ? [] : [engineTime])).stepping(
        step, from: engineTime)
    case .level: level = levels.stepping(step, from: level)
    case .persona: persona = names.stepping(step, from: persona)
    case .otherLevel: otherLevel = levels.stepping(step, from: otherLevel)
    case .otherPersona: otherPersona = names.stepping(step, from: otherPersona)
    case .handicap: handicap = Handicap.allCases.stepping(step, from: handicap)
    case .giver: giver = giver.opponent
    case .clock:
      clock = (TimeControl.usual + (TimeControl.usual.contains(clock) ? [] : [clock])).stepping(
        step, from: clock)
    case .rules: rules = Ruleset.all.stepping(step, from: rules)
    }
  }

  func label(_ field: Field, _ say: Catalog) -> String {
    func sided(_ side: Side, _ text: DialogText) -> String {
      mode == .watch ? "\(say.shortName(of: side)) \(say(text))" : say(text)
    }
    return switch field {
    case .mode: say(DialogText.play)
    case .opponent: sided(.red, .opponent)
    case .otherOpponent: sided(.black, .opponent)
    case .engineTime: say(DialogText.engineTime)
    case .level: sided(.red, .level)
    case .persona: sided(.red, .persona)
    case .otherLevel: sided(.black, .level)
    case .otherPersona: sided(.black, .persona)
    case .handicap: say(DialogText.handicap)
    case .giver: say(DialogText.giver)
    case .clock: say(DialogText.clock)
    case .rules: say(DialogText.rules)
    }
  }

  func value(_ field: Field, _ say: Catalog) -> String {
    switch field {
    case .mode: say(mode.text)
    case .opponent: value(opponent: engine, say)
    case .otherOpponent: value(opponent: otherEngine, say)
    case .engineTime: say(DialogText.seconds, GameClock.text(milliseconds: engineTime))
    case .level: "\(say.name(of: level))  \(say.strength(of: level, at: speed))"
    case .persona: value(persona, say)
    case .otherLevel: "\(say.name(of: otherLevel))  \(say.strength(of: otherLevel, at: speed))"
    case .otherPersona: value(otherPersona, say)
    case .handicap: say(handicap.name)
    case .giver:
      switch mode {
      case .red, .black:
        say((giver == .red) == (mode == .red) ? DialogText.sideYou : .sideModel, say.name(of: giver))
      case .people, .watch: say.name(of: giver)
      }
    case .clock: clock.name(say)
    case .rules: say(rules == .simple ? DialogText.rulesSimple : DialogText.rulesStandard)
    }
  }

  /// The model, or an engine's name.
  private func value(opponent command: String?, _ say: Catalog) -> String {
    command.map { EngineChoice(command: $0).name } ?? say(DialogText.model)
  }

  /// A player's name, and which of how many it is.
  private func value(_ persona: String?, _ say: Catalog) -> String {
    guard let persona else { return say(DialogText.anyPersona) }
    guard let index = personas.firstIndex(of: persona) else { return persona }
    return "\(persona)  \(index + 1)/\(personas.count)"
  }

  func note(_ say: Catalog) -> String {
    func manner(_ persona: String?) -> String {
      persona.map { say(DialogText.personaNote, $0) } ?? say(DialogText.noPersonaNote)
    }
    return switch field {
    case .opponent: engine ?? say(DialogText.opponentNote)
    case .otherOpponent: otherEngine ?? say(DialogText.opponentNote)
    case .engineTime: say(DialogText.engineTimeNote)
    case .level: say.description(of: level)
    case .otherLevel: say.description(of: otherLevel)
    case .persona: manner(persona)
    case .otherPersona: manner(otherPersona)
    case .rules: say(rules == .simple ? DialogText.rulesSimpleNote : DialogText.rulesStandardNote)
    case .mode:
      switch mode {
      case .red, .black: say(DialogText.modeNote)
      case .people: hasModel ? say(DialogText.peopleNote) : say(StatusText.noModel)
      case .watch: say(DialogText.watchNote)
      }
    case .handicap: say(DialogText.handicapNote)
    case .giver: say(DialogText.giverNote)
    case .clock: say(DialogText.clockNote)
    }
  }

  /// The game it asks for.
  func game(seed: UInt64) -> TableGame {
    func seat(_ engine: String?, _ level: Level, _ persona: String?) -> Seat {
      engine.map { .engine(EngineChoice(command: $0, milliseconds: engineTime)) }
        ?? .model(OpponentChoice(level: level, persona: persona))
    }
    let model = seat(engine, level, persona)
    let other = seat(otherEngine, otherLevel, otherPersona)
    let (red, black): (Seat, Seat) =
      switch mode {
      case .red: (.human, model)
      case .black: (model, .human)
      case .people: (.human, .human)
      case .watch: (model, other)
      }
    return TableGame(
      start: handicap.start(givenBy: giver), ruleset: rules, red: red, black: black, clock: clock, seed: seed)
  }
}

extension TimeControl {
  /// The time control in words.
  func name(_ say: Catalog) -> String {
    switch self {
    case .none: say(DialogText.clockNone)
    case .perMove(let seconds): say(DialogText.clockPerMove, String(seconds))
    case .fischer(let minutes, let increment):
      say(DialogText.clockFischer, String(minutes), String(increment))
    }
  }
}
