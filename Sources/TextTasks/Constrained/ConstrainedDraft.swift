internal import LanguageModel
internal import Tokenizers

/// A text of a form, as tokens, with what the model thinks of each.
struct ConstrainedDraft {
  /// A piece that moves as one.
  struct Unit: Hashable {
    enum Kind: Hashable {
      /// Of a fixed part.
      case fixed
      /// A required word.
      case word
      /// A single token that may be replaced.
      case free
    }

    let tokens: [Int]
    /// Characters.
    let length: Int
    let kind: Kind
    /// Which part of the form it is in.
    let part: Int
  }

  /// What the model thinks of a token where it stands.
  struct Place {
    /// The logarithm of its probability.
    let logProbability: Double
    /// For each number of characters, from 1, the logarithm of the probability that a free token of at most so many
    /// stands here.
    let fitting: [Double]
  }

  var units: [Unit]
  /// One for each token.
  var places: [Place]
  /// The prompt and all tokens but the last.
  var session: Session

  /// The logarithm of the probability of the whole text.
  var score: Double { places.reduce(0) { $0 + $1.logProbability } }
  var tokens: [Int] { units.flatMap(\.tokens) }
  /// Characters.
  var length: Int { units.reduce(0) { $0 + $1.length } }

  /// The unit that begins at a character; `units.count` for the end, `nil` within one.
  func unit(at offset: Int) -> Int? {
    var start = 0
    for (index, unit) in units.enumerated() where unit.length > 0 {
      if start == offset { return index }
      if start > offset { return nil }
      start += unit.length
    }
    return start == offset ? units.count : nil
  }

  /// The characters of a part.
  func length(ofPart part: Int) -> Int { units.reduce(0) { $0 + ($1.part == part ? $1.length : 0) } }

  /// How many tokens of free parts came in their part before.
  var repeats: Int {
    var seen: Set<[Int]> = []
    var count = 0
    for unit in units where unit.kind != .fixed {
      count += unit.tokens.count { !seen.insert([unit.part, $0]).inserted }
    }
    return count
  }
}

/// Which tokens may stand in free parts, and what the model thinks of them.
struct FreeTokens {
  /// The most characters that are drawn at a time.
  static let span = 4

  /// For each token how many characters it writes; 0 where it may not stand in a free part.
  private let lengths: [UInt8]

  init(_ model: TextModel, form: TextForm) {
    var lengths = [UInt8](repeating: 0, count: model.decoder.config.vocabularySize)
    let special = Set(model.tokenizer.specialTokens.values)
    for token in 0..<model.tokenizer.count where !special.contains(token) {
      // Behind another token, as a token in the middle of a text is.
      guard let text = String(validating: model.tokenizer.bytes(of: token, after: token), as: UTF8.self),
        (1...Self.span).contains(text.count), text.allSatisfy(form.allows)
      else { continue }
      lengths[token] = UInt8(text.count)
    }
    self.lengths = lengths
  }

  /// Whether there is a token of one character, so that every length can be written.
  var canWrite: Bool { lengths.contains(1) }

  func length(of token: Int) -> Int { Int(lengths[token]) }

  /// What the model thinks of `token`, from the logits before it.
  func place(of token: Int, logits: [Float]) -> ConstrainedDraft.Place {
    let highest = logits.max() ?? 0
    var total = 0.0
    var byLength = [Double](repeating: 0, count: Self.span)
    for (id, logit) in logits.enumerated() {
      let weight = Natural.exp(Double(logit - highest))
      total += weight
      if lengths[id] > 0 { byLength[Int(lengths[id]) - 1] += weight }
    }
    let all = Natural.log(total)
    var sum = 0.0
    let fitting = byLength.map { weight in
      sum += weight
      return Natural.log(sum) - all
    }
    return .init(logProbability: Double(logits[token] - highest) - all, fitting: fitting)
  }

  /// Draws a token of at most `room` characters as the model has them; none of `excluded` where that is possible.
  func draw(
    _ logits: [Float], room: Int, excluding excluded: Set<Int> = [], using generator: inout SeededGenerator
  ) -> Int {
    let highest = logits.max() ?? 0
    var options: [(token: Int, weight: Double)] = []
    var total = 0.0
    for (id, logit) in logits.enumerated() where lengths[id] > 0 && Int(lengths[id]) <= room {
      guard !excluded.contains(id) else { continue }
      let weight = Natural.exp(Double(logit - highest))
      options.append((id, weight))
      total += weight
    }
    guard total > 0 else {
      return excluded.isEmpty
        ? lengths.firstIndex(of: 1) ?? 0 : draw(logits, room: room, using: &generator)
    }
    var rest = Double(generator.next() >> 11) * 0x1p-53 * total
    for option in options {
      rest -= option.weight
      if rest < 0 { return option.token }
    }
    return options[options.count - 1].token
  }
}
