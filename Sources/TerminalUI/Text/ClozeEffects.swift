import Synchronization
public import TextTasks

/// What the exercises want done.
public enum ClozeEffect: Sendable {
  /// Load the model; answered by ``ClozeAnswer/unavailable(_:)`` if there is none.
  case prepare
  /// Rank what may stand in the blank; answered by ``ClozeAnswer/ranked(id:_:)``.
  case rank(id: Int, ClozeText)
  /// Read a table of exercises, or make some of a text; answered by ``ClozeAnswer/opened(path:_:)``.
  case open(path: String, seed: UInt64)
  /// Stop the ranking.
  case cancel
  /// Stop the making of exercises too.
  case close
}

/// What effects answer.
public enum ClozeAnswer: Sendable {
  /// Fillings of a blank, the likeliest first.
  case ranked(id: Int, [Filling])
  /// No ranking came, and why.
  case rankingFailed(id: Int, TextTrouble)
  /// There is no model.
  case unavailable(TextTrouble)
  /// The exercises of a file.
  case opened(path: String, [ClozeExercise])
  /// A file was not opened, and why.
  case openFailed(TextTrouble)
}

/// Does what ``ClozeScreen`` asks for.
public final class ClozeEffects: Sendable {
  /// The largest text that exercises are made of, in bytes.
  static let textLimit = 1 << 24

  private let worker: TextWorker
  private let maker = Mutex<Task<Void, Never>?>(nil)
  private let files: TextFiles
  private let post: @Sendable (ClozeAnswer) -> Void

  /// A runner that answers through `post`, from any thread.
  public init(
    desk: TextDesk, files: TextFiles = TextFiles(),
    post: @escaping @Sendable (ClozeAnswer) -> Void,
  ) {
    worker = TextWorker(desk)
    self.files = files
    self.post = post
  }

  /// Starts an effect.
  public func perform(_ effect: ClozeEffect) {
    let post = post
    switch effect {
    case .prepare: worker.prepare { post(.unavailable($0)) }
    case .rank(let id, let text):
      worker.ask(failed: { post(.rankingFailed(id: id, $0)) }) { model in
        let fillings = try ClozeFiller(model).fillings(of: text, limit: 8, check: Task.checkCancellation)
        post(.ranked(id: id, fillings))
      }
    case .open(let path, let seed): open(path, seed: seed)
    case .cancel: worker.cancel()
    case .close: replaceMaker(with: nil)
    }
  }

  /// Without a model exercises are made too.
  private func open(_ path: String, seed: UInt64) {
    let (post, files, desk) = (post, files, worker.desk)
    let task = Task.detached {
      do throws(TextTrouble) {
        let text = try files.read(path, limit: Self.textLimit)
        var model: TextModel?
        if !ClozeExercise.isTable(text) { do { model = try await desk.model() } catch { model = nil } }
        post(.opened(path: path, try Self.exercises(of: text, path: path, model: model, seed: seed)))
      } catch {
        if !Task.isCancelled { post(.openFailed(error)) }
      }
    }
    replaceMaker(with: task)
  }

  private func replaceMaker(with task: Task<Void, Never>?) {
    maker.withLock { maker in
      maker?.cancel()
      maker = task
    }
  }

  private static func exercises(
    of text: String, path: String, model: TextModel?, seed: UInt64,
  ) throws(TextTrouble) -> [ClozeExercise] {
    do {
      if ClozeExercise.isTable(text) { return try ClozeExercise.read(text) }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return try ExerciseMaker(model).exercises(
        of: text, source: name, seed: seed, check: Task.checkCancellation)
    } catch let error as ClozeExerciseError {
      throw .content(path: path, error)
    } catch {
      throw .model(error)
    }
  }
}
