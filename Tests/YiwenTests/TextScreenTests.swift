import Foundation
import TestSupport
import Testing
import TextTestSupport

/// The screens for texts in a real terminal, with a tiny model and with none.
@Suite(.serialized) struct TextScreenTests {
  /// `yiwen COMMAND` in a terminal of its own.
  struct Screen {
    let program: Program
    let model: RandomModel?
    let tmux: TmuxSession

    init(_ command: String = "home --lang zh --seed 1", hasModel: Bool = true, program: Program? = nil) throws
    {
      self.program = try program ?? Program()
      model = hasModel ? try RandomModel(context: 256) : nil
      let quoted = TmuxSession.quoted
      let path = model?.folder ?? "/nowhere"
      tmux = try TmuxSession(
        "cd \(quoted(self.program.home)) && exec \(quoted(Program.path)) \(command) --model \(quoted(path))",
        environment: self.program.environment)
    }

    @discardableResult
    func waitFor(_ text: String) async throws -> String {
      try await tmux.waitFor(text, seconds: Table.patience)
    }

    /// Leaves and sees that the terminal is given back.
    func quit(_ key: String = "C-c") async throws {
      try tmux.press(key)
      #expect(try await tmux.exitStatus(seconds: Table.patience) == 0)
      #expect(try tmux.variable("alternate_on") == "0")
    }

    func write(_ text: String, to name: String) throws {
      try text.write(toFile: program.home + "/" + name, atomically: true, encoding: .utf8)
    }
  }

  @Test func theMenuLeadsToEveryScreenAndBack() async throws {
    let screen = try Screen()
    for (key, sign, leave) in [
      ("1", "轮到你走（红）", "q"), ("2", "第 1/401 题", "q"), ("3", "按 o 打开一篇文章", "q"),
      ("4", "（未命名）", "F10"),
    ] {
      try await screen.waitFor("与模型下象棋")
      try screen.tmux.type(key)
      try await screen.waitFor(sign)
      try screen.tmux.press(leave)
    }
    try await screen.waitFor("与模型下象棋")
    try await screen.quit("q")
  }

  @Test(arguments: [true, false])
  func anExerciseIsAnswered(hasModel: Bool) async throws {
    let screen = try Screen(hasModel: hasModel)
    try await screen.waitFor("与模型下象棋")
    try screen.tmux.type("2")
    try await screen.waitFor("第 1/401 题")
    if !hasModel { try await screen.waitFor("没有模型，只判对错") }
    try screen.tmux.type("春天")
    try await screen.waitFor("你填> 春天")
    try screen.tmux.press("Enter")
    try await screen.waitFor("不对，你填的是“春天”")
    try await screen.waitFor(hasModel ? "◀ 答案" : "（没有模型，没有排名）")
    try await screen.waitFor("对 0/1")
    try screen.tmux.resize(columns: 120, rows: 40)
    try screen.tmux.press("Enter")
    try await screen.waitFor("第 2/401 题")
    try await screen.quit()
  }

  @Test func exercisesComeFromAText() async throws {
    let screen = try Screen()
    try screen.write("春天的河水慢慢流过村子。孩子们在河水里洗脚。", to: "a.txt")
    try await screen.waitFor("与模型下象棋")
    try screen.tmux.type("2")
    try await screen.waitFor("第 1/401 题")
    try screen.tmux.type("o")
    try await screen.waitFor("打开文件>")
    try screen.tmux.type("a.txt")
    try screen.tmux.press("Enter")
    try await screen.waitFor("从 a.txt 出了 2 题")
    try screen.tmux.type("o")
    try screen.tmux.type("none.txt")
    try screen.tmux.press("Enter")
    try await screen.waitFor("none.txt 不能打开")
    try await screen.quit()
  }

  @Test(arguments: [true, false])
  func aTextIsSummarized(hasModel: Bool) async throws {
    let screen = try Screen(hasModel: hasModel)
    try screen.write("春眠不觉晓。处处闻啼鸟。夜来风雨声。花落知多少。", to: "poem.txt")
    try await screen.waitFor("与模型下象棋")
    try screen.tmux.type("3")
    // Without a model its notice takes the place of the hint.
    try await screen.waitFor("取 20%")
    try screen.tmux.type("o")
    try screen.tmux.type("poem.txt")
    try screen.tmux.press("Enter")
    try await screen.waitFor("夜来风雨声")
    try await screen.waitFor(hasModel ? "选了 1/4 句" : "没有模型：")
    if hasModel {
      try screen.tmux.type("s")
      try await screen.waitFor("保存为> poem.txt.摘要.txt")
      try screen.tmux.press("Enter")
      try await screen.waitFor("已保存到")
      #expect(try screen.program.text(of: "poem.txt.摘要.txt").hasSuffix("。\n"))
    }
    try await screen.quit()
  }

  @Test func aTextIsWrittenAndKept() async throws {
    let screen = try Screen("generate --seed 1")
    try await screen.waitFor("(untitled)")
    try screen.tmux.type("春")
    try screen.tmux.press("Tab")
    try await screen.tmux.waitUntil("the model has written", seconds: Table.patience) {
      !$0.contains("  1 characters") && !$0.contains("Esc stops it")
    }
    try screen.tmux.press("F4")
    try await screen.waitFor("Save as>")
    try screen.tmux.type("mine.txt")
    try screen.tmux.press("Enter")
    try await screen.waitFor("Saved to mine.txt")
    #expect(try screen.program.text(of: "mine.txt").hasPrefix("春"))
    try screen.tmux.type("天")
    try await screen.waitFor("changed")
    try await screen.quit()
    let again = try Screen("generate --seed 1", hasModel: false, program: screen.program)
    try await again.waitFor("天")
    try again.tmux.press("Tab")
    try await again.waitFor("No model: ")
    try await again.quit("F10")
  }

  @Test func everyCommandOpensItsScreen() async throws {
    let program = try Program()
    try "春天的河水慢慢流过村子。孩子们在河水里洗脚。".write(
      toFile: program.home + "/a.txt", atomically: true, encoding: .utf8)
    for (command, sign) in [
      ("cloze", "No. 1/401"), ("cloze --exercises a.txt", "2 exercises from a.txt"),
      ("summarize", "o opens a text"), ("summarize --screen --ratio 0.5 a.txt", "50% of the text"),
      ("generate", "(untitled)"),
    ] {
      let screen = try Screen(command, program: program)
      try await screen.waitFor(sign)
      try await screen.quit()
    }
  }

  @Test func aKilledProgramGivesTheTerminalBackAndKeepsTheText() async throws {
    let program = try Program()
    let quoted = TmuxSession.quoted
    let tmux = try TmuxSession(
      """
      cd \(quoted(program.home)); sh -c 'echo $$ > pid; exec "$0" home --lang zh --model /nowhere' \(quoted(Program.path))
      echo "status $?"; exec sleep 600
      """, environment: program.environment)
    try await tmux.waitFor("与模型下象棋", seconds: Table.patience)
    try tmux.type("4")
    try await tmux.waitFor("（未命名）", seconds: Table.patience)
    try tmux.type("没有写完")
    try await tmux.waitFor("4 字", seconds: Table.patience)
    let text = try program.text(of: "pid").trimmingCharacters(in: .whitespacesAndNewlines)
    kill(try #require(pid_t(text)), SIGTERM)
    try await tmux.waitFor("status 0", seconds: Table.patience)
    #expect(try tmux.variable("alternate_on") == "0")
    #expect(try program.text(of: "data/yiwen/draft.txt") == "没有写完")
  }

  @Test func nonsenseDoesNoHarm() async throws {
    let screen = try Screen()
    try await screen.waitFor("与模型下象棋")
    try screen.tmux.paste(String(repeating: "卍☃️\t%x\u{7F}", count: 20))
    try screen.tmux.type("2")
    try await screen.waitFor("题")
    try screen.tmux.send(bytes: [0xFF, 0xC3, 0x28, 0x1B, 0x5B, 0x4D])
    try screen.tmux.resize(columns: 20, rows: 5)
    try await screen.waitFor("窗口太小")
    try screen.tmux.resize(columns: 80, rows: 24)
    try await screen.waitFor("填空")
    try await screen.quit()
  }

  @Test func aMissingModelIsToldInALine() async throws {
    let program = try Program()
    let quoted = TmuxSession.quoted
    // Copied away from the models, so that none is found; by the shell, because a program that another test starts
    // meanwhile would hold a file open that this process writes, which then cannot be run.
    let tmux = try TmuxSession(
      "cd \(quoted(program.home)) && cp \(quoted(Program.path)) copy && exec ./copy cloze",
      environment: program.environment)
    let line = "No model, answers are only checked: models/text is not there; --model PATH"
    try await tmux.waitFor(line, seconds: Table.patience)
    try tmux.press("q")
    #expect(try await tmux.exitStatus(seconds: Table.patience) == 0)
  }

  @Test func withoutATerminalTheMenuSaysSo() async throws {
    let outcome = try await Program().run("home")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the menu needs a terminal"))
  }
}
