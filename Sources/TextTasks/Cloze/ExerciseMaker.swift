internal import LanguageModel
internal import Tokenizers

/// Makes exercises of any text: chooses the words worth blanking, one in a sentence.
///
/// A word is worth it if a reader can find it but not without thinking. With a model, words are its tokens of two Han
/// characters and more, read in the sentence, and the best is that whose surprise is nearest to ``wantedSurprise``:
/// what the model is sure of is dull (so are the small words of every sentence), what it would never say cannot be guessed.
/// Words that have been blanked before are left to others where there are any. Without a model, or with one that knows
/// single characters only, words are pairs of Han characters that come at least twice in the text, and the best is that
/// which comes most often, for the text itself teaches it.
///
/// The other choices are words of the same length that were chosen in other sentences.
public struct ExerciseMaker: Sendable {
  /// The most exercises; the sentences are taken from all over the text.
  public var limit = 100
  /// The shortest and the longest sentence, in characters.
  public var lengths = 8...80
  /// The surprise of a word, in nats, that makes the best exercise.
  public var wantedSurprise = 5.5
  /// The surprise beyond which nobody would guess it, and below which everybody would.
  public var bounds = 0.5...10.0

  private let model: TextModel?

  /// A maker with the help of a model, if there is one.
  public init(_ model: TextModel?) {
    self.model = model
  }

  /// Exercises of a text, in its order.
  ///
  /// - Parameters:
  ///   - text: The text.
  ///   - source: What its exercises say about where they are from.
  ///   - seed: Draws the order of the choices.
  ///   - check: Is called between sentences, and may throw to stop.
  /// - Returns: None if no sentence has a word worth blanking.
  /// - Throws: ``GenerationError``, and what `check` throws.
  public func exercises(
    of text: String, source: String, seed: UInt64, check: () throws -> Void = {}
  ) throws -> [ClozeExercise] {
    let sentences = spread(Sentences.split(text).filter { lengths.contains($0.count) })
    var counts: [Pair: Int]?
    var used: Set<Substring> = []
    var found: [(sentence: String, word: Range<String.Index>, place: Int)] = []
    // Every second sentence first, so that those in between only stand in.
    let order =
      Array(stride(from: 0, to: sentences.count, by: 2)) + stride(from: 1, to: sentences.count, by: 2)
    for place in order where found.count < limit {
      try check()
      let sentence = String(sentences[place])
      var word = try bySurprise(sentence, used: used)
      if word == nil {
        counts = counts ?? Self.pairCounts(text)
        word = byCount(sentence, counts ?? [:])
      }
      guard let word else { continue }
      found.append((sentence, word, place))
      used.insert(sentence[word])
    }
    found.sort { $0.place < $1.place }
    var generator = SeededGenerator(seed: seed)
    let words = found.map { String($0.sentence[$0.word]) }
    return found.map { sentence, word, _ in
      let answer = String(sentence[word])
      return ClozeExercise(
        before: String(sentence[..<word.lowerBound]), after: String(sentence[word.upperBound...]),
        answer: answer,
        choices: Self.choices(answer, sentence: sentence, words: words, using: &generator), source: source)
    }
  }

  /// Twice as many sentences as are wanted, evenly from the whole text.
  private func spread(_ sentences: [Substring]) -> [Substring] {
    let most = 2 * max(1, limit)
    guard sentences.count > most else { return sentences }
    return (0..<most).map { sentences[$0 * sentences.count / most] }
  }

  // MARK: With a model

  private func bySurprise(_ sentence: String, used: Set<Substring>) throws -> Range<String.Index>? {
    guard let model else { return nil }
    let tokens = Array(try model.prompt(sentence).prefix(model.contextLength))
    let first = model.tokenizer.beginning == nil ? 0 : 1
    var logs = [0.0]
    try Reading(model: model).read(tokens, into: model.stream()) { index, answer in
      if index + 1 < tokens.count { logs.append(LogProbabilities(answer.logits)[tokens[index + 1]]) }
    }
    var best: (range: Range<String.Index>, distance: Double)?
    var place = 0
    var previous: Int?
    for index in first..<tokens.count {
      let bytes = model.tokenizer.bytes(of: tokens[index], after: previous)
      previous = tokens[index]
      defer { place += bytes.count }
      guard index > 0, bounds.contains(-logs[index]),
        let range = Self.range(of: bytes, at: place, in: sentence)
      else { continue }
      let distance =
        abs(-logs[index] - wantedSurprise) + (used.contains(sentence[range]) ? bounds.upperBound : 0)
      if distance < best?.distance ?? .infinity { best = (range, distance) }
    }
    return best?.range
  }

  /// The place of a token in its sentence, if it is a word of Han characters that comes there once.
  private static func range(of bytes: [UInt8], at place: Int, in sentence: String) -> Range<String.Index>? {
    guard let word = String(validating: bytes, as: UTF8.self), (2...4).contains(word.count),
      word.allSatisfy(isHan), place + bytes.count <= sentence.utf8.count
    else { return nil }
    let start = sentence.utf8.index(sentence.startIndex, offsetBy: place)
    let range = start..<sentence.utf8.index(start, offsetBy: bytes.count)
    return sentence[range] == word && isSingle(word, in: sentence) ? range : nil
  }

  // MARK: Without a model

  private struct Pair: Hashable {
    let first: Character
    let second: Character
  }

  private static func pairCounts(_ text: String) -> [Pair: Int] {
    var counts: [Pair: Int] = [:]
    for (first, second) in zip(text, text.dropFirst()) where isHan(first) && isHan(second) {
      counts[Pair(first: first, second: second), default: 0] += 1
    }
    return counts
  }

  private func byCount(_ sentence: String, _ counts: [Pair: Int]) -> Range<String.Index>? {
    var best: (range: Range<String.Index>, count: Int)?
    for (start, end) in zip(sentence.indices, sentence.indices.dropFirst()) {
      let count = counts[Pair(first: sentence[start], second: sentence[end])] ?? 0
      guard count > max(1, best?.count ?? 0) else { continue }
      let range = start..<sentence.index(after: end)
      if Self.isSingle(String(sentence[range]), in: sentence) { best = (range, count) }
    }
    return best?.range
  }

  // MARK: Choices

  /// The answer among three other words that do not stand in the sentence; none where there are fewer.
  private static func choices(
    _ answer: String, sentence: String, words: [String], using generator: inout SeededGenerator
  ) -> [String] {
    var seen: Set<String> = [answer]
    let others = words.filter {
      $0.count == answer.count && !sentence.contains($0) && seen.insert($0).inserted
    }
    guard others.count >= 3 else { return [] }
    return ([answer] + others.shuffled(using: &generator).prefix(3)).shuffled(using: &generator)
  }

  private static func isSingle(_ word: String, in sentence: String) -> Bool {
    sentence.split(separator: word, omittingEmptySubsequences: false).count == 2
  }

  private static func isHan(_ character: Character) -> Bool {
    character.unicodeScalars.allSatisfy { (0x4E00...0x9FFF).contains($0.value) }
  }
}
