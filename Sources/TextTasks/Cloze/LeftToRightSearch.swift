internal import LanguageModel
internal import Tokenizers

/// Fills blanks by reading the text with each filling from left to right, as any model of language can.
///
/// For each blank in turn the likeliest continuations are proposed, or all candidates; of these, those stay whose text,
/// read on to the next blank, is the most probable.
struct LeftToRightSearch {
  let model: TextModel
  let beams: Int
  let rules: [FillingRule]
  /// For each blank, what is proposed besides, or instead of all of many candidates; empty for nothing.
  var proposals: [[String]] = []
  /// For each blank, what is added to the logarithm of the probability of some fillings; empty for none.
  var bonuses: [[String: Double]] = []

  /// How much the probability of the text counts beside what is added.
  var readingShare = 1.0

  /// How much of what follows a blank is read, in characters: what is farther away hardly tells fillings apart.
  private static let farthest = 96
  /// The most characters of a proposal whose length is not known.
  private static let longestProposal = 6

  /// The search between the parts of a text.
  func run(
    _ parts: [String], check: () throws -> Void
  ) throws -> [(texts: [String], logProbability: Double)] {
    let lengths = TokenLengths(model.tokenizer)
    var ways: [(texts: [String], logProbability: Double)] = [([], 0)]
    for (blank, rule) in rules.enumerated() {
      var grown: [(texts: [String], logProbability: Double)] = []
      for way in ways {
        try check()
        let before = zip(way.texts, parts.dropFirst()).reduce(parts[0]) { $0 + $1.0 + $1.1 }
        let bonus = zip(way.texts, bonuses).reduce(0) { $0 + ($1.1[$1.0] ?? 0) }
        let reader = try PrefixReader(model: model, text: before)
        let after = parts[blank + 1].prefix(Self.farthest)
        for proposal in try proposals(blank, rule, reader: reader, lengths: lengths, check: check) {
          try check()
          let own = bonuses.isEmpty ? 0 : bonuses[blank][proposal] ?? 0
          let score = try reader.logProbability(of: before + proposal + after)
          grown.append((way.texts + [proposal], readingShare * score + bonus + own))
        }
      }
      guard !grown.isEmpty else { throw ClozeError.nothingFits(blank: blank + 1) }
      grown.sort { ($1.logProbability, $0.texts.joined()) < ($0.logProbability, $1.texts.joined()) }
      ways = Array(grown.prefix(beams))
    }
    return ways
  }

  private func proposals(
    _ blank: Int, _ rule: FillingRule, reader: PrefixReader, lengths: TokenLengths, check: () throws -> Void
  ) throws -> [String] {
    let exact: Int?
    let most: Int
    let others = proposals.isEmpty ? [] : proposals[blank]
    switch rule {
    case .among(let candidates): return others.isEmpty ? candidates : others
    case .characters(let count): (exact, most) = (count, count)
    case .anything(let atMost): (exact, most) = (nil, min(atMost, Self.longestProposal))
    }
    var found: [String] = []
    var live: [(tokens: [Int], length: Int, logProbability: Double, session: Session, logits: [Float])] = [
      ([], 0, 0, reader.session, reader.logits)
    ]
    while !live.isEmpty, found.count < 2 * beams {
      try check()
      var next: [(parent: Int, token: Int, length: Int, logProbability: Double)] = []
      for (parent, way) in live.enumerated() {
        let probabilities = LogProbabilities(way.logits)
        let fitting = way.logits.indices
          .filter { lengths[$0].map { $0 + way.length <= most } ?? false }
          .filter { way.length > 0 || lengths.canBegin($0) }
          .sorted { (way.logits[$1], $0) < (way.logits[$0], $1) }
        for token in fitting.prefix(beams) {
          let length = way.length + (lengths[token] ?? 0)
          next.append((parent, token, length, way.logProbability + probabilities[token]))
        }
      }
      next.sort { ($1.logProbability, $0.parent, $0.token) < ($0.logProbability, $1.parent, $1.token) }
      let kept = next.prefix(beams)
      found += kept.filter { (exact == nil || $0.length == exact) && lengths.canEnd($0.token) }
        .map { model.tokenizer.decode(live[$0.parent].tokens + [$0.token]) }
      let going = kept.filter { $0.length < most }
      let sessions = going.map { live[$0.parent].session.fork() }
      let answers = try Reading(model: model).advance(
        zip(going, sessions).map { (session: $1, tokens: [$0.token]) })
      live = zip(going, zip(sessions, answers)).map { way, state in
        (live[way.parent].tokens + [way.token], way.length, way.logProbability, state.0, state.1.logits)
      }
    }
    var seen: Set<String> = []
    return (found + others).filter { seen.insert($0).inserted }
  }
}

/// The beginning of texts, read once.
struct PrefixReader {
  let model: TextModel
  let session: Session
  /// What follows the beginning.
  let logits: [Float]
  private let tokens: [Int]
  /// For each number of first tokens, the logarithm of the probability of all but the first of them.
  private let sums: [Double]
  /// How many first tokens were left out because the model's context does not hold them.
  private let dropped: Int

  /// Reads a beginning, of one that is too long the end.
  init(model: TextModel, text: String) throws {
    self.model = model
    let prompt = try model.prompt(text)
    dropped = max(0, prompt.count - model.contextLength * 3 / 4)
    tokens = Array(prompt.dropFirst(dropped))
    session = model.stream()
    var (sums, last) = ([0.0, 0.0], [Float]())
    let read = tokens
    try Reading(model: model).read(read, into: session) { index, answer in
      if index + 1 < read.count {
        sums.append(sums[index + 1] + LogProbabilities(answer.logits)[read[index + 1]])
      } else {
        last = answer.logits
      }
    }
    (self.sums, logits) = (sums, last)
  }

  /// The logarithm of the probability of a text that has this beginning, as far as the context holds it.
  func logProbability(of text: String) throws -> Double {
    let whole = Array(try model.prompt(text).dropFirst(dropped).prefix(model.contextLength))
    var common = 0
    while common < min(tokens.count, whole.count), tokens[common] == whole[common] { common += 1 }
    var sum = sums[max(1, common)]
    guard common < whole.count else { return sum }
    // Where the text goes on behind the whole beginning, its next token is known of already.
    let isBehind = common == tokens.count
    if isBehind { sum += LogProbabilities(logits)[whole[common]] }
    let unread = isBehind ? common : max(0, common - 1)
    let asked = whole[(unread + 1)...]
    guard !asked.isEmpty else { return sum }
    let fork = session.fork()
    fork.truncate(to: unread)
    try Reading(model: model).read(Array(whole[unread..<whole.count - 1]), into: fork) { index, answer in
      sum += LogProbabilities(answer.logits)[asked[asked.startIndex + index]]
    }
    return sum
  }
}
