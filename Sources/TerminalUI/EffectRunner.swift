import EngineProtocol
import GameFiles
public import Players
import Synchronization
import Xiangqi

/// Where the table keeps things.
public struct TablePaths: Sendable, Hashable {
  /// The unfinished game.
  public var unfinished: String
  /// The settings.
  public var settings: String
  /// Every game that was finished or given up, as one PGN file.
  public var played: String
  /// What `~/` stands for in file names that a player types; nil leaves them as they are.
  public var home: String?

  /// Three files; their folders are made when something is first written.
  public init(unfinished: String, settings: String, played: String, home: String? = nil) {
    self.unfinished = unfinished
    self.settings = settings
    self.played = played
    self.home = home
  }

  /// A file name as a player types it.
  func expanded(_ path: String) -> String {
    guard let home, path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }
}

/// Does what ``GameScreen`` asks for: the model thinks on tasks, files are written at once.
///
/// Writing before `perform` returns keeps the files in order and loses nothing when the program is left; they are small.
/// A file to be opened may be large, so it is read on a task.
public final class TableEffects: Sendable {
  private let paths: TablePaths
  private let post: @Sendable (TableAnswer) -> Void
  private let beep: @Sendable () -> Void
  private let desk: ThinkingDesk
  private let engines = EngineDesk()
  private let thinking = Mutex<Task<Void, Never>?>(nil)
  private let reviewing = Mutex<Task<Void, Never>?>(nil)
  private let advising = Mutex<Task<Void, Never>?>(nil)

  /// A runner that answers through `post`, from any thread.
  ///
  /// - Parameters:
  ///   - paths: where things are kept.
  ///   - load: loads the model; called once, when it is first needed.
  ///   - beep: rings the bell.
  ///   - post: hands an answer to the program.
  public init(
    paths: TablePaths, load: @escaping @Sendable () throws -> XiangqiModel,
    beep: @escaping @Sendable () -> Void = {}, post: @escaping @Sendable (TableAnswer) -> Void,
  ) {
    self.paths = paths
    self.post = post
    self.beep = beep
    desk = ThinkingDesk(load: load)
  }

  /// Loads the model in the background and tells the table whom it can imitate, and how fast it searches.
  public func prepare() {
    let desk = desk
    let post = post
    Task.detached {
      do throws(ThinkingDesk.Unavailable) {
        post(.modelReady(personas: try await desk.model().playerNames))
        if let speed = await desk.measuredSpeed() { post(.searchMeasured(speed)) }
      } catch {
        post(.modelUnavailable(error.reason))
      }
    }
  }

  /// Starts an effect, or does it at once if it writes.
  public func perform(_ effect: TableEffect) {
    switch effect {
    case .think(let id, let game, let opponent, let seed, let time, let explains):
      ask(.decision(game, opponent, seed: seed, time: time, explains: explains), id: id)
    case .evaluate(let id, let game): ask(.evaluation(game), id: id)
    case .hint(let id, let game): ask(.hint(game), id: id)
    case .answerDraw(let id, let game, let opponent, let side, let seed):
      ask(.draw(game, opponent, side: side, seed: seed), id: id)
    case .askEngine(let id, let game, let engine, let clock): ask(engine, about: game, clock: clock, id: id)
    case .advise(let id, let game, let engine): advise(engine, about: game, id: id)
    case .tryEngine(let engine): start(engine)
    case .analyze(let id, let game, let first, let engine):
      analyze(game, from: first, beside: engine, id: id)
    case .cancelAnalysis: Self.replace(reviewing, with: nil)
    case .cancelThinking: Self.replace(thinking, with: nil)
    case .saveGame(let record, let path):
      let file = paths.expanded(path)
      if write({ () throws(GameFileError) in try Self.append(record, to: file) }) { post(.saved(path: path)) }
    case .openGames(let path): open(paths.expanded(path))
    case .openPlayed:
      TableStore.exists(paths.played) ? open(paths.played) : post(.opened(path: paths.played, games: []))
    case .autosave(let record):
      write { () throws(GameFileError) in
        let bytes = try record.map { record throws(GameFileError) in try GameFiles.write([record]) } ?? []
        try FileIO.write(bytes, to: self.paths.unfinished, creatingFolders: true)
      }
    case .archive(let record):
      write { () throws(GameFileError) in try TableStore.archive(record, paths: self.paths) }
    case .saveSettings(let settings):
      write { () throws(GameFileError) in
        try FileIO.write(Array(settings.fileText.utf8), to: self.paths.settings, creatingFolders: true)
      }
    case .beep: beep()
    }
  }

  // MARK: Thinking

  private func ask(_ question: ThinkingDesk.Question, id: Int) {
    let desk = desk
    let post = post
    Self.replace(
      thinking,
      with: Task.detached {
        guard let answer = await desk.answer(question, id: id), !Task.isCancelled else { return }
        post(answer)
        if let speed = await desk.newSpeed() { post(.searchMeasured(speed)) }
      })
  }

  /// Cancels the question under way; an answer that comes all the same carries an old id and is dropped by the table.
  private static func replace(_ place: borrowing Mutex<Task<Void, Never>?>, with task: Task<Void, Never>?) {
    place.withLock { current in
      current?.cancel()
      current = task
    }
  }

  private func ask(_ engine: EngineChoice, about game: Game, clock: GameClock, id: Int) {
    let engines = engines
    let post = post
    Self.replace(
      thinking,
      with: Task.detached {
        do throws(EngineError) {
          let answer = try await engines.answer(game, engine: engine, clock: clock)
          if Task.isCancelled { return }
          // Only an engine that gives up may be without a move: a game that is over asks nobody.
          if answer.move == nil, !answer.resigns {
            throw .malformedAnswer(engine: engine.name, line: "bestmove (none)")
          }
          post(
            .decided(id: id, move: answer.resigns ? nil : answer.move, remark: nil, thought: nil))
        } catch {
          if !Task.isCancelled { post(.engineFailed(id: id, engine: engine, error)) }
        }
      })
  }

  private func advise(_ engine: EngineChoice, about game: Game, id: Int) {
    let engines = engines
    let post = post
    Self.replace(
      advising,
      with: Task.detached {
        do throws(EngineError) {
          let report = try await engines.report(on: game, engine: engine)
          if !Task.isCancelled { post(.advised(id: id, report)) }
        } catch {
          if !Task.isCancelled { post(.adviceFailed(id: id, error)) }
        }
      })
  }

  private func start(_ engine: EngineChoice) {
    let engines = engines
    let post = post
    Task.detached {
      do throws(EngineError) {
        post(.engineReady(name: try await engines.name(of: engine)))
      } catch {
        post(.engineUnavailable(error))
      }
    }
  }

  // MARK: Analysis

  private func analyze(_ game: Game, from first: Int, beside engine: EngineChoice?, id: Int) {
    let work = ReviewWork(id: id, game: game, desk: desk, engines: engines, post: post)
    Self.replace(
      reviewing, with: Task.detached(priority: .utility) { await work.run(from: first, beside: engine) })
  }

  // MARK: Files

  /// Does what writes a file; a failure is told to the table, and false returned.
  @discardableResult
  private func write(_ action: () throws(GameFileError) -> Void) -> Bool {
    do throws(GameFileError) {
      try action()
      return true
    } catch {
      post(.fileFailed(error))
      return false
    }
  }

  /// Games are added, never written over: a file of games that a player names by mistake keeps them.
  private static func append(_ record: GameRecord, to path: String) throws(GameFileError) {
    var file = try GameFileAppender(resuming: path) { _ in }
    try file.append(record)
  }

  private func open(_ path: String) {
    let post = post
    Task.detached {
      do throws(GameFileError) {
        post(.opened(path: path, games: try GameFiles.read(path: path)))
      } catch {
        post(.fileFailed(error))
      }
    }
  }
}
