import GameFiles
import Synchronization
public import TextTasks

/// Asks the text model, one question at a time and away from the screen's thread.
///
/// The model is loaded when it is first needed, once for all screens that share the desk.
public actor TextDesk {
  private let load: @Sendable () throws -> TextModel
  private var loaded: Result<TextModel, TextTrouble>?

  /// A desk whose model comes from `load`.
  public init(load: @escaping @Sendable () throws -> TextModel) {
    self.load = load
  }

  /// The model, loaded now if it has not been.
  func model() throws(TextTrouble) -> TextModel {
    if let loaded { return try loaded.get() }
    let result: Result<TextModel, TextTrouble>
    do { result = .success(try load()) } catch { result = .failure(.noModel(error)) }
    loaded = result
    return try result.get()
  }

  /// Does `work` with the model; what went wrong, `nil` if nothing did or it was cancelled.
  func run(_ work: @Sendable (TextModel) throws -> Void) -> TextTrouble? {
    if Task.isCancelled { return nil }
    do {
      try work(try model())
      return nil
    } catch is CancellationError {
      return nil
    } catch let trouble as TextTrouble {
      return trouble
    } catch {
      return .model(error)
    }
  }
}

/// Runs the questions of a screen on tasks: a new one takes the place of the last.
final class TextWorker: Sendable {
  let desk: TextDesk
  private let current = Mutex<Task<Void, Never>?>(nil)

  init(_ desk: TextDesk) {
    self.desk = desk
  }

  /// Does `work`, which looks for cancellation between its steps; tells what went wrong.
  func ask(
    failed: @escaping @Sendable (TextTrouble) -> Void, _ work: @escaping @Sendable (TextModel) throws -> Void,
  ) {
    let desk = desk
    replace(
      with: Task.detached {
        if let trouble = await desk.run(work), !Task.isCancelled { failed(trouble) }
      })
  }

  /// Stops what is being done; answers that come all the same carry an old number.
  func cancel() { replace(with: nil) }

  /// Loads the model in the background.
  func prepare(missing: @escaping @Sendable (TextTrouble) -> Void) {
    let desk = desk
    Task.detached {
      do throws(TextTrouble) { _ = try await desk.model() } catch { missing(error) }
    }
  }

  private func replace(with task: Task<Void, Never>?) {
    current.withLock { current in
      current?.cancel()
      current = task
    }
  }
}

/// Text files of people, in and out.
public struct TextFiles: Sendable, Hashable {
  /// What `~/` stands for in names that are typed; nil leaves them as they are.
  public var home: String?

  /// Files of a person whose home is `home`.
  public init(home: String? = nil) {
    self.home = home
  }

  /// A file name as it is typed.
  func expanded(_ path: String) -> String {
    guard let home, path.hasPrefix("~/") else { return path }
    return home + path.dropFirst()
  }

  /// The text of a file in UTF-8, GB18030 or UTF-16, of at most `limit` bytes; line ends are `\n`.
  func read(_ path: String, limit: Int) throws(TextTrouble) -> String {
    let text: String
    do throws(GameFileError) {
      text = try TextEncoding.decode(try FileIO.read(expanded(path), limit: limit))
    } catch {
      throw .file(error)
    }
    guard !text.utf8.contains(0), text.contains(where: { !$0.isWhitespace }) else {
      throw .noText(path: path)
    }
    return String(text.map { $0.isNewline ? "\n" : $0 })
  }

  /// Writes a file in one step.
  func write(_ text: String, to path: String, creatingFolders: Bool = false) throws(TextTrouble) {
    do throws(GameFileError) {
      try FileIO.write(Array(text.utf8), to: expanded(path), creatingFolders: creatingFolders)
    } catch {
      throw .file(error)
    }
  }
}
