import Catalog
import Players
import Xiangqi

/// What lies over the table and takes the keys.
enum Dialog: Sendable {
  /// `byLetter` until another key follows the m that opened it: a digit then makes the m the beginning of a move.
  case menu(index: Int, byLetter: Bool)
  case help(top: Int)
  case newGame(NewGameForm)
  case settings(SettingsForm)
  case prompt(Prompt)
  case games(GameChoice)
  case confirm(Confirmation)
}

/// The entries of the menu, with the keys that do the same.
enum MenuItem: CaseIterable, Sendable {
  case newGame, undo, redo, hint, draw, resign, watch, fromHere, analysis, open, save, setUp, engine, flip,
    thoughts, settings, help, quit

  var key: String {
    switch self {
    case .newGame: "F2"
    case .undo: "u"
    case .redo: "U"
    case .hint: "t"
    case .draw: "y"
    case .resign: "x"
    case .watch: "w"
    case .fromHere: "z"
    case .analysis: "%"
    case .engine: "#"
    case .open: "o"
    case .save: "s"
    case .setUp: "F5"
    case .flip: "v"
    case .thoughts: "T"
    case .settings: "S"
    case .help: "?"
    case .quit: "q"
    }
  }

  /// What it does, in the words of the help screen.
  var text: KeyText {
    switch self {
    case .newGame: .newGame
    case .undo: .undo
    case .redo: .redo
    case .hint: .hint
    case .draw: .draw
    case .resign: .resign
    case .watch: .watch
    case .fromHere: .fromHere
    case .analysis: .analysis
    case .engine: .engine
    case .open: .open
    case .save: .save
    case .setUp: .fen
    case .flip: .flip
    case .thoughts: .thoughts
    case .settings: .settings
    case .help: .help
    case .quit: .quit
    }
  }
}

/// A line of text asked for: a file name or a position.
struct Prompt: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case open, save, fen, engine

    /// What is asked for, in words.
    var question: DialogText {
      switch self {
      case .open: .openPrompt
      case .save: .filePrompt
      case .fen: .fenPrompt
      case .engine: .enginePrompt
      }
    }

    /// The heading.
    var title: DialogText {
      switch self {
      case .open: .open
      case .save: .save
      case .fen: .setUp
      case .engine: .engine
      }
    }
  }

  var kind: Kind
  var line: LineEdit
  /// What was wrong with the text, until it is changed.
  var error: String?

  init(kind: Kind, text: String) {
    self.kind = kind
    line = LineEdit(text)
  }
}

/// The games of a file, of which one is chosen.
struct GameChoice: Sendable {
  var path: String
  var games: [GameRecord]
  var index = 0
}

/// A question answered with yes or no.
enum Confirmation: Sendable, Hashable {
  case resign, agreeDraw

  var title: DialogText { self == .resign ? .resign : .draw }
  var question: DialogText { self == .resign ? .resignQuestion : .drawQuestion }
}

/// A form: lines that each hold one of several values.
protocol ChoiceForm {
  associatedtype Field: Hashable
  /// The lines shown now.
  var fields: [Field] { get }
  /// Which of them is chosen.
  var row: Int { get set }
  /// Takes the next (1) or the previous (-1) value of the chosen line.
  mutating func change(_ step: Int)
  func label(_ field: Field, _ say: Catalog) -> String
  func value(_ field: Field, _ say: Catalog) -> String
  /// A sentence or two about the chosen line.
  func note(_ say: Catalog) -> String
  var title: DialogText { get }
}

extension ChoiceForm {
  /// The chosen line.
  var field: Field { fields[min(max(0, row), fields.count - 1)] }

  mutating func moveRow(_ step: Int) { row = (row + step + fields.count) % fields.count }
}

extension Array where Element: Equatable {
  /// The element `step` after (or before) another, round and round; the first when the other is not in it.
  func stepping(_ step: Int, from element: Element) -> Element {
    guard let index = firstIndex(of: element) else { return self[0] }
    return self[((index + step) % count + count) % count]
  }
}
