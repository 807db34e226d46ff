import Catalog
import Screen

/// What every screen for texts has around its own: title, notice, keys, help, and a line for file names.
struct TextShell: Sendable {
  /// A line of news.
  struct Notice: Sendable, Hashable {
    var text: String
    var isError = false
  }

  /// A file name that is asked for.
  struct Prompt: Sendable, Hashable {
    enum Purpose: Sendable, Hashable { case open, save }
    var purpose: Purpose
    var line: LineEdit
  }

  var look: TextLook
  var size = (columns: 80, rows: 24)
  var notice: Notice?
  /// The first line of the help that is shown; nil while it is closed.
  var help: Int?
  var prompt: Prompt?
  var isFinished = false
  /// Whether the whole program is to end, not this screen alone.
  var endsProgram = false
  var hasBegun = false
  /// Milliseconds of work, for the sign that the model works.
  var workTime = 0

  init(_ look: TextLook) { self.look = look }

  /// Less than this shows nothing.
  static let minimum = (columns: 40, rows: 12)

  var say: Catalog { Catalog(look.language) }
  var theme: Theme { Theme.named(look.theme) }
  var ascii: Bool { look.ascii }
  /// The sign that the model works.
  var dots: String { String(repeating: ".", count: 1 + workTime / 360 % 3) }

  mutating func inform(_ text: String) { notice = Notice(text: text) }
  mutating func complain(_ text: String) { notice = Notice(text: text, isError: true) }
  mutating func complain(_ trouble: TextTrouble) { complain(trouble.sentence(say)) }

  mutating func ask(_ purpose: Prompt.Purpose, _ text: String = "") {
    prompt = Prompt(purpose: purpose, line: LineEdit(text))
    notice = nil
  }
}

/// A key of the bottom line with what it does; pressing it with the mouse is pressing the key.
struct FooterKey: Sendable, Hashable {
  var label: String
  var text: TextKeyText
  var key: Key

  init(_ label: String, _ text: TextKeyText, _ key: Key) {
    self.label = label
    self.text = text
    self.key = key
  }
}

/// Keys and what they do, in the help.
struct HelpEntry: Sendable, Hashable {
  var keys: String
  var text: TextKeyText

  init(_ keys: String, _ text: TextKeyText) {
    self.keys = keys
    self.text = text
  }
}
