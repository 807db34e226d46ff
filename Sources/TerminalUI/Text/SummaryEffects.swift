import TextTasks

/// What is to be summarized, and how.
public struct SummaryQuestion: Sendable, Hashable {
  /// The text.
  public var text: String
  /// The share of its characters to choose, 0 to 1.
  public var ratio: Double
  /// Whether the chosen sentences are the summary.
  public var extractsOnly: Bool
}

/// What the summary screen wants done.
public enum SummaryEffect: Sendable {
  /// Load the model; answered by ``SummaryAnswer/unavailable(_:)`` if there is none.
  case prepare
  /// Read a text; answered by ``SummaryAnswer/opened(path:text:)``.
  case open(path: String)
  /// Summarize; answered by ``SummaryAnswer/chosen(id:sentences:_:)`` and what follows it.
  case summarize(id: Int, SummaryQuestion)
  /// Stop what is being done.
  case cancel
  /// Write the summary to a file; answered by ``SummaryAnswer/saved(path:)``.
  case save(path: String, text: String)
}

/// What effects answer.
public enum SummaryAnswer: Sendable {
  /// There is no model.
  case unavailable(TextTrouble)
  /// The text of a file.
  case opened(path: String, text: String)
  /// The sentences of the text, and the numbers of those that were chosen.
  case chosen(id: Int, sentences: [String], [Int])
  /// The summary so far.
  case grown(id: Int, String)
  /// The summary.
  case finished(id: Int, String)
  /// A summary failed, and why.
  case failed(id: Int, TextTrouble)
  /// A file was written.
  case saved(path: String)
  /// A file could not be read or written.
  case fileFailed(TextTrouble)
}

/// Does what ``SummaryScreen`` asks for.
public final class SummaryEffects: Sendable {
  /// The largest text that is shown, in bytes; longer ones are for `yiwen summarize`.
  static let textLimit = 1 << 20

  private let worker: TextWorker
  private let files: TextFiles
  private let post: @Sendable (SummaryAnswer) -> Void

  /// A runner that answers through `post`, from any thread.
  public init(
    desk: TextDesk, files: TextFiles = TextFiles(), post: @escaping @Sendable (SummaryAnswer) -> Void,
  ) {
    worker = TextWorker(desk)
    self.files = files
    self.post = post
  }

  /// Starts an effect; a file is written at once.
  public func perform(_ effect: SummaryEffect) {
    let (post, files) = (post, files)
    switch effect {
    case .prepare: worker.prepare { post(.unavailable($0)) }
    case .open(let path):
      Task.detached {
        do throws(TextTrouble) {
          post(.opened(path: path, text: try files.read(path, limit: Self.textLimit)))
        } catch {
          post(.fileFailed(error))
        }
      }
    case .summarize(let id, let question):
      worker.ask(failed: { post(.failed(id: id, $0)) }) { model in
        var summarizer = Summarizer(model)
        summarizer.amount = .ratio(question.ratio)
        summarizer.extractsOnly = question.extractsOnly
        let summary = try summarizer.summarize(
          question.text, chosen: { post(.chosen(id: id, sentences: $0, $1)) },
          eachStep: { text in
            try Task.checkCancellation()
            if !text.isEmpty { post(.grown(id: id, text)) }
          })
        post(.finished(id: id, summary.text))
      }
    case .cancel: worker.cancel()
    case .save(let path, let text):
      do throws(TextTrouble) {
        try files.write(text + "\n", to: path)
        post(.saved(path: path))
      } catch {
        post(.fileFailed(error))
      }
    }
  }
}
