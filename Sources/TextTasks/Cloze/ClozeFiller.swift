internal import LanguageModel
internal import Tokenizers

/// Fillings of all blanks of a text.
public struct Filling: Sendable, Hashable {
  /// What is missing, blank by blank.
  public let texts: [String]
  /// How probable the model holds it among all that it considered.
  ///
  /// Candidates that are given are held equally likely before the text is read, words of a passage as ``PassageClues`` say.
  public let probability: Double

  /// Fillings with their probability.
  public init(texts: [String], probability: Double) {
    self.texts = texts
    self.probability = probability
  }
}

/// Fills blanks, reading what stands before and behind them.
///
/// The text is read from left to right with each proposal, so what follows a blank decides too. A model of ours is asked
/// for proposals by its infilling question, whose prefix it sees whole, where there are too many to read all.
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
    let count = max(Self.proposals, limit)
    let rules = text.blanks.map { rule($0, count: count) }
    var search = LeftToRightSearch(model: model, beams: max(beams, limit), rules: rules)
    search.bonuses = try text.blanks.map { try bonuses(of: $0, check: check) }
    search.readingShare = text.blanks.map(\.readingShare).min() ?? 1
    let isOpen = zip(rules, text.blanks).map { $1.weights.isEmpty && Self.needsProposals($0) }
    if isOpen.contains(true), let layout = TaskLayout(model.tokenizer) {
      let likely = try InfillingSearch(model: model, layout: layout, beams: count, rules: rules)
        .run(text.parts, passage: passage, wanted: count, check: check)
      search.proposals = isOpen.enumerated().map { blank, isOpen in
        isOpen ? Self.first(count, of: likely.map { $0.texts[blank] }) : []
      }
    }
    let parts = passage.isEmpty ? text.parts : ["\(passage)\n\(text.parts[0])"] + text.parts.dropFirst()
    return Self.merged(try search.run(parts, check: check), limit: limit)
  }

  /// How many fillings of a blank are read, where there are more.
  private static let proposals = 32

  private static func first(_ count: Int, of texts: [String]) -> [String] {
    var seen: Set<String> = []
    return Array(texts.filter { seen.insert($0).inserted }.prefix(count))
  }

  /// Whether there are too many fillings for reading the text with each.
  private static func needsProposals(_ rule: FillingRule) -> Bool {
    if case .among(let candidates) = rule { candidates.count > proposals } else { true }
  }

  /// What is known of candidates besides what the text says of them.
  ///
  /// Where candidates have weights these say it. Of others, how probable a word is without any text says how common it is,
  /// and is taken away: what is left is how probable the text is with each candidate in it (Holtzman et al. 2021, "Surface
  /// Form Competition"). A model that does not know how texts begin cannot say so.
  private func bonuses(of blank: ClozeText.Blank, check: () throws -> Void) throws -> [String: Double] {
    guard blank.weights.isEmpty else {
      return Dictionary(zip(blank.candidates, blank.weights.map(Natural.log)), uniquingKeysWith: max)
    }
    let nothing = model.tokenizer.beginning == nil ? nil : try PrefixReader(model: model, text: "")
    var bonuses: [String: Double] = [:]
    for candidate in blank.candidates where !candidate.isEmpty {
      let tokens = try model.prompt(candidate)
      guard tokens.count < model.contextLength / 2 else {
        throw ClozeError.model(
          "a candidate takes \(tokens.count) tokens, more than half of the model's context of \(model.contextLength)"
        )
      }
      try check()
      bonuses[candidate] = try -(nothing?.logProbability(of: candidate) ?? 0)
    }
    return bonuses
  }

  /// The words of a text that may be asked for: tokens of two letters and more, and what the text says more than once.
  public func words(of text: String) -> Set<String> {
    let words = model.tokenizer.encode(text).compactMap { token in
      String(validating: model.tokenizer.bytes(of: token, after: nil), as: UTF8.self)
    }
    return RepeatedWords.of(text).union(words.filter { $0.count > 1 && $0.allSatisfy(\.isLetter) })
  }

  /// What a blank may hold, of candidates with weights the likeliest `count`.
  private func rule(_ blank: ClozeText.Blank, count: Int) -> FillingRule {
    if !blank.candidates.isEmpty { return .among(blank.likeliest(count)) }
    if blank.isIdiom, !idioms.isEmpty { return .among(idioms) }
    return blank.length.map { .characters($0) } ?? .anything(atMost: longest)
  }

  /// The best, with what they are worth among all that were read.
  private static func merged(
    _ found: [(texts: [String], logProbability: Double)], limit: Int
  ) -> [Filling] {
    var best: [[String]: Double] = [:]
    for (texts, logProbability) in found { best[texts] = max(best[texts] ?? -.infinity, logProbability) }
    let all = LogProbabilities.logSumOfExponentials(best.values.sorted())
    return best.map { Filling(texts: $0, probability: Natural.exp($1 - all)) }
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
