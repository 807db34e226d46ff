import Players
import TestSupport
import Testing
import Xiangqi

@testable import EngineProtocol

/// Laws of the two languages over random words, seeded.
struct ProtocolLawTests {
  // MARK: What is written is understood

  @Test(arguments: 0..<100 as Range<UInt64>)
  func limitsSurviveTheWayToTheOtherSide(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    func maybe<Value>(_ value: (inout SplitMix64) -> Value) -> Value? {
      Bool.random(using: &generator) ? value(&generator) : nil
    }
    func clock(_ generator: inout SplitMix64) -> TurnClock {
      TurnClock(
        remaining: .milliseconds(Int.random(in: 1...100_000, using: &generator)),
        increment: .milliseconds(Int.random(in: 0...1_000, using: &generator)))
    }
    var go = GoCommand()
    go.limits.depth = maybe { Int.random(in: 1...50, using: &$0) }
    go.limits.evaluations = maybe { Int.random(in: 1...1_000_000, using: &$0) }
    go.limits.mate = maybe { Int.random(in: 1...9, using: &$0) }
    go.limits.time = maybe {
      Bool.random(using: &$0)
        ? .move(.milliseconds(Int.random(in: 1...9_999, using: &$0))) : .clock(clock(&$0))
    }
    if case .clock = go.limits.time { go.opponentClock = clock(&generator) }
    go.limits.moves = Array(Position.start.legalMoves().shuffled(using: &generator).prefix(3))
    go.ponders = Bool.random(using: &generator)
    go.isInfinite = go.limits.isUnlimited
    for side in Side.allCases {
      let words = go.uci(side: side, numbering: .fromZero).split(separator: " ").dropFirst()
      #expect(GoCommand(uci: words, side: side) == go, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func clocksSurviveInUCCI(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    func clock() -> TurnClock {
      var clock = TurnClock(remaining: .milliseconds(Int.random(in: 1...100_000, using: &generator)))
      if Bool.random(using: &generator) {
        clock.movesToGo = Int.random(in: 1...40, using: &generator)
      } else {
        clock.increment = .milliseconds(Int.random(in: 0...5_000, using: &generator))
      }
      return clock
    }
    var go = GoCommand(limits: SearchLimits(time: .clock(clock())), opponentClock: clock())
    go.ponders = Bool.random(using: &generator)
    let words = go.ucci(milliseconds: true).split(separator: " ").dropFirst()
    #expect(GoCommand(ucci: words, milliseconds: true) == go, "seed \(seed)")
  }

  @Test func everyMoveSurvivesInBothNumberings() {
    for from in Square.all {
      for to in Square.all where to != from {
        let move = Move(from: from, to: to)
        for numbering in RankNumbering.allCases {
          #expect(numbering.move(of: numbering.text(of: move)) == move)
        }
      }
    }
    #expect(RankNumbering.fromZero.move(of: "H2-E2") == Move(iccs: "h2e2"))
    for text in ["", "h2", "h2e", "h2e2e", "j2e2", "h-e2", "h2e10", "h2--e2", "h２e2"] {
      #expect(RankNumbering.fromZero.move(of: text) == nil, "\(text)")
    }
    for text in ["h0e2", "h11e2", "h2e01", "a100a1"] {
      #expect(RankNumbering.fromOne.move(of: text) == nil, "\(text)")
    }
  }

  /// Which numbering an engine uses is told by its first move, so none may be legal in both.
  @Test func noFirstMoveIsLegalInBothNumberings() {
    for move in Position.start.legalMoves() {
      for (numbering, other) in [(RankNumbering.fromZero, RankNumbering.fromOne), (.fromOne, .fromZero)] {
        let read = other.move(of: numbering.text(of: move))
        #expect(read.map { Position.start.isLegal($0) } != true, "\(move)")
      }
    }
  }

  @Test(arguments: EngineDialect.allCases)
  func optionsSurvive(dialect: EngineDialect) {
    let options = [
      EngineOption(name: "A_b", kind: .check(default: true)),
      EngineOption(name: "Cd", kind: .spin(default: 3, range: -20...20)),
      EngineOption(name: "E", kind: .combo(default: "x", choices: ["x", "y"])),
      EngineOption(name: "F", kind: .string(default: "")),
      EngineOption(name: "G", kind: .string(default: "a b")), EngineOption(name: "H", kind: .button),
    ]
    for option in options { #expect(EngineOption(line: option.line(dialect)) == option) }
    let spaced = EngineOption(name: "Skill Level", kind: .spin(default: 0, range: 0...20))
    #expect(EngineOption(line: spaced.line(dialect))?.isNamed("skill level") == true)
  }

  @Test func scoresAndOutlooksAreOneScale() {
    for value in stride(from: -2000, through: 2000, by: 50) {
      for side in Side.allCases {
        let score = EngineScore.centipawns(value)
        let wdl = score.wdl(for: side)
        #expect(EngineScore(wdl, for: side) == score)
        #expect(abs(wdl.red + wdl.draw + wdl.black - 1) < 1e-12)
        #expect(min(wdl.red, wdl.draw, wdl.black) >= 0)
        #expect(wdl.thousandths(for: side).reduce(0, +) == 1000)
      }
    }
    #expect(EngineScore.mate(3).wdl(for: .black) == WDL(red: 0, draw: 0, black: 1))
    #expect(EngineScore.mate(0).wdl(for: .red) == WDL(red: 0, draw: 0, black: 1))
    #expect(EngineScore(WDL(red: 1, draw: 0, black: 0), for: .black) == .centipawns(-10_000))
  }

  // MARK: Any bytes

  private static let words = [
    "uci", "ucci", "isready", "setoption", "name", "value", "position", "startpos", "fen", "moves", "go",
    "ponder",
    "ponderhit", "stop", "quit", "banmoves", "probe", "depth", "nodes", "movetime", "wtime", "btime", "winc",
    "time",
    "movestogo", "increment", "infinite", "mate", "searchmoves", "draw", "h2e2", "h9g7", "b2e2", "a0a1", "zz",
    "1",
    "-1", "0", "99999999999999999999999", "5", "MultiPV", "Level", "club", "info", "score", "cp",
    "lowerbound", "wdl",
    "pv", "multipv", "string", "option", "type", "spin", "min", "max", "combo", "var", "default", "check",
    "bestmove",
    "4k4/9/9/9/9/9/9/9/R8/1R1K5", "w", "b", "-", "\u{0}", "将", "\u{FFFD}", "nobestmove", "resign",
  ]

  private static func line(_ generator: inout SplitMix64) -> String {
    if Int.random(in: 0..<8, using: &generator) == 0 {
      let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      return String(decoding: bytes, as: UTF8.self).filter { $0 != "\n" }
    }
    let count = Int.random(in: 1...9, using: &generator)
    return (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }.joined(separator: " ")
  }

  /// Whatever is sent: every `go` has one answer, a score before it, legal moves, one line a line.
  @Test(arguments: 0..<60 as Range<UInt64>)
  func theServerKeepsItsPromises(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var table = ServerTable(Bool.random(using: &generator) ? .uci : .ucci)
    for _ in 0..<120 {
      switch Int.random(in: 0..<10, using: &generator) {
      case 0..<4: table.send(Self.line(&generator))
      case 4:
        table.send(Bool.random(using: &generator) ? "position startpos moves h2e2" : "position startpos")
      case 5: table.send(Bool.random(using: &generator) ? "stop" : "ponderhit")
      case 6: table.send("go " + Self.line(&generator))
      case 7: _ = table.progress()
      case 8: table.finish()
      default: table.send(Bool.random(using: &generator) ? "go infinite" : "go ponder depth 1")
      }
    }
    for _ in 0..<200 {
      table.send("stop")
      table.finish()
    }
    #expect(table.lines.answers == table.orderCount, "seed \(seed)")
    var hasScore = false
    for line in table.lines {
      #expect(!line.contains { $0.isNewline }, "seed \(seed): \(line)")
      if line.hasPrefix("info"), line.contains(" score ") { hasScore = true }
      if [line].answers == 1 {
        #expect(hasScore, "seed \(seed)")
        hasScore = false
      }
    }
    for order in table.orders {
      #expect(order.game.verdict == nil, "seed \(seed)")
      #expect(order.limits.moves.allSatisfy { order.game.position.isLegal($0) }, "seed \(seed)")
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func anEnginesLinesAreReadWithoutHarm(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    var lines = EngineLines(position: .start, numbering: .fromZero)
    for _ in 0..<50 {
      let text = Self.line(&generator)
      for prefix in ["", "info ", "info score ", "option ", "bestmove "] {
        let line = prefix + text
        _ = EngineOption(line: line)
        _ = BestMove(line: line)
        if let info = EngineInfo(line: line) { _ = lines.take(info) }
      }
    }
    if let report = lines.report(after: .zero) {
      for line in report.lines {
        var position = Position.start
        for move in line.moves {
          #expect(position.isLegal(move), "seed \(seed)")
          position = position.playing(move)
        }
        #expect(abs(line.wdl.red + line.wdl.draw + line.wdl.black - 1) < 1e-9, "seed \(seed)")
      }
    }
  }

  /// Lines do not depend on the pieces in which they come.
  @Test(arguments: 0..<100 as Range<UInt64>)
  func linesDoNotDependOnThePiecesTheyComeIn(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let lines = (0..<20).map { _ in Self.line(&generator).filter { $0 != "\r" && $0 != "\r\n" } }
    let bytes = Array(lines.map { $0 + (Bool.random(using: &generator) ? "\r\n" : "\n") }.joined().utf8)
    var buffer = LineBuffer()
    var read: [String] = []
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = Int.random(in: 1...30, using: &generator)
      buffer.append(rest.prefix(count))
      rest = rest.dropFirst(count)
      while let line = buffer.next() { read.append(line) }
    }
    #expect(read == lines, "seed \(seed)")
    #expect(buffer.rest() == nil)
  }

  @Test func aLineThatDoesNotEndIsNotKept() {
    var buffer = LineBuffer()
    let piece = [UInt8](repeating: 65, count: 1 << 14)[...]
    var pieces = 0
    while !buffer.isOverfull {
      buffer.append(piece)
      pieces += 1
      #expect(buffer.next() == nil)
    }
    #expect(pieces == 5)
    buffer.skipLine()
    buffer.append(piece)
    #expect(buffer.next() == nil)
    buffer.append(Array("AA\nnext\nlast".utf8)[...])
    #expect(buffer.next() == "next")
    #expect(buffer.next() == nil)
    #expect(buffer.rest() == "last")
  }
}
