import Players
import Testing
import Xiangqi

struct SpokenScoreTests {
  @Test(arguments: [
    (WDL(red: 0.5, draw: 0.25, black: 0.25), Side.red, "62.5%"),
    (WDL(red: 0.5, draw: 0.25, black: 0.25), .black, "37.5%"),
    (WDL(red: 1, draw: 0, black: 0), .red, "100.0%"),
    (WDL(red: 0.0006, draw: 0, black: 0.9994), .red, "0.1%"),
  ])
  func aScoreIsSaidAsTheSideSeesIt(wdl: WDL, side: Side, text: String) {
    #expect(SpokenScore(wdl, for: side).description == text)
  }

  @Test(arguments: [
    ("62.4%", 0.624), ("62.4% d8 n1000 0.2s", 0.624), ("100%", 1), ("0.0%", 0), ("  7%\nbook", 0.07),
    ("mate 3 d15 n500", 1), ("mate -1", 0),
  ])
  func aCommentBeginsWithIt(comment: String, expected: Double) {
    #expect(SpokenScore(comment: comment)?.expectation == expected)
  }

  @Test(arguments: [
    "", "%", "good move 62.4%", "101%", "-1%", "nan%", "1e1%", "0x1%", "mate", "mate soon", "62.4 %", "mate3",
  ])
  func otherCommentsSayNoScore(comment: String) {
    #expect(SpokenScore(comment: comment) == nil)
  }

  @Test(arguments: [
    SpokenScore.permille(0), .permille(7), .permille(624), .permille(1000), .mate(2), .mate(-5),
  ])
  func whatIsSaidIsUnderstood(score: SpokenScore) {
    #expect(SpokenScore(comment: "\(score) d5 n77") == score)
  }
}
