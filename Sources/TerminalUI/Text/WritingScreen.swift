import Catalog
public import Screen
public import TextTasks

/// A text that a person and the model write in turn, as a pure program.
public struct WritingScreen: TextScreen, Sendable {
  /// Answers of effects.
  public typealias Message = WritingAnswer
  /// What is wanted done.
  public typealias Effect = WritingEffect

  /// What the model wrote last.
  struct Passage: Sendable, Hashable {
    var id: Int
    var start: Int
    var length = 0
    /// Which version it is, from 1.
    var version = 1
    var range: Range<Int> { start..<start + length }
  }

  /// What kind of change the latest was: those of a kind are undone together.
  enum Change: Sendable, Hashable {
    case typing, deleting, model, other
  }

  /// A text as it was.
  struct State: Sendable, Hashable {
    var text: String
    var cursor: Int
  }

  /// The most characters of a text.
  static let limit = 50_000
  /// The most changes that are kept.
  static let undoLimit = 200

  var shell: TextShell
  private(set) var area = TextArea()
  private(set) var path = ""
  /// The text as the file has it.
  private(set) var savedText = ""
  /// Whether it is another text than the file has.
  private(set) var isChanged = false
  private(set) var passage: Passage?
  private(set) var isWorking = false
  /// How the model goes on.
  private(set) var options: GenerationOptions
  private var past: [State] = []
  private var future: [State] = []
  private var latest: Change?
  private var lastID = 0
  /// The first line shown.
  private(set) var top = 0
  /// Whether the key that would lose the text has been pressed once.
  var isWarned = false
  let isFromMenu: Bool

  /// The screen as a sitting begins.
  public init(look: TextLook, options: GenerationOptions = usualOptions, isFromMenu: Bool = false) {
    shell = TextShell(look)
    self.options = options
    self.isFromMenu = isFromMenu
  }

  /// A few lines at a press of the key, in which little is said twice.
  public static var usualOptions: GenerationOptions {
    var options = GenerationOptions()
    options.sampling.repetitionPenalty = 1.1
    options.maximumTokens = 64
    return options
  }

  // MARK: The program

  /// Whether the screen is left.
  public var isFinished: Bool { shell.isFinished }
  /// Whether the whole program is to end.
  public var endsProgram: Bool { shell.endsProgram }
  /// Ticks while the model works.
  public var wantsTicks: Int? { ticks }
  /// Takes in one event.
  public mutating func update(_ event: Event<WritingAnswer>) -> [WritingEffect] {
    let effects = handle(event)
    follow()
    return effects
  }
  /// Draws the screen.
  public func render(columns: Int, rows: Int) -> CellGrid { picture(columns: columns, rows: rows) }

  var say: Catalog { shell.say }

  mutating func begin() -> [WritingEffect] { [.prepare, .openDraft] }
  /// Nothing is lost: what is not saved is there the next time.
  mutating func leave() -> [WritingEffect] { [.cancel, .keepDraft(isChanged ? area.text : "")] }

  mutating func accept(_ name: String, for purpose: TextShell.Prompt.Purpose) -> [WritingEffect] {
    purpose == .open ? [.open(path: name)] : [.save(path: name, text: area.text)]
  }

  mutating func take(_ answer: WritingAnswer) -> [WritingEffect] {
    switch answer {
    case .unavailable(let trouble): shell.complain(trouble)
    case .grown(let id, let text): if isCurrent(id) { grow(text) }
    case .ended(let id, let reason):
      guard isCurrent(id) else { return [] }
      isWorking = false
      shell.inform(say(WritingText.endedBy, String(passage?.length ?? 0), words(for: reason)))
    case .failed(let id, let trouble):
      guard isCurrent(id) else { return [] }
      isWorking = false
      shell.complain(trouble)
    case .opened(let path, let text): open(text, path: path)
    case .draft(let text):
      guard area.count == 0 else { return [] }
      open(text, path: "")
      (savedText, isChanged) = ("", true)
      shell.inform(say(WritingText.resumed))
    case .saved(let path, let text):
      (self.path, savedText) = (path, text)
      isChanged = area.text != text
      shell.inform(say(ShellText.saved, path))
    case .fileFailed(let trouble): shell.complain(trouble)
    }
    return []
  }

  private func isCurrent(_ id: Int) -> Bool { isWorking && passage?.id == id }

  private func words(for reason: EndReason) -> String {
    switch reason {
    case .limit: say(WritingText.endLimit)
    case .endToken: say(WritingText.endModel)
    case .loop: say(WritingText.endLoop)
    case .stop, .contextFull: say(WritingText.endStop)
    }
  }

  private mutating func open(_ text: String, path: String) {
    guard text.count <= Self.limit else { return shell.complain(say(WritingText.full, String(Self.limit))) }
    isWorking = false
    area = TextArea(text)
    (self.path, savedText, isChanged) = (path, text, false)
    (past, future, latest, passage) = ([], [], nil, nil)
    shell.inform(say(ShellText.opened, path))
  }

  /// Takes the text away to begin another; undo brings it back.
  mutating func beginAnew() -> [WritingEffect] {
    let effects = edit(.other) { $0 = TextArea() }
    (path, savedText, isChanged) = ("", "", false)
    shell.inform(say(WritingText.begun))
    return effects
  }

  // MARK: The model

  /// Lets the model go on where the cursor is.
  mutating func goOn(version: Int = 1) -> [WritingEffect] {
    let stop = stop()
    guard area.count < Self.limit else {
      shell.complain(say(WritingText.full, String(Self.limit)))
      return stop
    }
    if version == 1 { remember(.model, always: true) }
    lastID += 1
    options.seed &+= 1
    passage = Passage(id: lastID, start: area.cursor, version: version)
    isWorking = true
    shell.notice = version > 1 ? .init(text: say(WritingText.alternative, String(version))) : nil
    return stop + [.goOn(id: lastID, WritingQuestion(prompt: area.before, options: options))]
  }

  /// Takes back what the model wrote last, and lets it write something else.
  mutating func goOnOtherwise() -> [WritingEffect] {
    guard let passage, passage.range.upperBound <= area.count else {
      shell.complain(say(WritingText.noAlternative))
      return []
    }
    let stop = stop()
    remember(.model, always: true)
    area.remove(passage.range)
    isChanged = true
    return stop + goOn(version: passage.version + 1)
  }

  private mutating func grow(_ text: String) {
    guard var passage else { return }
    let new = text.prefix(max(0, Self.limit - area.count)).map { $0.isNewline ? "\n" : $0 }
    let follows = area.cursor == passage.range.upperBound
    let cursor = area.cursor
    area.cursor = passage.range.upperBound
    let before = area.count
    area.insert(new)
    if !follows { area.cursor = cursor }
    isChanged = true
    passage.length += area.count - before
    self.passage = passage
  }

  /// Stops the model; what it has written stays.
  mutating func stop() -> [WritingEffect] {
    guard isWorking else { return [] }
    isWorking = false
    return [.cancel]
  }

  /// Goes to the next tenth of temperature, from 0 to 2.
  mutating func warm(by tenths: Double) {
    let tenth = (options.sampling.temperature * 10).rounded() + tenths
    options.sampling.temperature = min(20, max(0, tenth)) / 10
    shell.inform(say(WritingText.temperatureNow, warmth))
  }

  var warmth: String { "\(options.sampling.temperature)" }

  // MARK: Editing

  /// The width of the text.
  var columns: Int { max(2, body(shell.size.columns, shell.size.rows).columns - 1) }

  /// Types a character, or takes one away; the model stops.
  mutating func edit(_ change: Change, _ work: (inout TextArea) -> Void) -> [WritingEffect] {
    let effects = stop()
    remember(change)
    work(&area)
    passage = nil
    isChanged = true
    return effects
  }

  mutating func moveCursor(_ work: (inout TextArea) -> Void) {
    work(&area)
    latest = nil
  }

  /// Keeps the text as it is now, to come back to it, where another kind of change begins.
  private mutating func remember(_ change: Change, always: Bool = false) {
    defer { latest = change }
    future = []
    guard always || latest != change || change == .other else { return }
    past.append(State(text: area.text, cursor: area.cursor))
    if past.count > Self.undoLimit { past.removeFirst() }
  }

  mutating func undo() -> [WritingEffect] {
    let effects = stop()
    guard let state = past.popLast() else {
      shell.complain(say(WritingText.nothingToUndo))
      return effects
    }
    future.append(State(text: area.text, cursor: area.cursor))
    restore(state, saying: .undone)
    return effects
  }

  mutating func redo() -> [WritingEffect] {
    let effects = stop()
    guard let state = future.popLast() else {
      shell.complain(say(WritingText.nothingToRedo))
      return effects
    }
    past.append(State(text: area.text, cursor: area.cursor))
    restore(state, saying: .redone)
    return effects
  }

  private mutating func restore(_ state: State, saying phrase: WritingText) {
    area = TextArea(state.text)
    area.cursor = min(state.cursor, area.count)
    (latest, passage) = (nil, nil)
    isChanged = area.text != savedText
    shell.inform(say(phrase))
  }

  /// Scrolls so that the cursor is in sight.
  private mutating func follow() {
    let rows = max(1, body(shell.size.columns, shell.size.rows).rows)
    let lines = area.lines(columns: columns)
    let line = area.position(of: area.cursor, in: lines).line
    top = min(max(top, line - rows + 1), line)
  }
}
