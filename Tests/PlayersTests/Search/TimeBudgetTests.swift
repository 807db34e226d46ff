import Testing

@testable import Players

/// How time is divided.
@Suite struct TimeBudgetTests {
  static func longest(_ time: SearchTime?) -> Duration? {
    TimeBudget(time, overhead: .milliseconds(20)).longest
  }

  @Test func aMoveHasItsTimeLessTheOverhead() {
    #expect(Self.longest(nil) == nil)
    #expect(Self.longest(.move(.seconds(1))) == .milliseconds(980))
    #expect(Self.longest(.move(.milliseconds(5))) == .milliseconds(1))
  }

  @Test func nothingLastsLongerThanTheMostThatMayPass() {
    func longest(_ time: SearchTime?) -> Duration? {
      TimeBudget(time, overhead: .zero, atMost: .seconds(2)).longest
    }
    #expect(longest(nil) == .seconds(2))
    #expect(longest(.move(.seconds(1))) == .seconds(1))
    #expect(longest(.move(.seconds(5))) == .seconds(2))
    #expect(longest(.clock(TurnClock(remaining: .seconds(3600)))) == .seconds(2))
  }

  @Test func aClockLastsForTheMovesToCome() throws {
    let blitz = try #require(Self.longest(.clock(TurnClock(remaining: .seconds(180)))))
    #expect(blitz > .seconds(3) && blitz < .seconds(6))
    let increment = try #require(
      Self.longest(.clock(TurnClock(remaining: .seconds(180), increment: .seconds(2)))))
    #expect(increment > blitz + .seconds(1))
    let last = try #require(Self.longest(.clock(TurnClock(remaining: .seconds(10), movesToGo: 1))))
    #expect(last > .seconds(7) && last < .seconds(9))
  }

  @Test func noNumberOfMovesUsesAClockUp() throws {
    for (increment, movesToGo) in [(0.0, nil), (0.1, nil), (0, 3), (0, 1), (5, nil)] as [(Double, Int?)] {
      var clock = TurnClock(remaining: .seconds(20), increment: .seconds(increment), movesToGo: movesToGo)
      for move in 0..<300 {
        let used = try #require(Self.longest(.clock(clock)))
        #expect(used <= max(clock.remaining, .milliseconds(1)), "move \(move), increment \(increment)")
        clock.remaining = max(clock.remaining - used, .zero) + clock.increment
      }
    }
  }
}
