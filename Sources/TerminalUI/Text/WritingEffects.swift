public import TextTasks

/// How the model goes on with a text.
public struct WritingQuestion: Sendable, Hashable {
  /// What stands before the place where it goes on.
  public var prompt: String
  /// How it goes on; one text is written.
  public var options: GenerationOptions
}

/// What the writing screen wants done.
public enum WritingEffect: Sendable {
  /// Load the model; answered by ``WritingAnswer/unavailable(_:)`` if there is none.
  case prepare
  /// Go on with a text; answered by ``WritingAnswer/grown(id:_:)`` and ``WritingAnswer/ended(id:_:)``.
  case goOn(id: Int, WritingQuestion)
  /// Stop what is being done.
  case cancel
  /// Read a text; answered by ``WritingAnswer/opened(path:text:)``.
  case open(path: String)
  /// Read what was not saved the last time; answered by ``WritingAnswer/draft(_:)`` if there is something.
  case openDraft
  /// Keep what is not saved for the next time; an empty text keeps nothing.
  case keepDraft(String)
  /// Write the text; answered by ``WritingAnswer/saved(path:text:)``.
  case save(path: String, text: String)
}

/// What effects answer.
public enum WritingAnswer: Sendable {
  /// There is no model.
  case unavailable(TextTrouble)
  /// More text.
  case grown(id: Int, String)
  /// The model has stopped, and why.
  case ended(id: Int, EndReason)
  /// The model failed, and why.
  case failed(id: Int, TextTrouble)
  /// The text of a file.
  case opened(path: String, text: String)
  /// What was not saved the last time.
  case draft(String)
  /// A text was written.
  case saved(path: String, text: String)
  /// A file could not be read or written.
  case fileFailed(TextTrouble)
}

/// Does what ``WritingScreen`` asks for.
public final class WritingEffects: Sendable {
  private let worker: TextWorker
  private let files: TextFiles
  private let draft: String?
  private let post: @Sendable (WritingAnswer) -> Void

  /// A runner that answers through `post`, from any thread; `draft` is the file for what is not saved.
  public init(
    desk: TextDesk, files: TextFiles = TextFiles(), draft: String? = nil,
    post: @escaping @Sendable (WritingAnswer) -> Void,
  ) {
    worker = TextWorker(desk)
    self.files = files
    self.draft = draft
    self.post = post
  }

  /// Starts an effect; a file is written at once.
  public func perform(_ effect: WritingEffect) {
    let (post, files) = (post, files)
    switch effect {
    case .prepare: worker.prepare { post(.unavailable($0)) }
    case .goOn(let id, let question):
      worker.ask(failed: { post(.failed(id: id, $0)) }) { model in
        try Self.goOn(question, model) { text in
          post(.grown(id: id, text))
        } ended: {
          post(.ended(id: id, $0))
        }
      }
    case .cancel: worker.cancel()
    case .open(let path):
      Task.detached {
        do throws(TextTrouble) {
          post(.opened(path: path, text: try files.read(path, limit: WritingScreen.limit * 4)))
        } catch {
          post(.fileFailed(error))
        }
      }
    case .openDraft:
      guard let draft, TableStore.exists(draft) else { return }
      do throws(TextTrouble) {
        post(.draft(try files.read(draft, limit: WritingScreen.limit * 4)))
      } catch {
        // A draft that was taken up is an empty file.
        if case .noText = error { return }
        post(.fileFailed(error))
      }
    case .keepDraft(let text):
      guard let draft, !text.isEmpty || TableStore.exists(draft) else { return }
      do throws(TextTrouble) { try files.write(text, to: draft, creatingFolders: true) } catch {
        post(.fileFailed(error))
      }
    case .save(let path, let text):
      do throws(TextTrouble) {
        try files.write(text, to: path)
        post(.saved(path: path, text: text))
      } catch {
        post(.fileFailed(error))
      }
    }
  }

  private static func goOn(
    _ question: WritingQuestion, _ model: TextModel, grown: (String) -> Void, ended: (EndReason) -> Void,
  ) throws {
    let prompt = try model.prompt(question.prompt)
    let generation = try Generation(model, prompt: prompt, options: question.options)
    while let steps = try generation.next() {
      try Task.checkCancellation()
      for step in steps {
        if !step.text.isEmpty { grown(step.text) }
        if let end = step.end { ended(end) }
      }
    }
  }
}
