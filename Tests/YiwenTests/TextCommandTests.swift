import Foundation
import TestSupport
import Testing
import TextTestSupport

/// Texts continued and measured by models whose every answer is known.
struct TextCommandTests {
  /// 春眠不觉晓 and the end; 处 goes in circles.
  static func poem(context: Int = 64) throws -> BigramModel {
    try BigramModel(
      "春眠不觉晓，处闻\n",
      [
        "^": ["春": 1], "春": ["眠": 0.9, "晓": 0.1], "眠": ["不": 1], "不": ["觉": 1], "觉": ["晓": 1],
        "晓": ["$": 0.75, "，": 0.25], "处": ["闻": 1], "闻": ["处": 1],
      ], context: context)
  }

  struct Run {
    let program: Program
    let files: BigramModel

    init(context: Int = 64) throws {
      program = try Program()
      files = try TextCommandTests.poem(context: context)
    }

    func callAsFunction(_ arguments: String..., input: String = "") async throws -> ChildProcess.Outcome {
      try await program.run(arguments + ["--model", files.folder], input: input)
    }
  }

  // MARK: generate

  @Test func aPromptIsContinued() async throws {
    let run = try Run()
    let outcome = try await run("generate", "春眠", "--temperature", "0")
    #expect(outcome.output == "不觉晓\n")
    #expect(outcome.errors == "")
    #expect(outcome.status == 0)
    #expect(try await run("generate", "春眠", "--temperature", "0", "--echo").output == "春眠不觉晓\n")
    #expect(try await run("generate", "", "--temperature", "0").output == "春眠不觉晓\n")
    #expect(try await run("generate", "春", "--temperature", "0", "--stop", "觉晓").output == "眠不\n")
    #expect(try await run("generate", "春", "--temperature", "0", "--max-tokens", "2").output == "眠不\n")
  }

  @Test func theSameSeedWritesTheSameTexts() async throws {
    let run = try Run()
    let arguments = [
      "generate", "春", "--seed", "3", "--min-p", "0", "--temperature", "3", "--max-tokens", "9",
    ]
    func output(_ more: [String]) async throws -> String {
      try await run.program.run(arguments + more + ["--model", run.files.folder]).output
    }
    let four = try await output(["-n", "4"])
    #expect(four.hasPrefix("== 1 ==\n"))
    #expect(try await output(["-n", "4"]) == four)
    let one = try await output([])
    #expect(four.hasPrefix("== 1 ==\n" + one + "== 2 ==\n"))
    #expect(try await output(["-n", "4", "--seed", "4"]) != four)
  }

  @Test func theResultIsToldToPrograms() async throws {
    let run = try Run()
    let outcome = try await run(
      "generate", "春", "--temperature", "0", "--seed", "1", "--format", "json", "--logprobs", "2")
    let json = try JSON(outcome.output)
    #expect(json.keys == ["prompt", "promptTokens", "sampler", "seed", "texts"])
    #expect(json["promptTokens"].number == 2)
    let text = json["texts"].array[0]
    #expect(text.keys == ["end", "text", "tokens"])
    #expect(text["text"].text == "眠不觉晓")
    #expect(text["end"].text == "end")
    let first = text["tokens"].array[0]
    #expect(first["text"].text == "眠")
    #expect(abs((first["logprob"].number ?? 0) - log(0.9)) < 1e-4)
    #expect(first["top"].array[1]["text"].text == "晓")
    let table = try await run("generate", "春", "--temperature", "0", "--max-tokens", "2", "--logprobs", "2")
      .output
    #expect(
      table == """
        token    ln p  alternatives
        眠     -0.105  眠 -0.105  晓 -2.303
        不     -0.000  不 -0.000  <pad> -20.000

        """)
  }

  @Test func aLoopIsSaid() async throws {
    let run = try Run()
    let outcome = try await run("generate", "处", "--temperature", "0")
    #expect(outcome.output == String(repeating: "闻处", count: 16) + "\n")
    #expect(outcome.errors == "Stopped since it repeated the same 2 tokens.\n")
    #expect(outcome.status == 0)
    let long = try await run("generate", "处", "--temperature", "0", "--allow-loops", "--max-tokens", "200")
    #expect(long.output == String(repeating: "闻处", count: 100) + "\n")
    let full = try await run("generate", "处", "--temperature", "0", "--allow-loops", "--no-slide")
    #expect(full.errors == "Stopped since the model's context is full.\n")
  }

  @Test func searchesWriteToo() async throws {
    let run = try Run()
    #expect(try await run("generate", "春", "--beams", "3").output == "眠不觉晓\n")
    let two = try await run("generate", "春", "--beams", "3", "-n", "2", "--length-penalty", "0").output
    #expect(two == "== 1 ==\n眠不觉晓\n== 2 ==\n晓\n")
    #expect(try await run("generate", "春", "--contrastive", "0.6").output == "眠不觉晓\n")
    let missing = try await run("generate", "春", "--ending", "晓")
    #expect(missing.status == 1)
    #expect(
      missing.errors == "Error: the model has no token <blank>, so it cannot fill blanks; use one that can\n")
  }

  @Test func constrainedTextsHaveTheirForm() async throws {
    let files = try RandomModel(context: 96)
    let program = try Program()
    func output(_ arguments: String) async throws -> String {
      try await program.output("generate 山 --seed 2 --steps 50 --model \(files.folder) \(arguments)")
    }
    let poem = try await output("--acrostic 春夏秋冬 --length 5").split(separator: "\n")
    #expect(poem.map { $0.first } == ["春", "夏", "秋", "冬"])
    #expect(poem.allSatisfy { $0.count == 6 }, "\(poem)")
    let sentence = try await output("--require 花鸟 --require 水 --length 9")
    #expect(sentence.count == 11 && sentence.hasSuffix("。\n"), "\(sentence)")
    let flowers = try #require(sentence.firstRange(of: "花鸟"))
    #expect(sentence[flowers.upperBound...].contains("水"))
    #expect(try await output("--require 花鸟 --require 水 --length 9") == sentence)
  }

  @Test func promptsComeFromFilesInTheirEncodings() async throws {
    let run = try Run()
    let gb18030: [UInt8] = [0xB4, 0xBA, 0xC3, 0xDF]
    try run.program.write(gb18030, to: "gb.txt")
    try run.program.write([0xEF, 0xBB, 0xBF] + Array("春眠".utf8), to: "mark.txt")
    try run.program.write([0xFF, 0xFE, 0x25, 0x66, 0x20, 0x77], to: "utf16.txt")
    try run.program.write("春眠\n", to: "line.txt")
    for name in ["gb.txt", "mark.txt", "utf16.txt"] {
      let outcome = try await run("generate", "--file", name, "--temperature", "0")
      #expect(outcome.output == "不觉晓\n", "\(name)")
      #expect(outcome.errors == "", "\(name)")
    }
    let line = try await run("generate", "--file", "line.txt", "--temperature", "0")
    #expect(line.output == "不觉晓\n")
    #expect(line.errors == "The newline at the end of line.txt is left out; --keep-newline keeps it.\n")
    let kept = try await run(
      "generate", "-f", "line.txt", "--keep-newline", "--echo", "--max-tokens", "1", "--seed", "1")
    #expect(kept.output.hasPrefix("春眠\n") && kept.errors == "")
    #expect(try await run("generate", "--temperature", "0", input: "春眠").output == "不觉晓\n")
    let unknown = try await run("generate", "🂡龍春", "--temperature", "0")
    #expect(unknown.output == "眠不觉晓\n")
    #expect(unknown.errors == "The model does not know 2 characters of the prompt.\n")
  }

  /// Three megabytes without a line's end come in pieces, and no piece cuts a character.
  @Test func aGiganticPromptIsReadInPieces() async throws {
    let run = try Run()
    let count = 1_500_000
    try run.program.write(
      Array("a".utf8) + Array(repeating: [0xB4, 0xBA] as [UInt8], count: count).joined(), to: "gb.txt")
    try run.program.write("a" + String(repeating: "春", count: count), to: "utf8.txt")
    for name in ["gb.txt", "utf8.txt"] {
      let outcome = try await run("generate", "--file", name, "--temperature", "0", "--max-tokens", "2")
      #expect(outcome.output == "眠不\n")
      #expect(
        outcome.errors == """
          The model does not know 1 character of the prompt.
          The prompt has 1500002 tokens and the model reads 64: 1499940 behind the first are left out.

          """)
    }
  }

  @Test func whatIsNoPromptIsRefused() async throws {
    let run = try Run()
    try run.program.write([0x89, 0x50, 0x00, 0x0D], to: "image.png")
    try run.program.write([0x61, 0xFF, 0xFF, 0x62], to: "odd.txt")
    for (arguments, sentence) in [
      (["--file", "missing.txt"], "missing.txt cannot be opened: No such file or directory"),
      (["--file", "image.png"], "image.png is no text: byte 3 is a NUL"),
      (["--file", "odd.txt"], "odd.txt is neither UTF-8 nor GB18030 behind byte 0; save it as UTF-8"),
      ([], "standard input is empty; give a prompt, or '' to let the model begin"),
      (["春", "--require", "龍"], "the model has no token for '龍', which the text should have"),
      (
        ["春", "--acrostic", "春不", "--length", "3", "--require", "眠不觉"],
        "'眠不觉' has no room in 2 lines of 3 characters; ask for longer ones"
      ),
    ] {
      let outcome = try await run.program.run(["generate"] + arguments + ["--model", run.files.folder])
      #expect(outcome.errors == "Error: \(sentence)\n")
      #expect(outcome.status == 1)
      #expect(outcome.output == "")
    }
    let nowhere = try await run.program.run("generate x --model nowhere")
    #expect(nowhere.errors == "Error: nowhere/config.json: cannot be read: No such file or directory\n")
    #expect(nowhere.status == 1)
  }

  @Test func anInterruptedTextEndsInGoodOrder() async throws {
    let run = try Run()
    let arguments =
      "generate 处 --temperature 0 --allow-loops --max-tokens 10000000 --model \(run.files.folder)"
    // A shell that becomes the program, so that what it writes can be watched.
    let process = try ChildProcess(
      "/bin/sh", ["-c", "exec \"$0\" \(arguments) > text", Program.path],
      environment: run.program.environment, folder: run.program.home)
    let end = ContinuousClock.now + .seconds(60)
    while (try? run.program.bytes(of: "text").count > 10_000) != true, ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(2))
    }
    process.signal(SIGINT)
    let outcome = try await process.outcome()
    #expect(outcome.status == 1)
    #expect(outcome.errors == "Stopped.\n")
    let text = try run.program.text(of: "text")
    #expect(text.hasPrefix("闻处闻处") && text.hasSuffix("\n"))
  }

  // MARK: perplexity

  @Test func textsAreMeasured() async throws {
    let run = try Run()
    try run.program.write("春眠不觉晓", to: "a.txt")
    try run.program.write("春晓", to: "b.txt")
    let outcome = try await run("perplexity", "a.txt", "b.txt")
    // -ln 0.9 and -ln 0.1; everything else is certain.
    #expect(
      outcome.output == """
        file   tokens  unknown  characters  bytes  nats/token  perplexity  bits/character  bits/byte
        a.txt       5        0           5     15      0.0211        1.02          0.0304     0.0101
        b.txt       2        0           2      6      1.1513        3.16          1.6610     0.5537
        all         7        0           7     21      0.3440        1.41          0.4963     0.1654

        """)
    #expect(outcome.errors == "")
    let json = try JSON(
      try await run("perplexity", "a.txt", "--context", "3", "--stride", "1", "--format", "json").output)
    #expect(json.array[0]["tokens"].number == 5)
    #expect(abs((json.array[0]["nats"].number ?? 0) + log(0.9)) < 1e-4)
    #expect(try await run("perplexity", "-", input: "春晓").output.contains("standard input       2"))
  }

  @Test func whatCannotBeMeasuredIsSaid() async throws {
    let run = try Run()
    try run.program.write("", to: "empty.txt")
    let empty = try await run("perplexity", "empty.txt")
    #expect(empty.errors == "Error: empty.txt is empty\n" && empty.status == 1)
    let long = try await run("perplexity", "empty.txt", "--context", "65")
    #expect(long.errors == "Error: context: 65 is out of range, it should be 3 to 64\n" && long.status == 1)
  }
}
