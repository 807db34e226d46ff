import LanguageModel
import TextTasks
import Tokenizers

/// The work of `yiwen generate`, in one of its ways.
struct TextWriting: Sendable {
  let model: TextModel
  let prompt: String
  let options: GenerationOptions
  let search: SearchArguments
  let topK: Int?
  /// Whether a text is printed as it comes.
  let streams: Bool

  /// Says what of the prompt the model does not know.
  func warn() throws {
    let unknown = model.unknownCount(in: try model.prompt(prompt))
    if unknown > 0 {
      printError(
        "The model does not know \(unknown) \(unknown == 1 ? "character" : "characters") of the prompt.")
    }
  }

  /// Writes; the task that does so may be cancelled between two tokens.
  func run() throws -> WrittenTexts {
    switch search.way {
    case .drawing: try draw()
    case .beams: try beams()
    case .contrastive: try contrastive()
    case .ending: try middle()
    case .constrained: try constrained()
    }
  }

  private func show(_ step: Generation.Step) throws {
    if streams { printNow(step.text) }
    try Task.checkCancellation()
  }

  private func draw() throws -> WrittenTexts {
    let tokens = try model.prompt(prompt)
    let generation = try Generation(model, prompt: tokens, options: options)
    let dropped = generation.droppedPromptTokens
    if dropped > 0 {
      printError(
        "The prompt has \(tokens.count) tokens and the model reads \(model.contextLength): "
          + "\(dropped) behind the first are left out.")
    }
    let texts = try generation.run { try show($0) }
    return written(texts, tokens: tokens, sampler: generation.samplerDescription)
  }

  private func beams() throws -> WrittenTexts {
    let tokens = try model.prompt(prompt)
    let search = try BeamSearch(
      model, beams: search.beams ?? 1, lengthPenalty: search.lengthPenalty ?? 1, options: options)
    var progress = Progress(total: options.maximumTokens, unit: "tokens")
    let texts = try search.run(prompt: tokens) { length in
      progress.update(length)
      try Task.checkCancellation()
    }
    progress.finish()
    return written(
      texts, tokens: tokens, sampler: "beams \(search.beams), length-penalty \(search.lengthPenalty)")
  }

  private func contrastive() throws -> WrittenTexts {
    let tokens = try model.prompt(prompt)
    let search = try ContrastiveSearch(
      model, candidates: topK ?? 4, penalty: search.contrastive ?? 0.6, options: options)
    let text = try search.run(prompt: tokens) { try show($0) }
    return written(
      [text], tokens: tokens, sampler: "contrastive \(search.penalty), top-k \(search.candidates)")
  }

  private func middle() throws -> WrittenTexts {
    let search = try TwoWaySearch(model, options: options)
    let found = try search.run(before: prompt, after: self.search.ending ?? "") { _ in
      try Task.checkCancellation()
    }
    let text = WrittenTexts.Text(
      text: found.text, end: found.agrees ? "agreement" : "rounds", score: found.score, tokens: nil)
    return WrittenTexts(
      prompt: prompt, promptTokens: nil, seed: nil, sampler: "two-way, beams \(search.beams)", texts: [text])
  }

  private func constrained() throws -> WrittenTexts {
    var search = try ConstrainedSearch(model, form: self.search.form())
    if let steps = self.search.steps { search.steps = steps }
    let tokens = try model.prompt(prompt)
    var progress = Progress(total: search.steps * options.samples, unit: "changes")
    var texts: [WrittenTexts.Text] = []
    for sample in 0..<options.samples {
      search.seed = options.seed &+ UInt64(sample)
      let found = try search.run(prompt: tokens) { step, best in
        progress.update(sample * search.steps + step, note: best.replacing("\n", with: " "))
        try Task.checkCancellation()
      }
      texts.append(.init(text: found.text, end: "steps", score: found.logProbability, tokens: nil))
    }
    progress.finish()
    return WrittenTexts(
      prompt: prompt, promptTokens: tokens.count, seed: options.seed,
      sampler: "Metropolis-Hastings, \(search.steps) changes, temperature "
        + "\(search.startTemperature) to \(search.endTemperature)", texts: texts)
  }

  private func written(_ texts: [GeneratedText], tokens: [Int], sampler: String) -> WrittenTexts {
    let listsTokens = options.alternatives != nil
    return WrittenTexts(
      prompt: prompt, promptTokens: tokens.count, seed: search.way == .drawing ? options.seed : nil,
      sampler: sampler,
      texts: texts.map { text in
        WrittenTexts.Text(text, tokenizer: listsTokens ? model.tokenizer : nil)
      })
  }
}
