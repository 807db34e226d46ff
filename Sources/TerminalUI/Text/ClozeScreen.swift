public import Screen
import Catalog
import LanguageModel
public import TextTasks

/// What a sitting with exercises begins with.
public struct ClozeContext: Sendable {
  /// How the screen looks.
  public var look: TextLook
  /// The exercises at hand.
  public var exercises: [ClozeExercise]
  /// A file whose exercises are wanted instead.
  public var file: String?
  /// Draws the order.
  public var seed: UInt64
  /// Whether leaving leads back to a menu.
  public var isFromMenu = false

  /// A sitting with exercises.
  public init(look: TextLook, exercises: [ClozeExercise], file: String? = nil, seed: UInt64 = 0) {
    self.look = look
    self.exercises = exercises
    self.file = file
    self.seed = seed
  }
}

/// Exercises: a sentence with its blank lit, the answer typed or picked, then the model's ranking, as a pure program.
public struct ClozeScreen: TextScreen, Sendable {
  /// Answers of effects.
  public typealias Message = ClozeAnswer
  /// What is wanted done.
  public typealias Effect = ClozeEffect

  /// How an exercise came out.
  struct Outcome: Sendable, Hashable {
    var given: String
    var isRight: Bool
  }

  /// What the model makes of the exercise.
  enum Ranking: Sendable, Hashable {
    case none, awaited(id: Int), known([Filling])
  }

  /// What was answered so far.
  struct Score: Sendable, Hashable {
    var right = 0
    var answered = 0
    var streak = 0
    var best = 0
  }

  var shell: TextShell
  private(set) var exercises: [ClozeExercise]
  /// The exercises that pass the filters, in the order they come.
  private var order: [Int] = []
  private var place = 0
  private(set) var level: Int?
  private(set) var kind: String?
  var entry: LineEdit?
  private(set) var hints = 0
  private(set) var outcome: Outcome?
  private(set) var ranking = Ranking.none
  private(set) var score = Score()
  private(set) var hasModel = true
  private var seed: UInt64
  private var lastID = 0
  private let file: String?
  let isFromMenu: Bool

  /// The screen as a sitting begins.
  public init(_ context: ClozeContext) {
    shell = TextShell(context.look)
    exercises = context.exercises
    seed = context.seed
    file = context.file
    isFromMenu = context.isFromMenu
    shuffle()
  }

  // MARK: The program

  /// Whether the screen is left.
  public var isFinished: Bool { shell.isFinished }
  /// Whether the whole program is to end.
  public var endsProgram: Bool { shell.endsProgram }
  /// Ticks while the model works.
  public var wantsTicks: Int? { ticks }
  /// Takes in one event.
  public mutating func update(_ event: Event<ClozeAnswer>) -> [ClozeEffect] { handle(event) }
  /// Draws the screen.
  public func render(columns: Int, rows: Int) -> CellGrid { picture(columns: columns, rows: rows) }

  var isWorking: Bool { if case .awaited = ranking { true } else { false } }

  mutating func begin() -> [ClozeEffect] { [.prepare] + (file.map { open($0) } ?? []) }
  mutating func leave() -> [ClozeEffect] { [.cancel, .close] }

  mutating func accept(_ text: String, for purpose: TextShell.Prompt.Purpose) -> [ClozeEffect] {
    open(text)
  }

  /// Makes exercises of a file, which may take a while.
  private mutating func open(_ path: String) -> [ClozeEffect] {
    shell.inform(say(ClozeScreenText.making, path))
    return [.open(path: path, seed: seed)]
  }

  mutating func take(_ answer: ClozeAnswer) -> [ClozeEffect] {
    switch answer {
    case .ranked(let id, let fillings):
      if ranking == .awaited(id: id) { ranking = .known(fillings) }
    case .rankingFailed(let id, let trouble):
      guard ranking == .awaited(id: id) else { return [] }
      ranking = .none
      miss(trouble)
    case .unavailable(let trouble): miss(trouble)
    case .opened(let path, let found):
      if found.isEmpty {
        shell.complain(say(ClozeScreenText.noExercises, path))
        return []
      }
      exercises = found
      (level, kind, score) = (nil, nil, Score())
      shuffle()
      shell.inform(say(ClozeScreenText.made, path, String(found.count)))
      return [.cancel]
    case .openFailed(let trouble): shell.complain(trouble)
    }
    return []
  }

  private mutating func miss(_ trouble: TextTrouble) {
    guard case .noModel(let reason) = trouble else { return shell.complain(trouble) }
    hasModel = false
    ranking = .none
    shell.complain(say(ClozeScreenText.needsModel, "\(reason)"))
  }

  // MARK: Exercises

  var say: Catalog { shell.say }

  /// The exercise that is shown, nil where there is none.
  var exercise: ClozeExercise? { order.indices.contains(place) ? exercises[order[place]] : nil }

  /// Which exercise it is, from 1.
  var number: Int { min(place + 1, order.count) }

  /// How many pass the filters.
  var count: Int { order.count }

  /// Draws a new order of the exercises that pass the filters.
  private mutating func shuffle() {
    var generator = SeededGenerator(seed: seed)
    seed &+= 1
    order = exercises.indices.filter {
      (level == nil || exercises[$0].level == level) && (kind == nil || exercises[$0].kind == kind)
    }.shuffled(using: &generator)
    place = 0
    clear()
  }

  private mutating func clear() {
    (entry, hints, outcome, ranking) = (nil, 0, nil, .none)
  }

  /// Goes to the next exercise.
  mutating func next() -> [ClozeEffect] {
    shell.notice = nil
    if place + 1 < order.count {
      place += 1
      clear()
    } else {
      shuffle()
      if !order.isEmpty { shell.inform(say(ClozeScreenText.again)) }
    }
    return [.cancel]
  }

  /// Takes an answer, and asks the model for its own.
  mutating func answer(_ given: String) -> [ClozeEffect] {
    guard let exercise, outcome == nil else { return [] }
    let isRight = given == exercise.answer
    outcome = Outcome(given: given, isRight: isRight)
    entry = nil
    shell.notice = nil
    score.answered += 1
    score.right += isRight ? 1 : 0
    score.streak = isRight ? score.streak + 1 : 0
    score.best = max(score.best, score.streak)
    guard hasModel else { return [] }
    lastID += 1
    ranking = .awaited(id: lastID)
    return [.rank(id: lastID, exercise.question(with: given))]
  }

  /// Shows a character more of the answer.
  mutating func hint() {
    guard let exercise, outcome == nil else { return }
    guard hints + 1 < max(2, exercise.answer.count) else {
      return shell.complain(say(ClozeScreenText.noMoreHints))
    }
    hints += 1
    shell.inform(say(ClozeScreenText.hinted, String(exercise.answer.prefix(hints))))
  }

  /// The next level, or the next kind, of which there are exercises; behind the last all.
  mutating func changeFilter(level changesLevel: Bool) -> [ClozeEffect] {
    if changesLevel {
      level = Self.following(level, among: Set(exercises.compactMap(\.level)).sorted())
      if let kind, !exercises.contains(where: { $0.kind == kind && (level == nil || $0.level == level) }) {
        self.kind = nil
      }
    } else {
      let kinds = exercises.filter { level == nil || $0.level == level }.map(\.kind)
      var seen: Set<String> = []
      kind = Self.following(kind, among: kinds.filter { seen.insert($0).inserted })
    }
    shuffle()
    shell.inform(say(ClozeScreenText.filtered, levelName(level), kindName(kind), String(order.count)))
    return [.cancel]
  }

  private static func following<Value: Equatable>(_ value: Value?, among all: [Value]) -> Value? {
    guard let value else { return all.first }
    return all.firstIndex(of: value).flatMap { $0 + 1 < all.count ? all[$0 + 1] : nil }
  }

  func levelName(_ level: Int?) -> String {
    switch level {
    case 1: say(ClozeScreenText.easy)
    case 2: say(ClozeScreenText.middle)
    case 3: say(ClozeScreenText.hard)
    default: say(ClozeScreenText.anyLevel)
    }
  }

  func kindName(_ kind: String?) -> String { kind.map(say.exerciseKind) ?? say(ClozeScreenText.anyKind) }
}

extension ClozeExercise {
  /// What the model is asked: to rank the choices, with what was given among them, or to fill freely.
  func question(with given: String) -> ClozeText {
    var blank = ClozeText.Blank()
    if choices.isEmpty {
      blank.length = answer.count
    } else {
      blank.candidates = choices + (choices.contains(given) ? [] : [given])
    }
    return ClozeText(parts: [before, after], blanks: [blank])
  }
}
