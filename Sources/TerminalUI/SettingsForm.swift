import Catalog
import Xiangqi

/// The settings as a form; changes show at once.
struct SettingsForm: ChoiceForm, Sendable, Hashable {
  enum Field: Sendable, Hashable, CaseIterable {
    case language, notation, theme, pieces, board, flip, viKeys, thoughts, engine, sound
  }

  var settings: Settings
  /// The language shown where the settings name none.
  let environmentLanguage: Language
  var row = 0

  var title: DialogText { .settings }
  var fields: [Field] { Field.allCases.filter { $0 != .engine || !settings.engines.isEmpty } }

  mutating func change(_ step: Int) {
    switch field {
    case .language:
      settings.language = Language.allCases.stepping(step, from: settings.language ?? environmentLanguage)
    case .notation: settings.notation = Notation.allCases.stepping(step, from: settings.notation)
    case .theme: settings.theme = ThemeName.allCases.stepping(step, from: settings.theme)
    case .pieces: settings.pieces = PieceSet.allCases.stepping(step, from: settings.pieces)
    case .board: settings.ascii.toggle()
    case .flip: settings.flipped.toggle()
    case .viKeys: settings.viKeys.toggle()
    case .thoughts: settings.thoughts = ThoughtsShown.allCases.stepping(step, from: settings.thoughts)
    case .engine:
      let engines: [String?] = [nil] + settings.engines
      settings.analysisEngine = engines.stepping(step, from: settings.analysisEngine)
    case .sound: settings.bell.toggle()
    }
  }

  func label(_ field: Field, _ say: Catalog) -> String {
    switch field {
    case .language: say(DialogText.language)
    case .notation: say(DialogText.notation)
    case .theme: say(DialogText.theme)
    case .pieces: say(DialogText.pieces)
    case .board: say(DialogText.board)
    case .flip: say(DialogText.flip)
    case .viKeys: say(DialogText.viKeys)
    case .thoughts: say(DialogText.thoughts)
    case .engine: say(DialogText.analysisEngine)
    case .sound: say(DialogText.sound)
    }
  }

  func value(_ field: Field, _ say: Catalog) -> String {
    func onOff(_ isOn: Bool) -> String { say(isOn ? DialogText.on : DialogText.off) }
    return switch field {
    case .language: (settings.language ?? environmentLanguage) == .chinese ? "中文" : "English"
    case .notation: say(settings.notation.name)
    case .theme: say(settings.theme.text)
    case .pieces: say(settings.pieces == .mixed ? DialogText.mixedPieces : DialogText.traditionalPieces)
    case .board: say(settings.ascii ? DialogText.asciiBoard : DialogText.linesBoard)
    case .flip: onOff(settings.flipped)
    case .viKeys: onOff(settings.viKeys)
    case .thoughts: say(settings.thoughts.text)
    case .engine: settings.analysisEngine.map { EngineChoice(command: $0).name } ?? say(DialogText.noEngine)
    case .sound: onOff(settings.bell)
    }
  }

  func note(_ say: Catalog) -> String {
    switch field {
    case .thoughts: say(DialogText.thoughtsNote)
    case .engine: say(DialogText.analysisEngineNote)
    default: ""
    }
  }
}

extension Notation {
  /// The notation's name and an example.
  var name: DialogText {
    switch self {
    case .chinese: .notationSimplified
    case .chineseTraditional: .notationTraditional
    case .wxf: .notationWXF
    case .iccs: .notationICCS
    case .uciFairy: .notationUCI
    }
  }
}

extension ThemeName {
  /// The theme's name.
  var text: DialogText {
    switch self {
    case .night: .themeNight
    case .paper: .themePaper
    case .wood: .themeWood
    case .mono: .themeMono
    }
  }
}

extension ThoughtsShown {
  /// When thoughts are shown, in words.
  var text: DialogText {
    switch self {
    case .always: .thoughtsAlways
    case .opponent: .thoughtsOpponent
    case .never: .thoughtsNever
    }
  }
}
