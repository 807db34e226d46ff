import Catalog
import Screen
import TextTasks

@testable import TerminalUI

/// A screen for texts with its effects, driven by a test.
struct TextSitting<Shown: TextScreen> {
  var screen: Shown
  /// The effects of the last event.
  var effects: [Shown.Effect] = []

  init(_ screen: Shown, columns: Int = 80, rows: Int = 24) {
    self.screen = screen
    send(.resize(columns: columns, rows: rows))
  }

  mutating func send(_ event: Event<Shown.Message>) { effects = screen.update(event) }
  mutating func answer(_ message: Shown.Message) { send(.message(message)) }
  mutating func press(_ keys: Key...) { for key in keys { send(.key(key)) } }
  /// Types characters, one key each.
  mutating func type(_ text: String) { for character in text { send(.key(.character(character))) } }
  mutating func click(_ column: Int, _ row: Int) {
    send(.mouse(MouseEvent(column: column, row: row, kind: .press)))
  }

  func render(_ columns: Int = 80, _ rows: Int = 24) -> CellGrid {
    screen.render(columns: columns, rows: rows)
  }
  var text: String { render().description }
  var notice: String { screen.shell.notice?.text ?? "" }
  var isComplaint: Bool { screen.shell.notice?.isError ?? false }
}

/// A failure as an effect would report it.
struct Mishap: Error, CustomStringConvertible {
  let description: String
}

enum Samples {
  static let exercises = [
    ClozeExercise(
      level: 1, kind: "word", before: "外面下着大雨，你出门的时候别忘了带", after: "，不然会淋湿的。", answer: "雨伞",
      choices: ["雨伞", "课本", "帽子", "钱包"], source: "own"),
    ClozeExercise(
      level: 2, kind: "verse", before: "床前明月光，疑是地上", after: "。", answer: "霜", source: "李白《静夜思》"),
    ClozeExercise(
      level: 3, kind: "idiom", before: "他说话总是", after: "，让人摸不着头脑。", answer: "东拉西扯",
      choices: ["东拉西扯", "一心一意"], source: "own"),
  ]

  static let article = """
    弈文是一个会下象棋的语言模型，它在自己的机器上运行，不需要网络。

    它先从棋谱里学会规则和着法，再学会读写中文。人们可以同它下棋，也可以让它填空、写摘要、续写文章。\
    每一步的想法都看得见。

    这里只有一句多余的话。
    """

  static var sentences: [String] { Sentences.split(article).map(String.init) }
}
