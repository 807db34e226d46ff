import Xiangqi

extension GameScreen {
  /// Time has passed: clocks run, a watched game goes on, the sign of thinking turns.
  mutating func tick(_ milliseconds: Int) -> [TableEffect] {
    let passed = max(0, milliseconds)
    thinkingTime = (thinkingTime + passed) % 3_600_000
    if isClockRunning {
      let side = table.game.position.sideToMove
      if table.clock.run(side, milliseconds: passed) {
        return end(Verdict(outcome: .win(for: side.opponent), reason: .timeForfeit))
      }
    }
    guard table.isWatched, table.verdict == nil, !isPaused, watchWait > 0 else { return [] }
    watchWait = max(0, watchWait - passed)
    guard watchWait == 0, !isThinking else { return [] }
    return continueGame()
  }
}
