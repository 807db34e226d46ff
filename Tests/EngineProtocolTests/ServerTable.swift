import EngineProtocol
import Players
import Xiangqi

/// A server with somebody who thinks what the test says, when the test says so.
struct ServerTable {
  var server: EngineServer
  /// All lines written.
  private(set) var lines: [String] = []
  /// What was to be thought about, in order.
  private(set) var orders: [EngineServer.ThinkingOrder] = []
  /// How many orders to think were sent and taken.
  private(set) var orderCount = 0
  /// How often the thinking was told to stop.
  private(set) var stops = 0
  private(set) var hasQuit = false
  /// What was to be made ready.
  private(set) var preparations: [ThinkerSettings] = []
  /// Why nobody can be made ready, if so.
  var refusal: String?

  init(_ dialect: EngineDialect = .uci) {
    server = EngineServer(
      identity: .init(name: "Table", author: "Somebody"), dialect: dialect,
      settings: ThinkerSettings(level: "search"), levels: ["club", "search"])
  }

  /// Sends lines; answers what is written meanwhile.
  @discardableResult
  mutating func send(_ texts: String...) -> [String] {
    let start = lines.count
    for text in texts {
      let before = lines.count
      perform(server.take(text))
      let isRefused = lines[before...].contains { $0.contains("too many orders wait") }
      if text.split(whereSeparator: \.isWhitespace).first == "go", !isRefused { orderCount += 1 }
    }
    return Array(lines[start...])
  }

  /// Ends the last order with that move, or the first legal one, and what follows; answers what is written.
  @discardableResult
  mutating func finish(_ moves: String..., expecting expectation: Double = 0.5, mate: Int? = nil) -> [String]
  {
    let start = lines.count
    if let order = orders.last {
      let report = Self.report(order, moves.compactMap { Move(iccs: $0) }, expectation, mate: mate)
      perform(server.finished(.success(report), of: order.number))
    }
    return Array(lines[start...])
  }

  mutating func fail(_ reason: String) -> [String] {
    let start = lines.count
    if let order = orders.last { perform(server.finished(.failure(ThinkerError(reason)), of: order.number)) }
    return Array(lines[start...])
  }

  mutating func progress(_ moves: String...) -> [String] {
    let start = lines.count
    if let order = orders.last {
      let report = Self.report(order, moves.compactMap { Move(iccs: $0) }, 0.5)
      perform(server.progress(report, of: order.number))
    }
    return Array(lines[start...])
  }

  mutating func end() {
    perform(server.end())
  }

  private mutating func perform(_ effects: [EngineServer.Effect]) {
    for effect in effects {
      switch effect {
      case .write(let line): lines.append(line)
      case .think(let order): orders.append(order)
      case .stop: stops += 1
      case .quit: hasQuit = true
      case .prepare(let settings):
        preparations.append(settings)
        perform(refusal.map { server.notPrepared(because: $0) } ?? server.prepared())
      }
    }
  }

  /// A report whose first line is `moves`, with every other legal move behind it; the expected score is that of the
  /// side to move.
  static func report(
    _ order: EngineServer.ThinkingOrder, _ moves: [Move], _ expectation: Double, mate: Int? = nil
  ) -> SearchReport {
    let side = order.game.position.sideToMove
    let choices = order.limits.moves.isEmpty ? order.game.position.legalMoves() : order.limits.moves
    let first = moves.isEmpty ? Array(choices.prefix(1)) : moves
    let draw = min(expectation, 1 - expectation)
    let own = expectation - draw / 2
    let wdl =
      side == .red
      ? WDL(red: own, draw: draw, black: 1 - own - draw) : WDL(red: 1 - own - draw, draw: draw, black: own)
    let others = choices.filter { $0 != first.first }.map { [$0] }
    let lines = ([first] + others).map { SearchLine(moves: $0, prior: 0.1, visits: 1, wdl: wdl) }
    var report = SearchReport(
      lines: lines, wdl: wdl, evaluations: 7, depth: first.count, time: .milliseconds(5))
    report.lines[0].mate = mate
    return report
  }
}

extension [String] {
  /// How many answers are among the lines.
  var answers: Int { count { $0.hasPrefix("bestmove") || $0 == "nobestmove" } }
}
