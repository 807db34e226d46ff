import ArgumentParser
import EngineProtocol
import Glibc
import Kernels
import Players
import Synchronization

/// The program as an engine: standard input and output, and the model that thinks.
struct EngineService {
  /// The word for looking ahead as far as the limits allow, beside those of the levels.
  private static let search = "search"

  let model: ModelOptions

  /// Serves until the end of the input.
  func run(_ dialect: EngineDialect) throws {
    let settings = ThinkerSettings(level: Self.search, threads: Compute.best.threads)
    let maker = ThinkerMaker(bundled: try model.folder())
    let server = EngineServer(
      identity: .init(name: "Yiwen \(Yiwen.configuration.version)", author: "the Yiwen authors"),
      dialect: dialect, settings: settings, levels: Level.allCases.map(\.identifier) + [Self.search])
    let loop = EngineLoop(
      server, thinker: try maker.thinker(settings), makeThinker: { try maker.thinker($0) },
      write: { printNow($0 + "\n") })
    loop.run(reading: STDIN_FILENO)
  }

  /// Makes who thinks; keeps the model last used.
  private final class ThinkerMaker: Sendable {
    private let bundled: String
    private let last = Mutex<(threads: Int, model: XiangqiModel)?>(nil)

    init(bundled: String) {
      self.bundled = bundled
    }

    func thinker(_ settings: ThinkerSettings) throws -> any Thinker {
      let folder = settings.model.isEmpty ? bundled : settings.model
      let model = try model(folder, threads: settings.threads)
      let persona = settings.persona.isEmpty ? nil : settings.persona
      if let level = Level(identifier: settings.level) {
        return try LevelThinker(model: model, level: level, persona: persona, seed: settings.seed)
      }
      return try SearchThinker(model: model, persona: persona)
    }

    private func model(_ folder: String, threads: Int) throws -> XiangqiModel {
      try last.withLock { last in
        if let last, last.model.folder == folder, last.threads == threads { return last.model }
        let loaded = try ModelOptions.load(folder, threads: threads)
        last = (threads, loaded)
        return loaded
      }
    }
  }
}
