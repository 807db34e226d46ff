import Catalog
public import Screen

/// A text with its main sentences lit, and its summary beside it, as a pure program.
public struct SummaryScreen: TextScreen, Sendable {
  /// Answers of effects.
  public typealias Message = SummaryAnswer
  /// What is wanted done.
  public typealias Effect = SummaryEffect

  /// How far the summary is.
  enum Stage: Sendable, Hashable {
    case nothing, choosing, writing, done, stopped
  }

  var shell: TextShell
  private(set) var path: String
  private(set) var text = ""
  private(set) var summary = ""
  private(set) var stage = Stage.nothing
  /// The share of the text to choose, in percent.
  private(set) var percent: Int
  private(set) var extractsOnly: Bool
  private(set) var sentenceCount = 0
  private(set) var chosenCount = 0
  /// Which characters of the text belong to chosen sentences, marked 1.
  private var marks: [UInt8] = []
  /// The text in lines of ``width`` columns.
  private(set) var lines: [MarkedText.Line] = []
  private(set) var width = 0
  /// The first line shown.
  private(set) var top = 0
  /// The first line shown of the summary, once it is written.
  private(set) var summaryTop = 0
  private var lastID = 0
  let isFromMenu: Bool

  /// The screen as a sitting begins.
  ///
  /// - Parameters:
  ///   - look: How it looks.
  ///   - path: A file to open; nil waits until one is named.
  ///   - ratio: The share of the text to choose, held to 0.05...0.9.
  ///   - extractsOnly: Whether nothing is rewritten.
  ///   - isFromMenu: Whether leaving leads back to a menu.
  public init(
    look: TextLook, path: String? = nil, ratio: Double = 0.2, extractsOnly: Bool = false,
    isFromMenu: Bool = false,
  ) {
    shell = TextShell(look)
    self.path = path ?? ""
    percent = ratio.isFinite ? Int((min(max(ratio, 0.05), 0.9) * 100).rounded()) : 20
    self.extractsOnly = extractsOnly
    self.isFromMenu = isFromMenu
  }

  // MARK: The program

  /// Whether the screen is left.
  public var isFinished: Bool { shell.isFinished }
  /// Whether the whole program is to end.
  public var endsProgram: Bool { shell.endsProgram }
  /// Ticks while the model works.
  public var wantsTicks: Int? { ticks }
  /// Takes in one event.
  public mutating func update(_ event: Event<SummaryAnswer>) -> [SummaryEffect] {
    let effects = handle(event)
    if case .resize = event { rewrap() }
    return effects
  }
  /// Draws the screen.
  public func render(columns: Int, rows: Int) -> CellGrid { picture(columns: columns, rows: rows) }

  var say: Catalog { shell.say }
  var isWorking: Bool { stage == .choosing || stage == .writing }

  mutating func begin() -> [SummaryEffect] { [.prepare] + (path.isEmpty ? [] : [.open(path: path)]) }
  mutating func leave() -> [SummaryEffect] { [.cancel] }

  mutating func accept(_ name: String, for purpose: TextShell.Prompt.Purpose) -> [SummaryEffect] {
    purpose == .open ? [.open(path: name)] : [.save(path: name, text: summary)]
  }

  mutating func take(_ answer: SummaryAnswer) -> [SummaryEffect] {
    switch answer {
    case .unavailable(let trouble): shell.complain(trouble)
    case .opened(let path, let text): return open(text, path: path)
    case .chosen(let id, let sentences, let chosen):
      guard isCurrent(id) else { return [] }
      stage = .writing
      light(sentences, chosen)
    case .grown(let id, let text): if isCurrent(id) { summary = text }
    case .finished(let id, let text):
      guard isCurrent(id) else { return [] }
      summary = text
      stage = .done
    case .failed(let id, let trouble):
      guard isCurrent(id) else { return [] }
      stage = .stopped
      shell.complain(trouble)
    case .saved(let path): shell.inform(say(ShellText.saved, path))
    case .fileFailed(let trouble): shell.complain(trouble)
    }
    return []
  }

  private func isCurrent(_ id: Int) -> Bool { id == lastID && isWorking }

  // MARK: The text

  private mutating func open(_ text: String, path: String) -> [SummaryEffect] {
    self.path = path
    self.text = text
    top = 0
    shell.notice = nil
    return start()
  }

  /// Asks for the summary anew.
  mutating func start() -> [SummaryEffect] {
    guard !text.isEmpty else {
      shell.complain(say(SummaryScreenText.nothingOpen))
      return []
    }
    lastID += 1
    stage = .choosing
    (summary, sentenceCount, chosenCount, marks, summaryTop) = ("", 0, 0, [], 0)
    rewrap(always: true)
    let question = SummaryQuestion(text: text, ratio: Double(percent) / 100, extractsOnly: extractsOnly)
    return [.cancel, .summarize(id: lastID, question)]
  }

  /// Stops the work; what there is stays.
  mutating func stop() -> [SummaryEffect] {
    guard isWorking else { return [] }
    stage = .stopped
    return [.cancel]
  }

  /// More or less of the text.
  mutating func change(percent step: Int) -> [SummaryEffect] {
    let wanted = min(90, max(5, percent + step))
    guard wanted != percent else { return [] }
    percent = wanted
    // While the model works its state is told; the share stands in the title too.
    if !text.isEmpty { return start() }
    shell.inform(say(SummaryScreenText.ratioNow, String(percent)))
    return []
  }

  mutating func toggleExtract() -> [SummaryEffect] {
    extractsOnly.toggle()
    if !text.isEmpty { return start() }
    shell.inform(say(extractsOnly ? SummaryScreenText.extractOn : .extractOff))
    return []
  }

  /// Finds the chosen sentences in the text, which has them in their order.
  ///
  /// Its white space may be other than theirs, where lines were broken to a page, and between two of them may stand what is
  /// no sentence, such as code.
  private mutating func light(_ sentences: [String], _ chosen: [Int]) {
    (sentenceCount, chosenCount) = (sentences.count, chosen.count)
    let wanted = Set(chosen)
    let characters = Array(text)
    let places = characters.indices.filter { !characters[$0].isWhitespace }
    marks = Array(repeating: 0, count: characters.count)
    var next = 0
    for (index, sentence) in sentences.enumerated() {
      let letters = sentence.filter { !$0.isWhitespace }
      let start = (next...max(next, places.count - letters.count)).first { start in
        places[start...].prefix(letters.count).lazy.map { characters[$0] }.elementsEqual(letters)
      }
      guard let start, !letters.isEmpty else { continue }
      next = start + letters.count
      if wanted.contains(index) { for place in places[start]...places[next - 1] { marks[place] = 1 } }
    }
    rewrap(always: true)
  }

  private mutating func rewrap(always: Bool = false) {
    let wanted = SummaryLayout(body(shell.size.columns, shell.size.rows)).text.columns
    guard always || wanted != width else { return }
    width = wanted
    lines = text.isEmpty ? [] : MarkedText.wrap(text, marks: marks, columns: width)
    scroll(to: top)
  }

  /// How many lines of the text are shown at once.
  var page: Int { max(1, SummaryLayout(body(shell.size.columns, shell.size.rows)).text.rows) }

  mutating func scroll(to line: Int) { top = max(0, min(line, lines.count - page)) }

  /// Scrolls the summary.
  mutating func scrollSummary(_ step: Int) {
    let place = SummaryLayout(body(shell.size.columns, shell.size.rows)).summary
    let count = TextLayout.wrap(summary, columns: place.columns).count
    summaryTop = max(0, min(summaryTop + step, count - place.rows))
  }

  /// Goes to the next or the previous line with which a lit stretch begins.
  mutating func jump(_ step: Int) {
    let starts = lines.indices.filter { lines[$0].isMarked && ($0 == 0 || !lines[$0 - 1].isMarked) }
    guard !starts.isEmpty else { return shell.complain(say(SummaryScreenText.nothingChosen)) }
    let found = step > 0 ? starts.first { $0 > top } : starts.last { $0 < top }
    scroll(to: found ?? (step > 0 ? starts[starts.count - 1] : starts[0]))
  }
}

/// Where text and summary stand: side by side where there is room, else one over the other.
struct SummaryLayout: Sendable, Hashable {
  /// The heading of the text.
  var textHeading: Rectangle
  /// The text; a column left of it has the marks of lit lines.
  var text: Rectangle
  /// The heading of the summary.
  var summaryHeading: Rectangle
  /// The summary.
  var summary: Rectangle
  /// Whether a line from top to bottom is between them.
  var isWide: Bool

  init(_ body: Rectangle) {
    isWide = body.columns >= 72
    let parts: (first: Rectangle, second: Rectangle)
    if isWide {
      let split = body.splitLeft(body.columns * 3 / 5, gap: 3)
      parts = (split.left, split.rest)
    } else {
      let split = body.splitTop(body.rows * 3 / 5, gap: 0)
      parts = (split.top, split.rest)
    }
    (textHeading, text) = parts.first.splitTop(1)
    text = text.splitLeft(2).rest
    (summaryHeading, summary) = parts.second.splitTop(1)
  }
}
