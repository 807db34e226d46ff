import Foundation
import TestSupport
import Testing
import TextTestSupport

/// Blanks, summaries and their measures on the command line, by a model with random weights.
struct ClozeCommandTests {
  struct Run {
    let program: Program
    let files: RandomTaskModel

    init() throws {
      program = try Program()
      files = try RandomTaskModel(seed: 4)
    }

    func callAsFunction(_ arguments: String..., input: String = "") async throws -> ChildProcess.Outcome {
      try await program.run(arguments + ["--model", files.folder], input: input)
    }
  }

  // MARK: cloze

  @Test func blanksAreFilledAndTheBestTextFollows() async throws {
    let run = try Run()
    let outcome = try await run("cloze", "今天去＿＿{公园|学校|玩}，好。")
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.count == 4 && outcome.errors == "" && outcome.status == 0)
    let first = try #require(lines.first?.split(separator: " ").last.map(String.init))
    #expect(lines.last == "今天去\(first)，好。")
    // The same from a file and from standard input.
    try run.program.write("今天去＿＿{公园|学校|玩}，好。\n", to: "a.txt")
    #expect(try await run("cloze", "--file", "a.txt").output == outcome.output)
    #expect(try await run("cloze", input: "今天去＿＿{公园|学校|玩}，好。\n").output == outcome.output)
    #expect(
      try await run("cloze", "今天去___，好。", "--candidates", "公园", "学校", "玩").output == outcome.output)
  }

  @Test func theResultIsToldToPrograms() async throws {
    let run = try Run()
    let outcome = try await run(
      "cloze", "我＿{们}去＿{公园|学校}。", "--limit", "9", "--format", "json")
    let rows = try JSON(outcome.output).array
    #expect(rows.count == 2)
    #expect(rows[0].keys == ["fillings", "probability", "text"])
    #expect(rows[0]["fillings"].array.first?.text == "们")
    let sum = rows.reduce(0) { $0 + ($1["probability"].number ?? 0) }
    #expect(abs(sum - 1) < 1e-6)
  }

  @Test func aPassageGivesTheWords() async throws {
    let run = try Run()
    try run.program.write("今天天气很好，我们去公园。", to: "passage.txt")
    let outcome = try await run("cloze", "我们去＿＿玩。", "--passage", "passage.txt", "-n", "9")
    let words = outcome.output.split(separator: "\n").dropLast().compactMap { $0.split(separator: " ").last }
    #expect(Set(words) == ["今天", "天气", "公园"])
    let asked = try await run("cloze", "我们去什么地方？", "--passage", "passage.txt", "-n", "9")
    #expect(asked.status == 0 && asked.output.contains("公园"))
    #expect(asked.output.contains("\n我们去") && asked.output.hasSuffix("。\n"))
    let long = try await run("cloze", "我们去＿＿玩。", "--passage", "passage.txt", "--length", "3")
    #expect(long.errors == "Error: blank 1: nothing in the model's vocabulary fits what is asked of it\n")
    // The vocabulary knows none of its words, and it says none twice.
    try run.program.write("小猫爱鱼。", to: "cat.txt")
    let fish = try await run("cloze", "小猫爱什么？", "--passage", "cat.txt")
    #expect(fish.output.hasSuffix("\n小猫爱鱼。\n"), "\(fish.errors)")
    let idioms = try await run("cloze", "我们＿＿。", "--passage", "passage.txt", "--idioms", "-n", "1")
    #expect(idioms.output.split(separator: "\n").first?.split(separator: " ").last?.count == 4)
  }

  @Test func idiomsAndLengthsAreKept() async throws {
    let run = try Run()
    let idioms = try await run("cloze", "我们＿＿。", "--idioms")
    #expect(idioms.status == 0)
    for line in idioms.output.split(separator: "\n").dropLast() {
      #expect(line.split(separator: " ").last?.count == 4)
    }
    let two = try await run("cloze", "我们＿＿。", "--length", "2")
    for line in two.output.split(separator: "\n").dropLast() {
      #expect(line.split(separator: " ").last?.count == 2)
    }
  }

  @Test(arguments: [
    (["cloze", "没有空"], "the text has no blank; write ＿＿, ___ or [MASK] where something is missing"),
    (["cloze", "＿{"], "blank 1: the { behind it should end with }"),
    (["cloze", "--file", "missing"], "missing cannot be opened: No such file or directory"),
    (["summarize", "missing"], "missing cannot be opened: No such file or directory"),
    (["summarize"], "standard input holds no sentence to summarize"),
    (["eval", "cloze", "missing"], "missing cannot be opened: No such file or directory"),
  ])
  func whatCannotBeDoneIsSaid(arguments: [String], sentence: String) async throws {
    let run = try Run()
    let outcome = try await run.program.run(arguments + ["--model", run.files.folder])
    #expect(outcome.errors == "Error: \(sentence)\n")
    #expect(outcome.status == 1)
  }

  @Test(arguments: [
    ("cloze x --file y", "a text, --file and --exercises exclude each other"),
    ("cloze x --length 0", "--length 0 is out of range; use 1 to 64"),
    ("cloze x --idioms --length 2", "--idioms, --length and --candidates exclude each other"),
    ("summarize x --ratio 2", "--ratio 2.0 is out of range; use more than 0, up to 1"),
    ("summarize x --ratio 0.5 --sentences 2", "--ratio, --sentences and --characters exclude each other"),
    ("eval cloze x --limit 0", "--limit 0 is out of range; use 1 to 1000000000"),
    ("eval summary x --limit 0", "--limit 0 is out of range; use 1 to 1000000000"),
    ("vocab x --output y --size 1", "--size 1 is out of range; use 512 to 1048576"),
    ("vocab x --output y --coverage 2", "--coverage 2.0 is out of range; use more than 0, up to 1"),
    (
      "prepare x --as tasks --output y",
      "--as tasks needs --vocabulary, a folder of `yiwen vocab` or a model's"
    ),
  ])
  func wrongUseIsExplained(arguments: String, complaint: String) async throws {
    let outcome = try await Program().run(arguments)
    #expect(outcome.errors.hasPrefix("Error: \(complaint)\n"), "\(outcome.errors)")
    #expect(outcome.status == 64)
  }

  // MARK: summarize

  static let text = "今天天气很好。我们去公园玩，很好。学校很好。\n我们去学校。公园很好玩。\n"

  @Test func textsAreSummarized() async throws {
    let run = try Run()
    try run.program.write(Self.text, to: "a.txt")
    let one = try await run("summarize", "a.txt", "--sentences", "1", "--extract-only")
    #expect(Self.text.contains(one.output.trimmingCharacters(in: .newlines)) && one.status == 0)
    #expect(
      try await run("summarize", "--sentences", "1", "--extract-only", input: Self.text).output == one.output)
    let two = try await run("summarize", "a.txt", "a.txt", "--ratio", "1", "--extract-only").output
    #expect(two.hasPrefix("== a.txt ==\n今天天气很好。我们去公园玩，很好。学校很好。我们去学校。公园很好玩。\n== a.txt ==\n"))
    let json = try JSON(
      try await run("summarize", "a.txt", "--max-tokens", "8", "--format", "json").output)
    #expect(json.array[0].keys == ["chosenSentences", "file", "sentenceCount", "summary"])
    #expect(json.array[0]["sentenceCount"].number == 5)
  }

  // MARK: eval

  @Test func answersAndSummariesAreMeasured() async throws {
    let run = try Run()
    try run.program.write(
      """
      {"passage":"今天去XXXXX，公园很好。","answer":"公园","candidates":["公园","学校"]}
      {"passage":"今天去XXXXX。","answer":"学校","candidates":["公园","玩"]}

      """, to: "cloze.jsonl")
    let json = try JSON(try await run("eval", "cloze", "cloze.jsonl", "--format", "json").output).array[0]
    #expect(json["questions"].number == 2 && json["answerable"].number == 1)
    #expect(json["amongThree"].number == 0.5)
    let table = try await run("eval", "cloze", "cloze.jsonl", "--limit", "1").output
    #expect(
      table.hasPrefix("set          questions  answerable  accuracy  among three\ncloze.jsonl          1"))

    try run.program.write(
      #"{"text":"今天天气很好。我们去公园玩，很好。","summary":"今天天气很好。","source":"own"}"# + "\n", to: "s.jsonl")
    let rows = try JSON(try await run("eval", "summary", "s.jsonl", "--format", "json").output).array
    #expect(rows.map { $0["way"].text } == ["lead", "extract", "written"])
    #expect(rows[0]["rouge1"].number == 1 && rows[0]["rougeL"].number == 1)
    let broken = try await run("eval", "summary", "cloze.jsonl")
    #expect(broken.errors == "Error: cloze.jsonl: record 1 should have a text and a summary\n")
  }
}
