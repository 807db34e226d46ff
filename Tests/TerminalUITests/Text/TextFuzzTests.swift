import Catalog
import Screen
import TestSupport
import Testing
import TextTasks

@testable import TerminalUI

/// Whatever happens in whatever order, the screens for texts stand.
@Suite struct TextFuzzTests {
  private static let keys: [Key] =
    FuzzTests.keys + (1...10).map { .function($0) } + [.control("s"), .control("e")]
  private static let characters = Array("nhlkoq/?1234+-eps[]雨伞春天，＿ 　？\n\u{0}👨‍👩‍👧é")

  private static func run<Shown: TextScreen>(
    _ screen: @autoclosure () -> Shown, seed: UInt64,
    answers: (Int, inout EventGenerator) -> [Shown.Message],
  ) {
    var generator = EventGenerator(state: seed)
    var sitting = TextSitting(screen())
    var size = (80, 24)
    for step in 0..<400 {
      switch Int.random(in: 0..<12, using: &generator) {
      case 0..<3: sitting.press(keys.randomElement(using: &generator) ?? .enter)
      case 3..<7: sitting.type(String(characters.randomElement(using: &generator) ?? "n"))
      case 7:
        let kinds: [MouseEvent.Kind] = [.press, .release, .wheelUp, .wheelDown]
        sitting.send(
          .mouse(
            MouseEvent(
              column: Int.random(in: 0...130, using: &generator),
              row: Int.random(in: 0...45, using: &generator),
              kind: kinds.randomElement(using: &generator) ?? .press)))
      case 8:
        size = (Int.random(in: 0...130, using: &generator), Int.random(in: 0...45, using: &generator))
        sitting.send(.resize(columns: size.0, rows: size.1))
      case 9: sitting.send(.tick(milliseconds: Int.random(in: -5...3000, using: &generator)))
      default:
        let all = answers(step, &generator)
        if let answer = all.randomElement(using: &generator) { sitting.answer(answer) }
      }
      let grid = sitting.render(size.0, size.1)
      #expect(grid.columns == size.0 && grid.rows == size.1, "seed \(seed)")
      if sitting.screen.isFinished {
        sitting = TextSitting(screen())
        size = (80, 24)
      }
    }
  }

  private static let trouble = TextTrouble.model(Mishap(description: "坏\n了"))

  @Test(arguments: 1...6)
  func exercisesStand(seed: UInt64) {
    Self.run(
      ClozeScreen(ClozeContext(look: TextLook(language: .chinese), exercises: Samples.exercises, seed: seed)),
      seed: seed
    ) { _, generator in
      let id = Int.random(in: 0...9, using: &generator)
      return [
        .ranked(id: id, ClozeScreenTests.ranking), .ranked(id: id, []), .rankingFailed(id: id, Self.trouble),
        .opened(path: "x", Samples.exercises), .opened(path: "x", []), .openFailed(.noText(path: "x")),
        .unavailable(.noModel(Mishap(description: "x"))),
      ]
    }
  }

  @Test(arguments: 1...6)
  func summariesStand(seed: UInt64) {
    Self.run(SummaryScreen(look: TextLook(language: .english)), seed: seed) { _, generator in
      let id = Int.random(in: 0...9, using: &generator)
      return [
        .opened(path: "x", text: Samples.article), .opened(path: "x", text: "一"),
        .chosen(id: id, sentences: Samples.sentences, [1, 4]), .chosen(id: id, sentences: ["别的"], [0, 7]),
        .grown(id: id, "春天"), .finished(id: id, String(repeating: "摘要", count: 400)),
        .failed(id: id, Self.trouble), .fileFailed(Self.trouble), .saved(path: "x"),
      ]
    }
  }

  @Test(arguments: 1...6)
  func writingStands(seed: UInt64) {
    Self.run(WritingScreen(look: TextLook(language: .chinese)), seed: seed) { _, generator in
      let id = Int.random(in: 0...9, using: &generator)
      return [
        .grown(id: id, "不觉晓\n"), .grown(id: id, ""), .ended(id: id, .limit), .ended(id: id, .loop(period: 2)),
        .failed(id: id, Self.trouble), .opened(path: "x", text: Samples.article), .draft("草稿"),
        .saved(path: "x", text: "春"), .fileFailed(Self.trouble),
      ]
    }
  }
}
