import Foundation
import Synchronization
import Testing
import TextTasks
import TextTestSupport

@testable import TerminalUI

/// Effects against a model whose every answer is known, and without one.
@Suite struct TextEffectTests {
  /// Gathers answers and waits for them.
  final class Box<Answer: Sendable>: Sendable {
    private let answers = Mutex<[Answer]>([])

    func post(_ answer: Answer) { answers.withLock { $0.append(answer) } }

    /// Waits until an answer is among them for which `find` finds something.
    func wait<Found: Sendable>(_ find: (Answer) -> Found?) async throws -> Found {
      while true {
        try Task.checkCancellation()
        if let found = answers.withLock({ $0.lazy.compactMap(find).first }) { return found }
        try await Task.sleep(for: .milliseconds(5))
      }
    }

    var all: [Answer] { answers.withLock { $0 } }
  }

  static func poem() throws -> BigramModel {
    try BigramModel(
      "春眠不觉晓，处闻\n",
      [
        "^": ["春": 1], "春": ["眠": 0.9, "晓": 0.1], "眠": ["不": 1], "不": ["觉": 1], "觉": ["晓": 1],
        "晓": ["$": 0.75, "，": 0.25],
      ])
  }

  static func desk(_ model: BigramModel) -> TextDesk {
    TextDesk { [folder = model.folder] in try TextModel(path: folder) }
  }

  static let noDesk = TextDesk { throw Mishap(description: "nothing there") }

  static func file(_ text: String) throws -> String {
    let path = NSTemporaryDirectory() + "yiwen-\(UUID().uuidString).txt"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test(.timeLimit(.minutes(1))) func choicesAreRanked() async throws {
    let model = try Self.poem()
    let box = Box<ClozeAnswer>()
    let effects = ClozeEffects(desk: Self.desk(model)) { box.post($0) }
    let blank = ClozeText.Blank(candidates: ["眠", "晓"])
    effects.perform(.rank(id: 7, ClozeText(parts: ["春", "不觉"], blanks: [blank])))
    let ranked = try await box.wait { if case .ranked(7, let found) = $0 { found } else { nil } }
    #expect(ranked.map(\.texts) == [["眠"], ["晓"]])
    #expect(abs(ranked.reduce(0) { $0 + $1.probability } - 1) < 1e-6)
  }

  @Test(.timeLimit(.minutes(1))) func withoutAModelExercisesAreMadeAllTheSame() async throws {
    let box = Box<ClozeAnswer>()
    let effects = ClozeEffects(desk: Self.noDesk) { box.post($0) }
    effects.perform(.prepare)
    _ = try await box.wait { if case .unavailable(let trouble) = $0 { trouble } else { nil } }
    let path = try Self.file("春天的河水慢慢流过村子。孩子们在河水里洗脚。")
    defer { try? FileManager.default.removeItem(atPath: path) }
    effects.perform(.open(path: path, seed: 1))
    let made = try await box.wait { if case .opened(_, let made) = $0 { made } else { nil } }
    #expect(made.map(\.answer) == ["河水", "河水"])
    effects.perform(.rank(id: 1, ClozeText(parts: ["", ""], blanks: [.init()])))
    let trouble = try await box.wait { if case .rankingFailed(1, let trouble) = $0 { trouble } else { nil } }
    #expect(trouble.isWithoutModel)
  }

  @Test(
    .timeLimit(.minutes(1)),
    arguments: ["", " \n ", "level\tkind\ttext\tanswer\tchoices\tsource\n1\tx\n", "a\u{0}b"])
  func filesThatHoldNoExercisesAreRefused(text: String) async throws {
    let box = Box<ClozeAnswer>()
    let effects = ClozeEffects(desk: Self.noDesk) { box.post($0) }
    let path = try Self.file(text)
    defer { try? FileManager.default.removeItem(atPath: path) }
    effects.perform(.open(path: path, seed: 1))
    _ = try await box.wait { if case .openFailed(let trouble) = $0 { trouble } else { nil } }
    effects.perform(.open(path: path + ".missing", seed: 1))
    _ = try await box.wait { if case .openFailed(.file) = $0 { true } else { nil } }
  }

  @Test(.timeLimit(.minutes(1))) func aSummaryComesInSteps() async throws {
    let model = try Self.poem()
    let box = Box<SummaryAnswer>()
    let effects = SummaryEffects(desk: Self.desk(model)) { box.post($0) }
    let text = "春眠不觉晓。处处闻啼鸟。"
    effects.perform(.summarize(id: 3, SummaryQuestion(text: text, ratio: 0.5, extractsOnly: false)))
    let summary = try await box.wait { if case .finished(3, let text) = $0 { text } else { nil } }
    let (sentences, chosen) = try await box.wait {
      if case .chosen(3, let sentences, let chosen) = $0 { (sentences, chosen) } else { nil }
    }
    #expect(sentences == ["春眠不觉晓。", "处处闻啼鸟。"])
    #expect(chosen.count == 1)
    #expect(summary == sentences[chosen[0]])
  }

  @Test(.timeLimit(.minutes(1))) func theModelGoesOnWithAText() async throws {
    let model = try Self.poem()
    let box = Box<WritingAnswer>()
    let effects = WritingEffects(desk: Self.desk(model)) { box.post($0) }
    var options = WritingScreen.usualOptions
    options.sampling.temperature = 0
    effects.perform(.goOn(id: 2, WritingQuestion(prompt: "春眠", options: options)))
    let end = try await box.wait { if case .ended(2, let reason) = $0 { reason } else { nil } }
    #expect(end == .endToken(2))
    #expect(box.all.map { if case .grown(2, let text) = $0 { text } else { "" } }.joined() == "不觉晓")
  }

  @Test(.timeLimit(.minutes(1))) func textsAndDraftsAreWrittenAndRead() async throws {
    let folder = NSTemporaryDirectory() + "yiwen-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let box = Box<WritingAnswer>()
    let draft = folder + "/deep/draft.txt"
    let effects = WritingEffects(desk: Self.noDesk, files: TextFiles(home: folder), draft: draft) {
      box.post($0)
    }
    effects.perform(.openDraft)
    #expect(box.all.isEmpty)
    effects.perform(.keepDraft("没写完"))
    effects.perform(.openDraft)
    #expect(box.all.map { if case .draft(let text) = $0 { text } else { "" } } == ["没写完"])
    effects.perform(.keepDraft(""))
    effects.perform(.openDraft)
    #expect(box.all.count == 1)
    effects.perform(.save(path: "~/a.txt", text: "春天"))
    #expect(try String(contentsOfFile: folder + "/a.txt", encoding: .utf8) == "春天")
    effects.perform(.open(path: "~/a.txt"))
    #expect(try await box.wait { if case .opened(_, let text) = $0 { text } else { nil } } == "春天")
    effects.perform(.save(path: "~/none/a.txt", text: "春天"))
    _ = try await box.wait { if case .fileFailed(.file) = $0 { true } else { nil } }
  }
}
