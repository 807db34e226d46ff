internal import LanguageModel
internal import Tokenizers

/// A text of a given form, found by changing a first draft bit by bit.
///
/// Metropolis-Hastings on texts (Miao et al. 2019, "CGMH: Constrained Sentence Generation by Metropolis-Hastings Sampling")
/// with a temperature that falls (Liu et al. 2020, "Unsupervised Paraphrasing by Simulated Annealing"). The first draft is
/// drawn from the model left to right within the form. Each step proposes one change:
///
/// - redraw: up to four characters of a free part are drawn anew, token by token from the model's own distribution over the
///   tokens that fit in;
/// - insert and delete, where the length of a free part is not given: characters drawn in the same way come in or go;
/// - shift: a required word changes places with the token beside it.
///
/// A change of text x to y is accepted with the probability min(1, (p(y) / p(x))^(1 / T) · q(x | y) / q(y | x)), where q is the
/// probability of proposing it, known exactly, and p the model's probability of the whole text after the prompt. A change
/// that would break the form is refused. T falls geometrically from ``startTemperature`` to ``endTemperature``, so that
/// the steps are first draws from the model and at last improvements. The likeliest text met is answered.
///
/// Unlike the authors' proposals, which come from a forward and a backward model or a table of words, ours look to the left
/// only; what comes behind decides through p.
public struct ConstrainedSearch: Sendable {
  /// How many changes are tried, those that the form refuses included.
  public var steps = 1000
  /// The temperature of the first step; 1 draws from the model.
  public var startTemperature = 1.0
  /// The temperature of the last step.
  public var endTemperature = 0.1
  /// The seed of all draws.
  public var seed: UInt64 = 0
  private let model: TextModel
  private let form: TextForm
  private let free: FreeTokens
  private let reading: Reading

  /// What was found.
  public struct Result: Sendable, Hashable {
    /// The text.
    public let text: String
    /// The logarithm of its probability, in nats.
    public let logProbability: Double
    /// How many changes were tried.
    public let tried: Int
    /// How many were accepted.
    public let accepted: Int
  }

  /// A search for a text of `form`.
  ///
  /// - Throws: ``GenerationError/impossible(_:)`` if the vocabulary cannot write it.
  public init(_ model: TextModel, form: TextForm) throws(GenerationError) {
    self.model = model
    self.form = form
    free = FreeTokens(model, form: form)
    reading = Reading(model: model)
    guard free.canWrite else {
      throw .impossible("the model has no token of a single character, so lengths cannot be kept")
    }
    for part in form.parts {
      let texts =
        switch part {
        case .fixed(let text): [text]
        case .free(_, let words): words
        }
      for text in texts where model.unknownCount(in: model.tokenizer.encode(text)) > 0 {
        throw .impossible("the model has no token for '\(text)', which the text should have")
      }
    }
  }

  /// Searches.
  ///
  /// - Parameters:
  ///   - prompt: The tokens that come before; see ``TextModel/prompt(_:)``.
  ///   - eachStep: Is told how many changes were tried and the best text so far, and may throw to stop.
  /// - Returns: The likeliest text that was met.
  /// - Throws: ``GenerationError``, and what `eachStep` throws.
  public func run(
    prompt: [Int], eachStep: (Int, String) throws -> Void = { _, _ in }
  ) throws -> Result {
    try run(prompt: prompt, eachStep: eachStep, eachText: nil)
  }

  /// Searches, and shows every text that the walk comes by, also the same again.
  func run(
    prompt: [Int], eachStep: (Int, String) throws -> Void, eachText: ((String) -> Void)?
  ) throws -> Result {
    guard steps >= 0, startTemperature > 0, endTemperature > 0 else {
      throw GenerationError.option("steps", value: "\(steps)", expected: "0 or more")
    }
    let room = model.contextLength - form.longestTokenCount(model)
    guard !prompt.isEmpty else { throw GenerationError.emptyPrompt }
    guard prompt.count <= room else {
      throw GenerationError.promptTooLong(tokens: prompt.count, context: max(0, room))
    }
    var generator = SeededGenerator(seed: seed)
    var draft = try firstDraft(prompt: prompt, using: &generator)
    var best = (text: text(draft, prompt), score: draft.score)
    var accepted = 0
    for step in 0..<steps {
      try eachStep(step, best.text)
      eachText?(text(draft, prompt))
      let progress = Double(step) / Double(max(1, steps - 1))
      let temperature = startTemperature * Natural.power(endTemperature / startTemperature, progress)
      let isShift = draft.units.contains { $0.kind == .word } && Int.random(in: 0..<4, using: &generator) == 0
      // A change that cannot be counts as one that was refused; thinking of another would spoil the balance.
      let found =
        isShift
        ? try shift(draft, prompt: prompt, using: &generator)
        : try change(draft, prompt: prompt, using: &generator)
      let chance = Double(generator.next() >> 11) * 0x1p-53
      guard let found, form.mayRepeat || found.draft.repeats <= draft.repeats else { continue }
      let gain = (found.draft.score - draft.score) / temperature + found.balance
      guard chance < Natural.exp(min(0, gain)) else { continue }
      accepted += 1
      draft = found.draft
      if draft.score > best.score { best = (text(draft, prompt), draft.score) }
    }
    try eachStep(steps, best.text)
    return Result(text: best.text, logProbability: best.score, tried: steps, accepted: accepted)
  }

  /// A changed draft, with the logarithm of q(old | new) / q(new | old).
  private struct Proposal {
    let draft: ConstrainedDraft
    let balance: Double
  }

  private func text(_ draft: ConstrainedDraft, _ prompt: [Int]) -> String {
    var text = TokenText(model.tokenizer, after: prompt.last)
    return draft.tokens.reduce(into: "") { $0 += text.append($1) } + text.finish()
  }

  // MARK: The first draft

  private func firstDraft(
    prompt: [Int], using generator: inout SeededGenerator
  ) throws(GenerationError) -> ConstrainedDraft {
    let session = model.stream()
    var logits = try reading.advance([(session: session, tokens: prompt)])[0].logits
    var draft = ConstrainedDraft(units: [], places: [], session: session)
    func add(_ unit: ConstrainedDraft.Unit) throws(GenerationError) {
      for token in unit.tokens {
        draft.places.append(free.place(of: token, logits: logits))
        logits = try reading.advance([(session: session, tokens: [token])])[0].logits
      }
      draft.units.append(unit)
    }
    for (index, part) in form.parts.enumerated() {
      switch part {
      case .fixed(let text):
        try add(unit(text, .fixed, part: index))
      case .free(let lengths, let words):
        let taken = words.reduce(0) { $0 + $1.count }
        let least = max(lengths.lowerBound, taken)
        let length = Int.random(
          in: least...max(least, min(lengths.upperBound, least + 16)), using: &generator)
        // Where the words stand: how many free characters come before each.
        let gaps = words.map { _ in Int.random(in: 0...length - taken, using: &generator) }.sorted()
        var written = 0
        for (gap, word) in zip(gaps + [length - taken], words + [""]) {
          while written < gap {
            let tokens = draft.units.filter { $0.part == index }.flatMap(\.tokens)
            let used = form.mayRepeat ? [] : Set(tokens + words.flatMap(model.tokenizer.encode))
            let token = free.draw(logits, room: gap - written, excluding: used, using: &generator)
            let length = free.length(of: token)
            try add(.init(tokens: [token], length: length, kind: .free, part: index))
            written += length
          }
          if !word.isEmpty { try add(unit(word, .word, part: index)) }
        }
      }
    }
    session.truncate(to: session.count - 1)
    return draft
  }

  private func unit(_ text: String, _ kind: ConstrainedDraft.Unit.Kind, part: Int) -> ConstrainedDraft.Unit {
    .init(tokens: model.tokenizer.encode(text), length: text.count, kind: kind, part: part)
  }

  // MARK: Changes

  /// Redraws, inserts or deletes characters of a free part; `nil` where there are none at the place that was drawn.
  private func change(
    _ draft: ConstrainedDraft, prompt: [Int], using generator: inout SeededGenerator
  ) throws(GenerationError) -> Proposal? {
    let kind = form.hasFixedLengths ? 0 : Int.random(in: 0..<3, using: &generator)
    let length = draft.length
    let count = Int.random(in: 1...FreeTokens.span, using: &generator)
    let offset = Int.random(in: 0..<(kind == 1 ? length + 1 : length), using: &generator)
    guard let first = draft.unit(at: offset) else { return nil }
    let last = kind == 1 ? first : draft.unit(at: offset + count)
    guard let last,
      let part = part(of: draft, first..<last, length: kind == 0 ? 0 : kind == 1 ? count : -count)
    else { return nil }
    let drawn = kind == 2 ? 0 : count
    let made = try redraw(
      draft, first..<last, characters: drawn, part: part, prompt: prompt, using: &generator)
    // The probability of drawing what was there, from the same place.
    let start = draft.units[..<first].reduce(0) { $0 + $1.tokens.count }
    let old =
      kind == 1 ? 0 : drawingProbability(of: draft.units[first..<last], places: draft.places[start...])
    let change = Double(made.draft.length)
    let selection =
      switch kind {
      case 1: Natural.log(Double(length + 1) / change)
      case 2: Natural.log(Double(length) / (change + 1))
      default: 0.0
      }
    return Proposal(draft: made.draft, balance: old - made.logProbability + selection)
  }

  /// The free part in which units can be replaced and its length change by `length`; `nil` where there is none.
  private func part(of draft: ConstrainedDraft, _ range: Range<Int>, length: Int) -> Int? {
    var part: Int?
    if range.isEmpty {
      let beside = [range.lowerBound - 1, range.lowerBound].filter(draft.units.indices.contains)
      part = beside.map { draft.units[$0] }.first { $0.kind != .fixed }?.part
    } else {
      let units = draft.units[range]
      part = units.first?.part
      guard units.allSatisfy({ $0.kind == .free && $0.part == part }) else { return nil }
    }
    guard let part, case .free(let lengths, _) = form.parts[part],
      lengths.contains(draft.length(ofPart: part) + length)
    else { return nil }
    return part
  }

  /// The logarithm of the probability with which these free units are drawn one by one.
  private func drawingProbability(
    of units: ArraySlice<ConstrainedDraft.Unit>, places: ArraySlice<ConstrainedDraft.Place>
  ) -> Double {
    var rest = units.reduce(0) { $0 + $1.length }
    var sum = 0.0
    for (unit, place) in zip(units, places) {
      sum += place.logProbability - place.fitting[min(rest, FreeTokens.span) - 1]
      rest -= unit.length
    }
    return sum
  }

  /// Puts newly drawn characters in the place of units, and the logarithm of the probability of drawing them.
  private func redraw(
    _ draft: ConstrainedDraft, _ range: Range<Int>, characters: Int, part: Int, prompt: [Int],
    using generator: inout SeededGenerator
  ) throws(GenerationError) -> (draft: ConstrainedDraft, logProbability: Double) {
    let before = Array(draft.units[..<range.lowerBound])
    let kept = before.reduce(0) { $0 + $1.tokens.count }
    var new = ConstrainedDraft(
      units: before, places: Array(draft.places[..<kept]), session: draft.session.fork())
    var logits = try rewind(new.session, to: prompt + before.flatMap(\.tokens))
    var rest = characters
    while rest > 0 {
      let token = free.draw(logits, room: rest, using: &generator)
      new.places.append(free.place(of: token, logits: logits))
      new.units.append(
        .init(tokens: [token], length: free.length(of: token), kind: .free, part: part))
      rest -= free.length(of: token)
      logits = try reading.advance([(session: new.session, tokens: [token])])[0].logits
    }
    let drawn = drawingProbability(of: new.units[before.count...], places: new.places[kept...])
    try add(draft.units[range.upperBound...], to: &new, logits: logits)
    return (new, drawn)
  }

  /// Changes places of a word and the free token beside it, both ways as likely; `nil` at the end of their part.
  private func shift(
    _ draft: ConstrainedDraft, prompt: [Int], using generator: inout SeededGenerator
  ) throws(GenerationError) -> Proposal? {
    let words = draft.units.indices.filter { draft.units[$0].kind == .word }
    let word = words[Int.random(in: words.indices, using: &generator)]
    let other = word + (Bool.random(using: &generator) ? 1 : -1)
    guard draft.units.indices.contains(other), draft.units[other].kind == .free,
      draft.units[other].part == draft.units[word].part
    else { return nil }
    let first = min(word, other)
    var units = draft.units
    units.swapAt(word, other)
    let before = Array(units[..<first])
    let kept = before.reduce(0) { $0 + $1.tokens.count }
    var new = ConstrainedDraft(
      units: before, places: Array(draft.places[..<kept]), session: draft.session.fork())
    let logits = try rewind(new.session, to: prompt + before.flatMap(\.tokens))
    try add(units[first...], to: &new, logits: logits)
    return Proposal(draft: new, balance: 0)
  }

  /// Takes a stream back to `tokens`, which it has; answers what follows them.
  private func rewind(_ session: Session, to tokens: [Int]) throws(GenerationError) -> [Float] {
    session.truncate(to: min(session.count, tokens.count - 1))
    return try reading.advance([(session: session, tokens: Array(tokens[session.count...]))])[0].logits
  }

  /// Adds units that are given, which the model reads in one call.
  private func add(
    _ units: ArraySlice<ConstrainedDraft.Unit>, to draft: inout ConstrainedDraft, logits: [Float]
  ) throws(GenerationError) {
    let tokens = units.flatMap(\.tokens)
    draft.units += units
    guard let first = tokens.first else { return }
    var places = [free.place(of: first, logits: logits)]
    try reading.read(Array(tokens.dropLast()), into: draft.session) { index, answer in
      places.append(free.place(of: tokens[index + 1], logits: answer.logits))
    }
    draft.places += places
  }
}

extension TextForm {
  /// Whether no free part has a choice of lengths.
  var hasFixedLengths: Bool {
    parts.allSatisfy { part in
      if case .free(let lengths, _) = part { return lengths.count == 1 }
      return true
    }
  }

  /// At most so many tokens has a text of the form.
  func longestTokenCount(_ model: TextModel) -> Int {
    parts.reduce(0) { sum, part in
      switch part {
      case .fixed(let text): sum + model.tokenizer.encode(text).count
      case .free(let lengths, let words):
        sum + lengths.upperBound + words.reduce(0) { $0 + model.tokenizer.encode($1).count }
      }
    }
  }
}
