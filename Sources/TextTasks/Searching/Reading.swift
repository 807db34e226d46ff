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

  /// The streams of ways that each go on from one before: the first to do so takes the stream, the others a copy.
  static func follow(_ parents: [Int], _ sessions: [Session]) -> [Session] {
    var isTaken = Array(repeating: false, count: sessions.count)
    return parents.map { parent in
      defer { isTaken[parent] = true }
      return isTaken[parent] ? sessions[parent].fork() : sessions[parent]
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
    candidates.keepFirst(limit)
    entries = candidates.entries.map { ($0.token, Double($0.logit) - normaliser) }
  }
}
