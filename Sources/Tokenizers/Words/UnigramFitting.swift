#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A vocabulary on its way: pieces and how often each is part of the most probable division of a text.
struct UnigramFitting {
  /// A piece; single characters stay whatever happens.
  struct Candidate {
    let text: [Unicode.Scalar]
    var count: Double
  }

  private(set) var candidates: [Candidate]
  private let text: [Unicode.Scalar]

  /// Candidates with first guesses of their counts, and the text whose runs ``NGramCensus/gap`` separates.
  init(_ candidates: [Candidate], text: [Unicode.Scalar]) {
    self.candidates = candidates
    self.text = text
  }

  /// The logarithms of the candidates' probabilities; what was never met counts as half a time.
  var scores: [Double] {
    let total = candidates.reduce(0) { $0 + max($1.count, 0.5) }
    return candidates.map { log(max($0.count, 0.5) / total) }
  }

  private func model(_ scores: [Double]) -> UnigramModel {
    let pieces = zip(candidates, scores).map { candidate, score in
      (text: String(String.UnicodeScalarView(candidate.text)), score: score)
    }
    return UnigramModel(pieces: pieces, unknown: -1, hasByteFallback: false)
  }

  /// Counts the pieces in the most probable divisions; one step of fitting (Kudo 2018, section 3.2, with the best
  /// division in place of all).
  mutating func refit() {
    let model = model(scores)
    var counts = [Double](repeating: 0, count: candidates.count)
    var lattice = Lattice()
    var tokens: [Int] = []
    var start = 0
    while start < text.count {
      guard text[start] != NGramCensus.gap else {
        start += 1
        continue
      }
      let end = text[start...].firstIndex(of: NGramCensus.gap) ?? text.count
      tokens.removeAll(keepingCapacity: true)
      model.append(text[start..<end], to: &tokens, using: &lattice)
      for token in tokens where token >= 0 { counts[token] += 1 }
      start = end
    }
    for index in candidates.indices { candidates[index].count = counts[index] }
  }

  /// Adds to the counts of single characters.
  mutating func add(_ counts: [Unicode.Scalar: Int]) {
    for index in candidates.indices where candidates[index].text.count == 1 {
      candidates[index].count += Double(counts[candidates[index].text[0]] ?? 0)
    }
  }

  /// Keeps the `limit` candidates whose loss would make the text least probable, and all characters.
  mutating func prune(to limit: Int) {
    let scores = scores
    let model = model(scores)
    var lattice = Lattice()
    let losses = candidates.indices.map { index -> Double in
      let candidate = candidates[index]
      guard candidate.text.count > 1 else { return .infinity }
      // The best division that is not the piece itself.
      model.findBest(candidate.text[...], using: &lattice, leavingOut: index)
      return candidate.count * (scores[index] - lattice.arcs[candidate.text.count].score)
    }
    let order = candidates.indices.sorted { (losses[$1], $0) < (losses[$0], $1) }
    let kept = Set(order.prefix(limit))
    candidates = candidates.indices.filter { kept.contains($0) }.map { candidates[$0] }
  }
}
