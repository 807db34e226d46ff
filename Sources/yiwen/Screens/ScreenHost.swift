import Catalog
import FoundationEssentials
import GameFiles
import Players
import TerminalDriver
import TerminalUI
import TextTasks

/// What the screens of a sitting share: settings, folders, and the text model, which is loaded once.
///
/// Each screen answers whether the whole program is to end.
@MainActor
struct ScreenHost {
  /// Whether leaving a screen leads back to the menu.
  var isFromMenu = false
  private let environment = ProcessInfo.processInfo.environment
  private let folders: UserFolders
  private let settings: Settings
  private let lang: Language?
  private let files: TextFiles
  private let desk: TextDesk

  /// Without a model the screens open all the same; they say so.
  init(model: TextModelOptions, lang: Language?) throws {
    folders = UserFolders(environment: environment)
    settings = TableStore(reading: folders.table).settings
    self.lang = lang
    files = TextFiles(home: folders.home)
    let say = Catalog(lang ?? settings.language ?? Language(environment: environment))
    desk = TextDesk {
      do { return try model.load() } catch let error as Bundled.NotFound {
        // A line of the screen has no room for all the places that were looked in.
        throw Failure(say(ShellText.notBundled, error.item))
      }
    }
  }

  private var language: Language { lang ?? settings.language ?? Language(environment: environment) }

  func openTerminal() throws -> NcursesTerminal {
    let isChinese = language == .chinese
    return try UserTerminal.open(
      log: "\(folders.state)/log", crashNotice: isChinese ? "弈文出错退出。" : "Yiwen crashed.",
      environment: environment)
  }

  /// The look by option, settings, locale and terminal.
  func look(on terminal: borrowing NcursesTerminal) -> TextLook {
    guard terminal.supportsUnicode else {
      return TextLook(language: .english, theme: settings.theme, ascii: true)
    }
    return TextLook(language: language, theme: settings.theme, ascii: settings.ascii)
  }

  func cloze(on terminal: inout NcursesTerminal, file: String?, seed: UInt64?) throws -> Bool {
    var context = ClozeContext(
      look: look(on: terminal), exercises: try Self.exercises(), file: file,
      seed: seed ?? UInt64.random(in: 0...UInt64.max))
    context.isFromMenu = isFromMenu
    let (desk, files) = (desk, files)
    var effects: ClozeEffects?
    return ProgramLoop.run(ClozeScreen(context), on: &terminal) { effect, mailbox in
      let runner = effects ?? ClozeEffects(desk: desk, files: files) { mailbox.post($0) }
      effects = runner
      runner.perform(effect)
    }.endsProgram
  }

  func summary(
    on terminal: inout NcursesTerminal, path: String?, ratio: Double?, extractsOnly: Bool
  ) -> Bool {
    let screen = SummaryScreen(
      look: look(on: terminal), path: path, ratio: ratio ?? 0.2, extractsOnly: extractsOnly,
      isFromMenu: isFromMenu)
    let (desk, files) = (desk, files)
    var effects: SummaryEffects?
    return ProgramLoop.run(screen, on: &terminal) { effect, mailbox in
      let runner = effects ?? SummaryEffects(desk: desk, files: files) { mailbox.post($0) }
      effects = runner
      runner.perform(effect)
    }.endsProgram
  }

  func writing(on terminal: inout NcursesTerminal, options: GenerationOptions) -> Bool {
    let screen = WritingScreen(look: look(on: terminal), options: options, isFromMenu: isFromMenu)
    let (desk, files, draft) = (desk, files, "\(folders.data)/draft.txt")
    var effects: WritingEffects?
    return ProgramLoop.run(screen, on: &terminal) { effect, mailbox in
      let runner = effects ?? WritingEffects(desk: desk, files: files, draft: draft) { mailbox.post($0) }
      effects = runner
      runner.perform(effect)
    }.endsProgram
  }

  func game(on terminal: inout NcursesTerminal) throws -> Bool {
    let context = try Play.context(paths: folders.table, lang: lang)
    let load: @Sendable () throws -> XiangqiModel = {
      try XiangqiModel(folder: Bundled.folder(named: "models/xiangqi", for: "yiwen play --model FOLDER"))
    }
    return Play.run(context, paths: folders.table, load: load, on: &terminal).wasInterrupted
  }

  /// The bundled exercises; without the file there are none.
  private static func exercises() throws -> [ClozeExercise] {
    guard let path = Bundled.path(of: "assets/exercises.tsv") else { return [] }
    let table = String(decoding: try FileIO.read(path, limit: 1 << 22), as: UTF8.self)
    do { return try ClozeExercise.read(table) } catch { throw Failure("\(path): \(error)") }
  }
}
