import ArgumentParser
import EngineProtocol
import Matches
import Players

/// Who plays a match, as written on the command line: `random`, `greedy`, an engine, or the model by the rules of
/// ``PlayerSpecification``; then what it may use for a move and its name, with commas between.
///
/// `club`, `胡荣华,model=runs/new`, `greedy=1`, `engine:/usr/games/fairy-stockfish,option.UCI_Variant=xiangqi,nodes=1000,name=fairy`.
struct ContestantSpecification: Equatable {
  /// What makes the moves.
  enum Kind: Equatable {
    case random
    /// Material, so many plies deep.
    case greedy(Int)
    /// The model at a level.
    case policy(PlayerSpecification)
    /// The model with a search.
    case search(PlayerSpecification)
    case engine(EngineCommand)
  }

  private static let engineMark = "engine:"

  /// The text as it was given.
  let text: String
  let kind: Kind
  var limits = SearchLimits()
  /// How a search goes about it.
  private var settings = SearchSettings()
  /// Its name in tables and records: its own, or the text.
  var name: String

  init(_ text: String) throws {
    self.text = text
    name = text
    var items: [String] = []
    var isTuned = false
    for item in Self.items(of: text) where try !Self.take(item, limits: &limits, name: &name) {
      if !text.hasPrefix(Self.engineMark), try settings.take(item) {
        isTuned = true
      } else {
        items.append(item)
      }
    }
    if text.hasPrefix(Self.engineMark) {
      do {
        kind = .engine(
          try EngineCommand(String(items.joined(separator: ",").dropFirst(Self.engineMark.count))))
      } catch { throw ValidationError("\(error)") }
      return
    }
    guard let kind = Self.kind(of: items, text: text) else {
      throw ValidationError(
        "'\(text)' names no player; use random, greedy, engine:PATH, or search or a level, a player's name and "
          + "model=FOLDER")
    }
    if isTuned, !Self.needsLimit(kind) {
      throw ValidationError("'\(text)' sets up a search; begin it with search")
    }
    self.kind = kind
  }

  /// What plays, of ours; `nil` for what makes no sense together.
  private static func kind(of items: [String], text: String) -> Kind? {
    switch items {
    case ["random"]: return .random
    case ["greedy"], ["greedy=2"]: return .greedy(2)
    case ["greedy=1"]: return .greedy(1)
    default:
      let rest = items.filter { $0 != "search" }
      let searches = rest.count < items.count
      let player =
        rest.isEmpty
        ? PlayerSpecification(text: text) : PlayerSpecification(argument: rest.joined(separator: ","))
      guard let player else { return nil }
      guard searches else { return .policy(player) }
      // How a level chooses among likely moves means nothing to a search.
      return player.level == nil && items.count - rest.count == 1 ? .search(player) : nil
    }
  }

  /// What stands between single commas; of an engine `,,` stands for a comma, which it keeps here.
  private static func items(of text: String) -> [String] {
    let items = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard text.hasPrefix(engineMark) else { return items }
    return items.reduce(into: (whole: [String](), joins: false)) { result, item in
      if result.joins, let last = result.whole.popLast() {
        result.whole.append("\(last),,\(item)")
        result.joins = false
      } else if item.isEmpty {
        result.joins = true
      } else {
        result.whole.append(item)
      }
    }.whole
  }

  /// Whether an item is a limit or the name, which are the same for all kinds.
  private static func take(_ item: String, limits: inout SearchLimits, name: inout String) throws -> Bool {
    guard let sign = item.firstIndex(of: "=") else { return false }
    let value = String(item[item.index(after: sign)...])
    func wrong(_ right: String) -> ValidationError { ValidationError("'\(item)' is no limit; use \(right)") }
    switch item[..<sign] {
    case "nodes":
      guard let nodes = Int(value), nodes > 0 else { throw wrong("a number of positions such as nodes=800") }
      limits.evaluations = nodes
    case "depth":
      guard let depth = Int(value), (1...200).contains(depth) else { throw wrong("depth=1 to depth=200") }
      limits.depth = depth
    case "time":
      guard let time = DurationArgument(argument: value), time.duration > .zero, limits.time == nil else {
        throw wrong("one time such as time=1s or time=500ms")
      }
      limits.time = .move(time.duration)
    case "clock":
      guard let clock = ClockArgument(argument: value), limits.time == nil else {
        throw wrong("one clock such as clock=5m+3s")
      }
      limits.time = .clock(TurnClock(remaining: clock.time, increment: clock.increment))
    case "name":
      guard !value.isEmpty else { throw ValidationError("'\(item)' is no name") }
      name = value
    default: return false
    }
    return true
  }

  /// Whether it thinks for as long as it may, and so has to be given a limit.
  var needsLimit: Bool { Self.needsLimit(kind) }

  private static func needsLimit(_ kind: Kind) -> Bool {
    switch kind {
    case .random, .greedy, .policy: false
    case .search, .engine: true
    }
  }

  /// The player, with the model that `common` loads where the specification names none.
  func entrant(
    common: () throws -> XiangqiModel, limits defaults: SearchLimits, resignation: Resignation?,
    patience: Duration, jobs: Int
  ) throws -> Entrant {
    var limits = limits
    if needsLimit, limits == SearchLimits() { limits = defaults }
    guard !needsLimit || limits != SearchLimits() else {
      throw ValidationError(
        "\(name) thinks for as long as it may: give it nodes=, depth=, time= or clock=, or all players --nodes, "
          + "--time or --clock")
    }
    let name = name
    let settings = settings
    switch kind {
    case .random: return Entrant(name: name, limits: limits) { RandomMover() }
    case .greedy(let plies): return Entrant(name: name, limits: limits) { GreedyMover(plies: plies) }
    case .policy(let player):
      let seated = try player.player(common: common, style: .asLearned, jobs: jobs)
      let settings = OpponentSettings(
        level: player.level ?? .master, persona: player.persona, resignation: resignation)
      return Entrant(name: name, limits: limits) {
        PolicyPlayer(name: name, model: seated.model, settings: settings)
      }
    case .search(let player):
      let seated = try player.player(common: common, style: .asLearned, jobs: jobs)
      return Entrant(name: name, limits: limits) {
        try SearchPlayer(
          name: name, model: seated.model, settings: settings, persona: player.persona,
          resignation: resignation)
      }
    case .engine(let command):
      return Entrant(name: name, limits: limits) { try await EnginePlayer(command, patience: patience) }
    }
  }
}
