import TestSupport
import Testing

/// Help and wrong usage, word for word: these texts are the program's interface.
struct HelpTests {
  @Test(arguments: [
    "", "play", "show", "players", "analyze", "selfplay", "label", "convert", "check", "eval", "eval xiangqi",
    "perft",
    "bench", "bench perft", "bench decode", "bench train", "bench engine", "prepare", "train", "train run",
    "train plot", "quantize", "generate", "perplexity", "vocab", "home", "cloze", "summarize", "eval cloze",
    "eval summary", "eval puzzles", "match", "ladder", "book", "uci", "ucci",
  ])
  func everyCommandExplainsItself(command: String) async throws {
    let name = "help" + command.split(separator: " ").map { "-\($0)" }.joined()
    try expectSnapshot(try await Program().output("\(command) --help"), name)
  }

  @Test func theVersionIsPrinted() async throws {
    let version = try await Program().output("--version")
    #expect(version.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil, "\(version)")
  }

  /// The help of the root names every command, and no command is missing from the snapshots above.
  @Test func theRootNamesEveryCommand() async throws {
    let help = try await Program().output("--help")
    let commands = help.split(separator: "\n").compactMap { line in
      line.wholeMatch(of: #/ {2}([a-z]+)(?: \(default\))? {2,}.*/#).map { String($0.1) }
    }
    #expect(
      commands == [
        "play", "home", "show", "players", "cloze", "summarize", "generate", "uci", "ucci",
        "analyze", "selfplay", "convert", "check",
        "vocab", "label", "prepare", "train",
        "quantize", "match", "ladder", "book", "eval", "perplexity", "perft", "bench",
      ])
  }

  struct WrongUse: CustomTestStringConvertible {
    let arguments: String
    let complaint: String
    var testDescription: String { "yiwen \(arguments)" }
  }

  /// One sentence, how the command is used, where more is said; exit status 64.
  @Test(arguments: [
    WrongUse(arguments: "perft --dept 3", complaint: "Unknown option '--dept'. Did you mean '--depth'?"),
    WrongUse(arguments: "perft --depth 99", complaint: "--depth 99 is out of range; use 0 to 12"),
    WrongUse(arguments: "perft --depth 0 --divide", complaint: "--divide needs a --depth of 1 or more"),
    WrongUse(arguments: "perft --depth deep", complaint: "The value 'deep' is invalid for '--depth <depth>'"),
    WrongUse(arguments: "prepare x.pgn", complaint: "Missing expected argument '--output <folder>'"),
    WrongUse(
      arguments: "prepare x.pgn --output d --weight-by-result 1,2",
      complaint: "The value '1,2' is invalid for '--weight-by-result <weights>'"),
    WrongUse(
      arguments: "prepare x.pgn y.pgn z.pgn --output d --licence CC0 --licence MIT",
      complaint: "--licence is given 2 times for 3 inputs; give it once, or once for each"),
    WrongUse(
      arguments: "train r", complaint: "--data FOLDER is missing; `yiwen prepare` makes one"),
    WrongUse(arguments: "train r --data d", complaint: "say how long to train: --steps or --minutes"),
    WrongUse(
      arguments: "train r --data d --steps 1 --minutes 1",
      complaint: "say how long to train: --steps or --minutes"),
    WrongUse(
      arguments: "train r --data d --steps 1 --width 100",
      complaint: "--head-size 64 should be an even divisor of the width 100"),
    WrongUse(
      arguments: "train r --resume --steps 1",
      complaint: "--resume goes on with the options of the run; leave --data, --from and the length out"),
    WrongUse(arguments: "selfplay", complaint: "Missing expected argument '--games <games>'"),
    WrongUse(
      arguments: "selfplay --games 1", complaint: "Missing expected argument '--output <file>'"),
    WrongUse(
      arguments: "selfplay --games 0 --output x.pgn",
      complaint: "--games 0 is out of range; use 1 to 100000000"),
    WrongUse(
      arguments: "selfplay --games 1 --output x.pgn --jobs 0",
      complaint: "--jobs 0 is out of range; use 1 to 256"),
    WrongUse(
      arguments: "selfplay --games 1 --output x.pgn --batch 2000",
      complaint: "--batch 2000 is out of range; use 1 to 1024"),
    WrongUse(
      arguments: "selfplay --games 1 --output x.pgn --temperature nan",
      complaint: "--temperature nan is out of range; use 0 or more"),
    WrongUse(
      arguments: "selfplay --games 1 --output x.pgn --top-p 0",
      complaint: "--top-p 0.0 is out of range; use more than 0, up to 1"),
    WrongUse(
      arguments: "selfplay --games 1 --output x.pgn --min-p 1",
      complaint: "--min-p 1.0 is out of range; use 0 up to, not including, 1"),
    WrongUse(
      arguments: "selfplay --games 1 --output x.pgn --max-plies 0",
      complaint: "--max-plies 0 is out of range; use 1 to 10000"),
    WrongUse(
      arguments: "selfplay --games 1 --output x.pgn --resume --overwrite",
      complaint: "--resume and --overwrite exclude each other"),
    WrongUse(
      arguments: "selfplay --games 1 --output x.pgn --rules chess",
      complaint: "--rules 'chess' is not known; use standard or simple"),
    WrongUse(arguments: "analyze", complaint: "Missing expected argument '<file>'"),
    WrongUse(arguments: "analyze x --game 0", complaint: "--game 0 is out of range; use 1 to 1000000000"),
    WrongUse(arguments: "analyze x --nodes 0", complaint: "--nodes 0 is out of range; use 1 to 10000000"),
    WrongUse(
      arguments: "analyze x --nodes 5 --time 1", complaint: "--nodes and --time exclude each other"),
    WrongUse(arguments: "analyze x --time nan", complaint: "--time nan is out of range; use 0.001 to 86400"),
    WrongUse(
      arguments: "analyze x --engine y,colour=red",
      complaint: "the engine 'y,colour=red': 'colour' is not known; use args, option.NAME, protocol or name"),
    WrongUse(
      arguments: "analyze x --format png",
      complaint: "The value 'png' is invalid for '--format <format>'. "
        + "Please provide one of 'text', 'pgn', 'json' or 'svg'."),
    WrongUse(arguments: "convert", complaint: "Missing expected argument '<file> ...'"),
    WrongUse(
      arguments: "convert --from sgf x",
      complaint: "The value 'sgf' is invalid for '--from <from>'. "
        + "Please provide one of 'pgn', 'xqf', 'dhtmlxq' or 'tsv'."),
    WrongUse(
      arguments: "eval xiangqi x.pgn --limit 0", complaint: "--limit 0 is out of range; use 1 or more"),
    WrongUse(
      arguments: "eval puzzles x.tsv --limit 0", complaint: "--limit 0 is out of range; use 1 or more"),
    WrongUse(arguments: "match club", complaint: "Missing expected argument '<second>'"),
    WrongUse(arguments: "match club random", complaint: "Missing expected argument '--output <file>'"),
    WrongUse(
      arguments: "match club random --output x.pgn --games 0",
      complaint: "--games 0 is out of range; use 1 to 100000000"),
    WrongUse(
      arguments: "match club random --output x.pgn --time 1s --clock 5m",
      complaint: "--time and --clock exclude each other"),
    WrongUse(
      arguments: "match club random --output x.pgn --time soon",
      complaint: "The value 'soon' is invalid for '--time <time>'"),
    WrongUse(
      arguments: "match club random --output x.pgn --sprt 5,0",
      complaint:
        "--sprt 5,0 with --alpha 0.05 and --beta 0.05 is no test; use two differences up to 500, the "
        + "smaller first, and errors between 0 and 0.5"),
    WrongUse(
      arguments: "match club random --output x.pgn --adjudicate-wins 0.5",
      complaint: "--adjudicate-wins 0.5 is out of range; use more than 0.5, up to 1"),
    WrongUse(
      arguments: "match club,nodes=none random --output x.pgn",
      complaint: "'nodes=none' is no limit; use a number of positions such as nodes=800"),
    WrongUse(
      arguments: "match club,expert random --output x.pgn",
      complaint:
        "'club,expert' names no player; use random, greedy, engine:PATH, or search or a level, a player's "
        + "name and model=FOLDER"),
    WrongUse(
      arguments: "match search random --output x.pgn",
      complaint:
        "search thinks for as long as it may: give it nodes=, depth=, time= or clock=, or all players "
        + "--nodes, --time or --clock"),
    WrongUse(
      arguments: "match engine: random --output x.pgn",
      complaint: "the engine '': begin with the program's path"),
    WrongUse(
      arguments: "book --output x.tsv --plies 9-3",
      complaint: "--plies 9-3 is no range; use for instance 6-10, at most 100"),
    WrongUse(
      arguments: "bench decode --rounds 0", complaint: "--rounds 0 is out of range; use 1 to 10000"),
    WrongUse(arguments: "bench perft --rounds 0", complaint: "--rounds 0 is out of range; use 1 to 1000"),
    WrongUse(
      arguments: "check x --max-nodes 0", complaint: "--max-nodes 0 is out of range; use 1 or more"),
    WrongUse(
      arguments: "players --lang fr",
      complaint: "The value 'fr' is invalid for '--lang <lang>'. Please provide one of 'zh' and 'en'."),
    WrongUse(arguments: "play --asci", complaint: "Unknown option '--asci'. Did you mean '--ascii'?"),
    WrongUse(arguments: "generate x --file y", complaint: "a prompt and --file exclude each other"),
    WrongUse(arguments: "generate x -n 0", complaint: "--samples 0 is out of range; use 1 to 256"),
    WrongUse(
      arguments: "generate x --max-tokens 0", complaint: "--max-tokens 0 is out of range; use 1 to 10000000"),
    WrongUse(
      arguments: "generate x --logprobs 101", complaint: "--logprobs 101 is out of range; use 0 to 100"),
    WrongUse(arguments: "generate x --keep=-1", complaint: "--keep -1 is out of range; use 0 to 10000000"),
    WrongUse(
      arguments: "generate x --keep 1 --no-slide", complaint: "--keep and --no-slide exclude each other"),
    WrongUse(
      arguments: "generate x --temperature=-1",
      complaint: "--temperature -1.0 is out of range; use 0, or 0.001 to 1000"),
    WrongUse(arguments: "generate x --top-k=-1", complaint: "--top-k -1 is out of range; use 0 to 1000000"),
    WrongUse(
      arguments: "generate x --top-p 0", complaint: "--top-p 0.0 is out of range; use more than 0, up to 1"),
    WrongUse(arguments: "generate x --min-p 2", complaint: "--min-p 2.0 is out of range; use 0 to 1"),
    WrongUse(
      arguments: "generate x --typical-p nan",
      complaint: "--typical-p nan is out of range; use more than 0, up to 1"),
    WrongUse(
      arguments: "generate x --repetition-penalty 0",
      complaint: "--repetition-penalty 0.0 is out of range; use 0.01 to 100"),
    WrongUse(
      arguments: "generate x --frequency-penalty 101",
      complaint: "--frequency-penalty 101.0 is out of range; use -100 to 100"),
    WrongUse(
      arguments: "generate x --presence-penalty inf",
      complaint: "--presence-penalty inf is out of range; use -100 to 100"),
    WrongUse(
      arguments: "generate x --repetition-window=-1",
      complaint: "--repetition-window -1 is out of range; use 0 to 1000000"),
    WrongUse(
      arguments: "generate x --no-repeat-ngram=-1",
      complaint: "--no-repeat-ngram -1 is out of range; use 0 to 1000"),
    WrongUse(arguments: "generate x --beams 0", complaint: "--beams 0 is out of range; use 1 to 256"),
    WrongUse(
      arguments: "generate x --beams 2 -n 3",
      complaint: "--samples 3 is out of range; use 1 to 2, the number of beams"),
    WrongUse(arguments: "generate x --length-penalty 1", complaint: "--length-penalty needs --beams"),
    WrongUse(
      arguments: "generate x --beams 2 --length-penalty 11",
      complaint: "--length-penalty 11.0 is out of range; use 0 to 10"),
    WrongUse(
      arguments: "generate x --contrastive 2", complaint: "--contrastive 2.0 is out of range; use 0 to 1"),
    WrongUse(
      arguments: "generate x --contrastive 0.6 -n 2",
      complaint: "--samples 2 is out of range; --contrastive writes 1"),
    WrongUse(
      arguments: "generate x --contrastive 0.6 --top-k 0",
      complaint: "--top-k 0 is out of range; use 1 to 256"),
    WrongUse(
      arguments: "generate x --beams 2 --contrastive 0.6",
      complaint: "--beams and --contrastive exclude each other"),
    WrongUse(
      arguments: "generate x --ending y --acrostic z", complaint: "--ending and --acrostic exclude each other"
    ),
    WrongUse(
      arguments: "generate x --ending y -n 2", complaint: "--samples 2 is out of range; --ending writes 1"),
    WrongUse(
      arguments: "generate x --acrostic y --length 1", complaint: "--length 1 is out of range; use 2 to 1000"),
    WrongUse(arguments: "generate x --length 0", complaint: "--length 0 is out of range; use 1 to 1000"),
    WrongUse(arguments: "generate x --steps 5", complaint: "--steps needs --acrostic, --require or --length"),
    WrongUse(
      arguments: "generate x --length 5 --logprobs 1",
      complaint: "--logprobs needs a text that is written token by token"),
    WrongUse(arguments: "generate x --threads 0", complaint: "--threads 0 is out of range; use 1 to 256"),
    WrongUse(arguments: "perplexity", complaint: "Missing expected argument '<file> ...'"),
    WrongUse(
      arguments: "perplexity x --context 2", complaint: "--context 2 is out of range; use 3 to 16777216"),
    WrongUse(
      arguments: "perplexity x --context 9 --stride 8", complaint: "--stride 8 is out of range; use 1 to 7"),
    WrongUse(arguments: "shwo", complaint: "There is no command 'shwo'. Did you mean 'show'?"),
    WrongUse(arguments: "xyzzy", complaint: "There is no command 'xyzzy'."),
  ])
  func wrongUseIsToldInOneSentence(wrong: WrongUse) async throws {
    let program = try Program()
    let outcome = try await program.run(wrong.arguments)
    #expect(outcome.status == 64)
    #expect(outcome.output == "")
    let lines = outcome.errors.split(separator: "\n").map(String.init)
    #expect(lines.first == "Error: \(wrong.complaint)")
    #expect(lines.contains { $0.hasPrefix("Usage: yiwen") }, "\(outcome.errors)")
    #expect(
      lines.last?.wholeMatch(of: #/ {2}See 'yiwen( [a-z]+)* --help' for more information\./#) != nil,
      "\(outcome.errors)")
    #expect(!program.exists("x.pgn"), "a run that was refused left a file")
  }

  /// The whole text of one such complaint.
  @Test func wrongUseShowsHowToUseTheCommand() async throws {
    let outcome = try await Program().run("perft --depth deep")
    #expect(
      outcome.errors == """
        Error: The value 'deep' is invalid for '--depth <depth>'
        Help:  --depth <depth>  Plies to look ahead, 0 to 12.
        Usage: yiwen perft [--depth <depth>] [--divide] [<fen> ...] [--moves <moves>]
          See 'yiwen perft --help' for more information.

        """)
  }
}
