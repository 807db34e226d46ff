import Players
import Testing
import Xiangqi

/// Levels, with a name or by their seconds.
@Suite struct TimedLevelTests {
  @Test(arguments: Level.allCases + [100, 500, 1250, 5000, 600_000].map { .timed(milliseconds: $0) })
  func identifiersAreReadBack(_ level: Level) {
    #expect(Level(identifier: level.identifier) == level)
  }

  @Test func secondsAndNumbersAreNames() {
    #expect(Level(identifier: "5s") == .timed(milliseconds: 5000))
    #expect(Level(identifier: "0.5s") == .timed(milliseconds: 500))
    #expect(Level(identifier: "01.25s") == .timed(milliseconds: 1250))
    #expect(Level(identifier: "5") == .expert)
    #expect(Level.timed(milliseconds: 1250).identifier == "1.25s")
  }

  @Test(arguments: [
    "", "s", ".s", "5.s", ".5s", "0s", "0.05s", "601s", "9999s", "-5s", "+5s", "5 s", "5S", "5sec", "1e2s",
    "1.2345s", "1.2.3s", "五s", "０s", "10", "Club", "99999999999999999999s",
  ])
  func otherTextsAreNoLevels(_ text: String) {
    #expect(Level(identifier: text) == nil)
  }

  @Test func everySearchHasALongestTime() {
    for level in Level.allCases {
      #expect(level.searches == (level.evaluations != nil))
      #expect(level.limits == SearchLimits(evaluations: level.evaluations, longest: level.longest))
    }
    let timed = Level.timed(milliseconds: 500)
    #expect(timed.limits == SearchLimits(longest: .milliseconds(500)))
    #expect(timed.measuredElo == nil)
  }

  @Test func theUsualTimeIsThatOfThePositionsUpToTheLongest() {
    let speed = SearchSpeed(positionsPerSecond: 1000)
    #expect(Level.master.usualTime(at: speed) == nil)
    #expect(Level.careful.usualTime(at: speed) == .milliseconds(400))
    #expect(Level.deep.usualTime(at: SearchSpeed(positionsPerSecond: 1)) == .seconds(10))
    #expect(Level.timed(milliseconds: 5000).usualTime(at: speed) == .seconds(5))
  }

  @Test func aShortSearchTellsNoSpeed() {
    func report(_ evaluations: Int, _ time: Duration) -> SearchReport {
      SearchReport(
        lines: [], wdl: WDL(red: 0, draw: 1, black: 0), evaluations: evaluations, depth: 0, time: time)
    }
    #expect(SearchSpeed(of: report(400, .seconds(2)))?.positionsPerSecond == 200)
    #expect(SearchSpeed(of: report(3, .seconds(2))) == nil)
    #expect(SearchSpeed(of: report(400, .zero)) == nil)
  }

  @Test func theSpeedIsMeasured() throws {
    let speed = try SearchSpeed.measured(with: try bundledModel())
    // A build for tests may be too slow to tell.
    if let speed { #expect(speed.positionsPerSecond > 1) }
  }
}
