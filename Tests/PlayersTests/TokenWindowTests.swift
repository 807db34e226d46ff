import Players
import Testing

@Suite struct TokenWindowTests {
  @Test(arguments: [
    (0, 0), (1, 0), (252, 0), (253, 63), (315, 63), (316, 126), (378, 126), (379, 189), (1000, 756),
  ])
  func aLongGameLosesAQuarterOfTheContextAtATime(moveCount: Int, start: Int) {
    #expect(TokenWindow.start(moveCount: moveCount, context: 256) == start)
  }

  @Test func aKeyframeIsSetWhenTheContextIsFull() {
    for (moveCount, ply) in [(0, 0), (1, 0), (40, 0), (41, 41), (81, 41), (82, 82), (1000, 984)] {
      #expect(TokenWindow.keyframe(moveCount: moveCount, context: 52, prefixLength: 12) == ply)
    }
    #expect(TokenWindow.keyframe(moveCount: 7, context: 12, prefixLength: 12) == 7)
  }

  @Test(arguments: [8, 9, 16, 64, 256]) func theWindowAlwaysFitsAndKeepsTheLatestMoves(context: Int) {
    var previous = 0
    for moveCount in 0...(5 * context) {
      let start = TokenWindow.start(moveCount: moveCount, context: context)
      let kept = moveCount - start
      #expect(kept <= context - TokenWindow.prefixLength)
      #expect(kept >= min(moveCount, (context - TokenWindow.prefixLength) / 2))
      #expect(start >= previous)
      previous = start
    }
  }
}
