import EngineProtocol
import Players
import Testing
import Xiangqi

/// Orders to think and their answers: limits, stopping, pondering.
struct ServerThinkingTests {
  private let rookMate = "4k4/9/9/9/9/9/9/9/R8/1R1K5 w - - 0 1"

  @Test func everyLimitArrives() throws {
    let clock = TurnClock(remaining: .milliseconds(59_970), increment: .seconds(1), movesToGo: 30)
    let cases: [(go: String, limits: SearchLimits)] = [
      ("go depth 5", SearchLimits(depth: 5)), ("go nodes 100", SearchLimits(evaluations: 100)),
      ("go mate 2", SearchLimits(mate: 2)),
      ("go movetime 1000", SearchLimits(time: .move(.milliseconds(970)))),
      ("go wtime 60000 btime 1 winc 1000 binc 2 movestogo 30", SearchLimits(time: .clock(clock))),
      ("go wtime 10 btime 60000", SearchLimits(time: .clock(TurnClock(remaining: .milliseconds(1))))),
      ("go wtime -5 btime -5", SearchLimits(time: .clock(TurnClock(remaining: .milliseconds(1))))),
      ("go infinite", SearchLimits()), ("go", SearchLimits()), ("go btime 5", SearchLimits()),
      ("go ponder wtime 60000 btime 60000", SearchLimits()),
      (
        "go depth 3 nodes 9 searchmoves h2e2 b2e2",
        SearchLimits(
          evaluations: 9, depth: 3,
          moves: ["h2e2", "b2e2"].compactMap { Move(iccs: $0) })
      ),
      ("go depth 99999999999999999999 nodes 0", SearchLimits(evaluations: 1)),
      ("go movetime 99999999999999", SearchLimits(time: .move(.milliseconds(999_999_970)))),
    ]
    for (go, limits) in cases {
      var table = ServerTable()
      table.send("position startpos", go)
      #expect(table.orders.last?.limits == limits, "\(go)")
    }
  }

  @Test func blacksClockIsItsOwn() {
    var table = ServerTable()
    table.send(
      "setoption name Move Overhead value 0", "position startpos moves h2e2",
      "go wtime 1000 btime 2000 binc 5")
    #expect(
      table.orders.last?.limits.time
        == .clock(TurnClock(remaining: .seconds(2), increment: .milliseconds(5))))
  }

  @Test func everyLimitArrivesInUCCI() {
    let clock = TurnClock(remaining: .milliseconds(59_970), increment: .seconds(2))
    let cases: [(go: String, limits: SearchLimits)] = [
      ("go depth 5", SearchLimits(depth: 5)), ("go nodes 100", SearchLimits(evaluations: 100)),
      ("go time 60 increment 2 opptime 9", SearchLimits(time: .clock(clock))),
      (
        "go time 60 movestogo 1",
        SearchLimits(time: .clock(TurnClock(remaining: .milliseconds(59_970), movesToGo: 1)))
      ),
      ("go infinite", SearchLimits()), ("go depth infinite", SearchLimits()),
      ("go draw depth 3", SearchLimits(depth: 3)),
    ]
    for (go, limits) in cases {
      var table = ServerTable(.ucci)
      table.send("position startpos", go)
      #expect(table.orders.last?.limits == limits, "\(go)")
    }
    var table = ServerTable(.ucci)
    table.send("setoption usemillisec true", "go time 530")
    #expect(table.orders.last?.limits.time == .clock(TurnClock(remaining: .milliseconds(500))))
  }

  @Test func aScoreComesBeforeTheMove() {
    var table = ServerTable()
    table.send("position startpos moves h2e2", "go depth 2")
    #expect(table.progress("h9g7") == ["info depth 1 multipv 1 score cp 0 nodes 7 nps 1400 time 5 pv h9g7"])
    #expect(
      table.finish("h9g7", "h0g2", expecting: 10.0 / 11) == [
        "info depth 2 multipv 1 score cp 400 nodes 7 nps 1400 time 5 pv h9g7 h0g2",
        "bestmove h9g7 ponder h0g2",
      ])
    #expect(table.finish() == [], "an order is answered once")
  }

  @Test func linesAndOutlooksAreGivenAsAskedFor() {
    var table = ServerTable()
    table.send(
      "setoption name multipv value 3", "setoption name UCI_ShowWDL value true", "position fen \(rookMate)",
      "go nodes 50")
    #expect(
      table.finish("a1a8", "e9f9", "b0b9", expecting: 1, mate: 2) == [
        "info depth 3 multipv 1 score mate 2 wdl 1000 0 0 nodes 7 nps 1400 time 5 pv a1a8 e9f9 b0b9",
        "info depth 3 multipv 2 score cp 10000 wdl 1000 0 0 nodes 7 nps 1400 time 5 pv b0a0",
        "info depth 3 multipv 3 score cp 10000 wdl 1000 0 0 nodes 7 nps 1400 time 5 pv b0c0",
        "bestmove a1a8 ponder e9f9",
      ])
    var ucci = ServerTable(.ucci)
    ucci.send("position fen \(rookMate)", "go nodes 50")
    #expect(
      ucci.finish("a1a8", "e9f9", "b0b9", expecting: 1, mate: 2).first
        == "info depth 3 score 29997 nodes 7 nps 1400 time 5 pv a1a8 e9f9 b0b9")
  }

  @Test func aFailureIsToldAndAnsweredAllTheSame() {
    var table = ServerTable()
    table.send("go depth 1 searchmoves b2e2")
    #expect(
      table.fail("The memory\nis full.") == [
        "info string The memory is full.", "info depth 0 multipv 1 score cp 0 nodes 0 time 0 pv b2e2",
        "bestmove b2e2",
      ])
  }

  // MARK: Stopping

  @Test func stopEndsASearchWithOneAnswer() {
    var table = ServerTable()
    #expect(table.send("stop") == [], "nothing to stop")
    table.send("go infinite")
    #expect(table.send("stop") == [])
    #expect(table.stops == 1)
    #expect(table.finish("h2e2").answers == 1)
    #expect(table.send("stop") == [] && table.stops == 1)
  }

  @Test(arguments: ["go infinite", "go", "go ponder depth 1", "go infinite depth 1"])
  func anAnswerWaitsForStop(go: String) {
    var table = ServerTable()
    table.send(go)
    #expect(table.finish("h2e2") == ["info depth 1 multipv 1 score cp 0 nodes 7 nps 1400 time 5 pv h2e2"])
    #expect(table.progress("h2e2") == [])
    #expect(table.send("isready") == ["readyok"])
    #expect(table.send("stop") == ["bestmove h2e2"])
    #expect(table.stops == 0, "what has ended is not stopped")
  }

  @Test func aMatedSideWaitsTooWhenItIsToThinkWithoutEnd() {
    var table = ServerTable()
    table.send("position fen 4k4/R8/9/9/9/9/9/9/9/1R1K5 w moves b0b9")
    #expect(table.send("go infinite") == ["info depth 0 score mate 0"])
    #expect(table.send("stop") == ["bestmove (none)"])
  }

  @Test func aSecondOrderStopsTheFirst() {
    var table = ServerTable()
    table.send("position startpos", "go infinite", "position fen \(rookMate)", "go depth 1", "go depth 2")
    #expect(table.stops == 1 && table.orders.count == 1)
    #expect(table.finish("h2e2").last == "bestmove h2e2")
    #expect(table.orders.count == 2 && table.stops == 2, "an order with another behind it is stopped at once")
    #expect(table.finish("a1a8").last == "bestmove a1a8")
    #expect(table.orders.last?.limits.depth == 2 && table.stops == 2)
    #expect(table.finish("b0b8").last == "bestmove b0b8")
    #expect(table.lines.answers == 3)
  }

  @Test func theEndStopsAndIsAnsweredOnce() {
    var table = ServerTable()
    table.send("go infinite", "go depth 1")
    table.end()
    #expect(table.finish().answers == 1)
    #expect(table.orders.count == 1, "what waited is dropped")
    var held = ServerTable()
    held.send("go infinite")
    held.finish("h2e2")
    held.end()
    #expect(held.lines.last == "bestmove h2e2")
  }

  // MARK: Pondering

  @Test func ponderHitBeginsTheSearchThatWasOrdered() {
    var table = ServerTable()
    table.send("position startpos moves h2e2 h9g7", "go ponder movetime 1030")
    #expect(table.orders.last?.limits == SearchLimits())
    #expect(table.send("ponderhit") == [] && table.stops == 1)
    #expect(table.finish("h0g2") == [], "what was found is in the tree")
    #expect(table.orders.count == 2)
    #expect(table.orders.last?.limits == SearchLimits(time: .move(.seconds(1))))
    #expect(table.finish("h0g2").last == "bestmove h0g2")
    #expect(table.send("ponderhit", "stop") == [])
  }

  @Test func ponderHitAfterTheEndOfThinkingBeginsAnew() {
    var table = ServerTable()
    table.send("go ponder depth 1")
    table.finish("h2e2")
    #expect(table.send("ponderhit") == [])
    #expect(table.orders.last?.limits == SearchLimits(depth: 1))
    #expect(table.finish("h2e2").answers == 1)
  }

  @Test func stopAfterPonderHitIsAnsweredOnce() {
    var table = ServerTable()
    table.send("go ponder movetime 1000", "ponderhit", "stop")
    #expect(table.finish("h2e2").answers == 1)
    #expect(table.orders.count == 1)
  }
}
