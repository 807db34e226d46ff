import ArgumentParser
import Catalog
import FoundationEssentials
import GameFiles
import Glibc
import Players
import TerminalDriver
import TerminalUI
import Xiangqi

/// Opens the table.
struct Play: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Play xiangqi against the model.",
    discussion: """
      Opens the table and goes on with an unfinished game. Without a terminal it prints the board and reads a \
      move or a command from each line of standard input; `help` lists them.

      \(levels)
      """)

  /// The levels with what does not depend on the machine: Elo, positions and the longest time.
  private static var levels: String {
    let texts = Level.allCases.map { level in
      let elo = level.measuredElo.map { "\($0) Elo" } ?? "Elo not measured"
      guard let positions = level.evaluations, let longest = level.longest else {
        return "\(level.identifier) (\(elo))"
      }
      let seconds = Level.seconds(Int(longest / .milliseconds(1)))
      return "\(level.identifier) (\(elo); \(positions) positions a move, \(seconds) s at most)"
    }
    return """
      Levels: \(texts.joined(separator: ", ")). Those without positions answer at once; `yiwen players` tells the \
      usual times on this machine.
      """

  }

  @Flag(help: "Begin a new game; the unfinished one is kept among the played games.")
  var new = false

  @Flag(help: "Draw with ASCII characters only.")
  var ascii = false

  @Flag(help: "Read lines, even on a terminal.")
  var lines = false

  @Option(
    help: ArgumentHelp(
      "The model's level, or the seconds it thinks about a move, such as 5s (default: that of the last game).",
      valueName: "level"))
  var level: Level?

  @Option(
    help: ArgumentHelp(
      "The seed of the opponent's choices (default: another each time).", valueName: "number"))
  var seed: UInt64?

  @OptionGroup var language: LanguageOptions
  @OptionGroup var model: ModelOptions

  @MainActor
  func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let folders = UserFolders(environment: environment)
    let paths = folders.table
    let folder = try model.folder()
    let load: @Sendable () throws -> XiangqiModel = { try XiangqiModel(folder: folder) }
    var context = try context(paths: paths)
    if new, let unfinished = context.unfinished {
      try TableStore.archive(unfinished, paths: paths)
      try TableStore.clearUnfinished(paths)
      context.unfinished = nil
    }
    if lines || isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 {
      if !isUTF8(environment) { context.settings.ascii = true }
      await LineTable.run(
        context,
        runner: { post in TableEffects(paths: paths, load: load, post: post) },
        readLine: { readLine() },
        write: { text in
          print(text)
          fflush(nil)
        })
    } else {
      try showTable(context, paths: paths, load: load, log: "\(folders.state)/log", environment: environment)
    }
  }

  /// What the sitting begins with.
  private func context(paths: TablePaths) throws -> TableContext {
    var context = try Self.context(paths: paths, lang: language.lang)
    if ascii { context.settings.ascii = true }
    if let seed { context.seed = seed }
    context.level = level
    return context
  }

  /// What a sitting begins with by the settings, the unfinished game and the language asked for.
  static func context(paths: TablePaths, lang: Language?) throws -> TableContext {
    let store = TableStore(reading: paths)
    var context = TableContext(
      settings: store.settings, language: lang ?? Language(environment: ProcessInfo.processInfo.environment),
      openings: try openings(), date: today())
    if let lang { context.settings.language = lang }
    if !store.hasSettings, (context.settings.language ?? context.language) == .english {
      context.settings.notation = .wxf
    }
    context.problems = store.problems
    context.unfinished = store.unfinished
    context.failure = store.failure
    context.seed = UInt64.random(in: 0...UInt64.max)
    return context
  }

  @MainActor
  private func showTable(
    _ context: TableContext, paths: TablePaths, load: @escaping @Sendable () throws -> XiangqiModel,
    log: String,
    environment: [String: String]
  ) throws {
    let notice = context.language == .chinese ? "弈文出错退出；这局棋已保存。" : "Yiwen crashed; the game is saved."
    var terminal = try UserTerminal.open(log: log, crashNotice: notice, environment: environment)
    _ = Self.run(context, paths: paths, load: load, on: &terminal)
  }

  /// Plays on a terminal until the table is left; answers the table as it was left.
  static func run(
    _ context: TableContext, paths: TablePaths, load: @escaping @Sendable () throws -> XiangqiModel,
    on terminal: inout NcursesTerminal
  ) -> GameScreen {
    var context = context
    if !terminal.supportsUnicode {
      context.settings.ascii = true
      context.language = .english
    }
    var effects: TableEffects?
    return ProgramLoop.run(GameScreen(context), on: &terminal) { effect, mailbox in
      let runner =
        effects ?? TableEffects(paths: paths, load: load, beep: { ringBell() }) { mailbox.post($0) }
      if effects == nil { runner.prepare() }
      effects = runner
      runner.perform(effect)
    }
  }

  /// The names of openings; without the file there are none.
  private static func openings() throws -> OpeningBook {
    guard let path = Bundled.path(of: "assets/openings.tsv") else { return .empty }
    return try OpeningBook(String(decoding: try FileIO.read(path, limit: 1 << 20), as: UTF8.self))
  }

  private static func today() -> String {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    func two(_ value: Int32) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(parts.tm_year + 1900).\(two(parts.tm_mon + 1)).\(two(parts.tm_mday))"
  }

  private func isUTF8(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    guard let locale = locale?.lowercased() else { return true }
    return locale.contains("utf-8") || locale.contains("utf8")
  }
}

/// Rings the terminal's bell past ncurses, which has nothing to draw for it.
private func ringBell() {
  var bell: UInt8 = 7
  _ = write(STDOUT_FILENO, &bell, 1)
}
