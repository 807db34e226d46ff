internal import LanguageModel

/// Streams that a search moves forward.
struct Reading {
  let model: TextModel

  /// How many tokens are read at a time where all of them are answered: an answer is as long as the vocabulary.
  private static let piece = 64

  /// Moves streams forward, and answers the last token of each.
  func advance(
    _ runs: [(session: Session, tokens: [Int])], states: Bool = false
  ) throws(GenerationError) -> [DecoderOutput] {
    let runs = runs.map { run in
      Decoder.Run(session: run.session, inputs: run.tokens.map { TokenInput(token: Int32($0)) })
    }
    do { return try model.decoder.advance(runs, states: states).map { $0[0] } } catch {
      throw .decoder(error)
    }
  }

  /// Reads tokens, and hands over the answer to each.
  func read(
    _ tokens: [Int], into session: Session, states: Bool = false,
    each: (Int, DecoderOutput) -> Void
  ) throws(GenerationError) {
    var start = 0
    while start < tokens.count {
      let end = min(start + Self.piece, tokens.count)
      let inputs = tokens[start..<end].map { TokenInput(token: Int32($0)) }
      do {
        let answers = try model.decoder.advance(
          [.init(session: session, inputs: inputs)], outputs: .all, states: states)[0]
        for (index, answer) in answers.enumerated() { each(start + index, answer) }
      } catch { throw .decoder(error) }
      start = end
    }
  }

  /// Refuses a prompt that leaves no room for a token.
  func check(_ prompt: [Int]) throws(GenerationError) {
    guard !prompt.isEmpty else { throw .emptyPrompt }
    guard prompt.count < model.contextLength else {
      throw .promptTooLong(tokens: prompt.count, context: model.contextLength)
    }
  }
}

/// Candidates with the logarithms of their probabilities among themselves.
struct RankedCandidates {
  /// The likeliest first; of equals the lower id.
  let entries: [(token: Int, logProbability: Double)]

  init(_ candidates: Candidates, limit: Int) {
    let normaliser = LogProbabilities.logSumOfExponentials(candidates.entries.lazy.map { Double($0.logit) })
    var candidates = candidates
    if limit < candidates.entries.count { candidates.keepTop(limit) } else { candidates.sort() }
    entries = candidates.entries.map { ($0.token, Double($0.logit) - normaliser) }
  }
}

extension Candidates {
  /// Keeps the `count` entries with the highest logits, in order.
  ///
  /// A few out of many are found in one pass.
  fileprivate mutating func keepTop(_ count: Int) {
    var best: [Entry] = []
    for entry in entries {
      func isBehind(_ other: Entry) -> Bool {
        other.logit == entry.logit ? other.token < entry.token : other.logit > entry.logit
      }
      if best.count == count {
        guard let last = best.last, !isBehind(last) else { continue }
        best.removeLast()
      }
      best.insert(entry, at: best.lastIndex(where: isBehind).map { $0 + 1 } ?? 0)
    }
    entries = best
  }
}
