internal import LanguageModel
internal import Tokenizers

/// The most probable answers to an infilling question, blank after blank, several followed at once.
struct InfillingSearch {
  let model: TextModel
  let layout: TaskLayout
  let beams: Int
  let rules: [FillingRule]

  /// Fillings that grow.
  private struct Way {
    /// The blanks that are filled.
    var done: [String] = []
    /// The tokens of the one that is not.
    var tokens: [Int] = []
    /// How many characters these write.
    var length = 0
    /// Where they stand in the tree of candidates.
    var node = 0
    var logProbability = 0.0
    var parent = 0
    /// The token that leads here.
    var last = 0
  }

  /// A token that a way may go on by.
  private struct Step {
    let token: Int
    let logProbability: Double
    var node = 0
    var length = 0
  }

  /// The search for the fillings between parts of a text, behind a passage.
  func run(
    _ parts: [String], passage: String, wanted: Int, check: () throws -> Void
  ) throws -> [(texts: [String], logProbability: Double)] {
    let trees = rules.map { rule in
      if case .among(let candidates) = rule {
        CandidateTree(candidates.map(model.tokenizer.encode))
      } else {
        nil as CandidateTree?
      }
    }
    if let empty = trees.firstIndex(where: { $0?.isEmpty ?? false }) {
      throw ClozeError.nothingFits(blank: empty + 1)
    }
    let lengths = TokenLengths(model.tokenizer)
    let most = zip(rules, trees).reduce(0) { $0 + Self.mostTokens($1.0, tree: $1.1) + 1 }
    guard most < model.contextLength / 2 else {
      throw ClozeError.model(
        "the blanks may take \(most) tokens, more than half of the model's context of \(model.contextLength)")
    }
    let question = layout.question(filling: parts, after: passage, limit: model.contextLength - most)
    var streams = try WayStreams(model, question: question)
    var live = [Way()]
    var finished: [(texts: [String], logProbability: Double)] = []
    while true {
      try check()
      live = grow(live, answers: streams.answers, trees: trees, lengths: lengths, finished: &finished)
      finished.sort { $0.logProbability > $1.logProbability }
      guard let best = live.first else { break }
      // What still grows can only become less probable.
      if finished.count >= wanted, finished[wanted - 1].logProbability >= best.logProbability { break }
      try streams.advance(live.map { ($0.parent, $0.last) })
    }
    guard !finished.isEmpty else { throw ClozeError.nothingFits(blank: 1) }
    return finished
  }

  private static func mostTokens(_ rule: FillingRule, tree: CandidateTree?) -> Int {
    switch rule {
    case .anything(let most): most
    case .characters(let count): count
    case .among: tree?.depth ?? 0
    }
  }

  /// The likeliest ways a token further; those that fill the last blank go to `finished`.
  private func grow(
    _ live: [Way], answers: [[Float]], trees: [CandidateTree?], lengths: TokenLengths,
    finished: inout [(texts: [String], logProbability: Double)]
  ) -> [Way] {
    var grown: [Way] = []
    for (parent, (way, logits)) in zip(live, answers).enumerated() {
      let blank = way.done.count
      let probabilities = LogProbabilities(logits)
      var steps =
        trees[blank].map { tree in
          tree.next(after: way.node).map {
            Step(token: $0.token, logProbability: probabilities[$0.token], node: $0.node)
          }
        } ?? freeSteps(way, rules[blank], probabilities, count: logits.count, lengths: lengths)
      if isWhole(way, rules[blank], tree: trees[blank], lengths: lengths) {
        steps.append(Step(token: layout.end, logProbability: probabilities[layout.end]))
      }
      for step in steps {
        var next = way
        next.parent = parent
        next.last = step.token
        next.logProbability += step.logProbability
        if step.token == layout.end {
          next.done.append(model.tokenizer.decode(way.tokens))
          (next.tokens, next.length, next.node) = ([], 0, 0)
        } else {
          next.tokens.append(step.token)
          next.length += step.length
          next.node = step.node
        }
        grown.append(next)
      }
    }
    grown.sort { ($1.logProbability, $0.parent, $0.last) < ($0.logProbability, $1.parent, $1.last) }
    var kept: [Way] = []
    for way in grown where kept.count < beams {
      if way.done.count == rules.count {
        finished.append((way.done, way.logProbability))
      } else {
        kept.append(way)
      }
    }
    return kept
  }

  /// The likeliest tokens of a blank without candidates.
  private func freeSteps(
    _ way: Way, _ rule: FillingRule, _ probabilities: LogProbabilities, count: Int, lengths: TokenLengths
  ) -> [Step] {
    let most =
      switch rule {
      case .anything(let most), .characters(let most): most - way.length
      case .among: 0
      }
    guard most > 0 else { return [] }
    var steps: [Step] = []
    for token in 0..<count {
      guard let length = lengths[token], length <= most, way.length > 0 || lengths.canBegin(token) else {
        continue
      }
      let logProbability = probabilities[token]
      if steps.count == beams, let last = steps.last, logProbability <= last.logProbability { continue }
      if steps.count == beams { steps.removeLast() }
      let place = steps.lastIndex { $0.logProbability >= logProbability }.map { $0 + 1 } ?? 0
      steps.insert(Step(token: token, logProbability: logProbability, length: length), at: place)
    }
    return steps
  }

  /// Whether the blank may end here.
  private func isWhole(_ way: Way, _ rule: FillingRule, tree: CandidateTree?, lengths: TokenLengths) -> Bool {
    if case .among = rule { return tree?.isEnd(way.node) ?? false }
    guard let last = way.tokens.last, lengths.canEnd(last) else { return false }
    if case .characters(let count) = rule { return way.length == count }
    return true
  }
}

/// Where the ways of a search stand: streams that share the question and all that they have in common.
private struct WayStreams {
  private let model: TextModel
  private let tree: TokenTree
  /// The last token of each way.
  private var ends: [Int]
  /// The number of tokens from which on those are forgotten that no way goes on from.
  private var roomy: Int
  /// What may follow each way.
  private(set) var answers: [[Float]]

  /// One way that has read the question.
  init(_ model: TextModel, question: [Int]) throws(GenerationError) {
    self.model = model
    let isWhole = model.decoder.config.mask == .prefix
    tree = TokenTree(model.decoder, shape: StreamShape(prefixLength: isWhole ? question.count : 0))
    (ends, answers) = ([], [])
    roomy = question.count + Self.most
    try grow([Decoder.Growth(behind: nil, inputs: question.map { TokenInput(token: Int32($0)) })])
  }

  private static let most = 4_096

  /// Goes on with ways that each follow one from before.
  mutating func advance(_ steps: [(parent: Int, token: Int)]) throws(GenerationError) {
    let growths = steps.map {
      Decoder.Growth(behind: ends[$0.parent], inputs: [TokenInput(token: Int32($0.token))])
    }
    try grow(growths)
    if tree.count > roomy { forget() }
  }

  private mutating func grow(_ growths: [Decoder.Growth]) throws(GenerationError) {
    var node = tree.count - 1
    ends = growths.map { growth in
      node += growth.inputs.count
      return node
    }
    do { answers = try model.decoder.advance(tree, by: growths).map(\.logits) } catch {
      throw .decoder(error)
    }
  }

  private mutating func forget() {
    var isKept = Array(repeating: false, count: tree.count)
    for end in ends {
      var next: Int? = end
      while let node = next, !isKept[node] {
        isKept[node] = true
        next = tree.parent(of: node)
      }
    }
    let numbers = tree.keep { isKept[$0] }
    ends = ends.compactMap { numbers[$0] }
    roomy = tree.count + Self.most
  }
}
