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
    case mode, level, persona, otherLevel, otherPersona, handicap, giver, clock, rules
  }

  var mode: Mode
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
  let hasModel: Bool

  init(settings: Settings, personas: [String], hasModel: Bool, mode: Mode) {
    self.mode = hasModel ? mode : .people
    level = settings.level
    persona = settings.persona
    otherLevel = settings.level
    clock = settings.clock
    self.personas = personas
    self.hasModel = hasModel
  }

  var title: DialogText { .newGame }

  var fields: [Field] {
    let opponents: [Field] =
      switch mode {
      case .red, .black: [.level, .persona]
      case .people: []
      case .watch: [.level, .persona, .otherLevel, .otherPersona]
      }
    return [.mode] + opponents + [.handicap] + (handicap == .none ? [] : [.giver]) + [.clock, .rules]
  }

  mutating func change(_ step: Int) {
    let names: [String?] = [nil] + personas
    switch field {
    case .mode: mode = hasModel ? Mode.allCases.stepping(step, from: mode) : .people
    case .level: level = Level.allCases.stepping(step, from: level)
    case .persona: persona = names.stepping(step, from: persona)
    case .otherLevel: otherLevel = Level.allCases.stepping(step, from: otherLevel)
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
    case .level: say.name(of: level)
    case .persona: value(persona, say)
    case .otherLevel: say.name(of: otherLevel)
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
    let model = Seat.model(OpponentChoice(level: level, persona: persona))
    let other = Seat.model(OpponentChoice(level: otherLevel, persona: otherPersona))
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
