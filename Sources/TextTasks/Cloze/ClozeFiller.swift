internal import LanguageModel
internal import Tokenizers

/// Fillings of all blanks of a text.
public struct Filling: Sendable, Hashable {
  /// What is missing, blank by blank.
  public let texts: [String]
  /// How probable the model holds it: of all texts, or where every blank has candidates, among these; candidates of
  /// the user are held equally likely before the text is read, words of a passage as likely as they are frequent there.
  public let probability: Double

  /// Fillings with their probability.
  public init(texts: [String], probability: Double) {
    self.texts = texts
    self.probability = probability
  }
}

/// Fills blanks, reading what stands before and behind them.
///
/// A model of ours is asked by its infilling question, whose prefix it sees whole; any other model of language reads the
/// text with each proposal from left to right, so what follows a blank decides too.
public struct ClozeFiller: Sendable {
  /// How many fillings are followed at once.
  public var beams = 16
  /// The longest filling of a blank whose length is not known, in characters.
  public var longest = 12
  /// What idioms may be; empty if any four characters may.
  public var idioms: [String] = []

  private let model: TextModel

  /// A filler by a model.
  public init(_ model: TextModel) {
    self.model = model
  }

  /// The most probable fillings, best first.
  ///
  /// - Parameters:
  ///   - text: The text with blanks.
  ///   - passage: A text that the blanks are about and that stands before it.
  ///   - limit: How many fillings are wanted.
  ///   - check: Is called between steps, and may throw to stop.
  /// - Returns: At most `limit` fillings that differ.
  /// - Throws: ``ClozeError`` if none fits or the blanks are too long, ``GenerationError``, or what `check` throws.
  public func fillings(
    of text: ClozeText, passage: String = "", limit: Int = 10, check: () throws -> Void = {}
  ) throws -> [Filling] {
    let rules = text.blanks.map(rule)
    let isChosen = text.blanks.allSatisfy { !$0.candidates.isEmpty }
    let found: [(texts: [String], logProbability: Double)]
    let layout = TaskLayout(model.tokenizer)
    if let layout {
      var search = InfillingSearch(
        model: model, layout: layout, beams: max(beams, limit, Self.choices(of: rules[0])), rules: rules)
      if isChosen { search.bonuses = try text.blanks.map { try bonuses(of: $0, layout, check: check) } }
      found = try search.run(text.parts, passage: passage, wanted: limit, check: check)
    } else {
      let parts = passage.isEmpty ? text.parts : ["\(passage)\n\(text.parts[0])"] + text.parts.dropFirst()
      found = try LeftToRightSearch(model: model, beams: max(beams, limit), rules: rules)
        .run(parts, check: check)
    }
    let isAmong = rules.allSatisfy { if case .among = $0 { true } else { false } }
    return Self.merged(found, normalised: isAmong || layout == nil, limit: limit)
  }

  /// The most candidates of a blank that are all followed at once.
  private static let choiceLimit = 1_024

  private static func choices(of rule: FillingRule) -> Int {
    if case .among(let candidates) = rule, candidates.count <= choiceLimit { candidates.count } else { 0 }
  }

  /// What is known of candidates besides what the text says of them.
  ///
  /// How probable a word is without any text says how common it is, and is taken away: what is left is how
  /// probable the text is with each candidate in it (pointwise mutual information; Holtzman et al. 2021, "Surface Form Competition").
  private func bonuses(
    of blank: ClozeText.Blank, _ layout: TaskLayout, check: () throws -> Void
  ) throws -> [String: Double] {
    let candidates = blank.candidates
    let alone = try InfillingSearch(
      model: model, layout: layout, beams: min(candidates.count, Self.choiceLimit), rules: [.among(candidates)]
    ).run(["", ""], passage: "", wanted: candidates.count, check: check)
    let common = Dictionary(alone.map { ($0.texts[0], $0.logProbability) }, uniquingKeysWith: max)
    let weights = Dictionary(zip(candidates, blank.weights), uniquingKeysWith: +)
    return common.reduce(into: [:]) { bonuses, word in
      bonuses[word.key] = Natural.log(weights[word.key] ?? 1) - word.value
    }
  }

  /// The words of a text that may be asked for: tokens of two letters and more, in their order.
  public func words(of text: String) -> [String] {
    let words = model.tokenizer.encode(text).compactMap { token in
      String(validating: model.tokenizer.bytes(of: token, after: nil), as: UTF8.self)
    }
    return words.filter { $0.count > 1 && $0.allSatisfy(\.isLetter) }
  }

  private func rule(_ blank: ClozeText.Blank) -> FillingRule {
    if !blank.candidates.isEmpty { return .among(blank.candidates) }
    if blank.isIdiom, !idioms.isEmpty { return .among(idioms) }
    return blank.length.map { .characters($0) } ?? .anything(atMost: longest)
  }

  /// Fillings that write the same as one, best first.
  private static func merged(
    _ found: [(texts: [String], logProbability: Double)], normalised: Bool, limit: Int
  ) -> [Filling] {
    var sums: [[String]: [Double]] = [:]
    for (texts, logProbability) in found { sums[texts, default: []].append(logProbability) }
    let all = LogProbabilities.logSumOfExponentials(found.map(\.logProbability))
    return sums.map { texts, parts in
      let sum = LogProbabilities.logSumOfExponentials(parts)
      return Filling(texts: texts, probability: Natural.exp(normalised ? sum - all : sum))
    }
    .sorted { ($1.probability, $0.texts.joined()) < ($0.probability, $1.texts.joined()) }
    .prefix(limit).map { $0 }
  }
}

/// What may stand in a blank.
enum FillingRule {
  /// Any text of a line, of so many characters at most.
  case anything(atMost: Int)
  /// A text of so many characters.
  case characters(Int)
  /// One of these.
  case among([String])
}

/// What the tokens of a vocabulary write, as far as blanks care.
struct TokenLengths: Sendable {
  /// How many characters each token writes; `nil` for what no blank may hold or what is only a part of a character.
  private let lengths: [Int?]
  /// Whether a token begins, and whether it ends, with a letter or a number.
  private let edges: [(first: Bool, last: Bool)]

  init(_ tokenizer: any TextTokenizer) {
    let special = Set(tokenizer.specialTokens.values)
    var lengths: [Int?] = []
    var edges: [(first: Bool, last: Bool)] = []
    for token in 0..<tokenizer.count {
      let bytes = tokenizer.bytes(of: token, after: nil)
      guard !special.contains(token), let text = String(validating: bytes, as: UTF8.self),
        let first = text.first,
        let last = text.last, !text.contains(where: \.isWhitespace)
      else {
        lengths.append(nil)
        edges.append((false, false))
        continue
      }
      lengths.append(text.count)
      edges.append((first.isLetter || first.isNumber, last.isLetter || last.isNumber))
    }
    self.lengths = lengths
    self.edges = edges
  }

  /// The characters of a token.
  subscript(token: Int) -> Int? { token < lengths.count ? lengths[token] : nil }

  /// Whether a filling may begin with a token: punctuation fills no blank.
  func canBegin(_ token: Int) -> Bool { edges[token].first }

  /// Whether a filling may end with a token.
  func canEnd(_ token: Int) -> Bool { edges[token].last }
}
