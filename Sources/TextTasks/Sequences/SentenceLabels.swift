/// Which sentences of a text a summary was made of, as far as counting can tell.
public enum SentenceLabels {
  /// The sentences whose choice, one after another, raises the mean of ROUGE-1 and ROUGE-2 the most, while it rises.
  ///
  /// Ascending; after Nallapati et al. 2017, "SummaRuNNer", section 2.3.
  public static func best(_ sentences: [Substring], for summary: String, atMost limit: Int = 12) -> [Int] {
    let reference = Counts(Rouge.units(summary))
    let candidates = sentences.map { Counts(Rouge.units(String($0))) }
    var chosen: [Int] = []
    var sum = Counts([])
    var score = 0.0
    while chosen.count < limit {
      var best: (index: Int, score: Double)?
      for (index, candidate) in candidates.enumerated() where !chosen.contains(index) {
        let value = reference.score(of: sum, and: candidate)
        if value > best?.score ?? score { best = (index, value) }
      }
      guard let best else { break }
      chosen.append(best.index)
      sum.add(candidates[best.index])
      score = best.score
    }
    return chosen.sorted()
  }

  /// How often single characters and pairs occur.
  private struct Counts {
    var ones: [UInt64: Int] = [:]
    var twos: [UInt64: Int] = [:]
    var length = 0
    var pairs = 0

    init(_ units: [UInt32]) {
      for unit in units { ones[UInt64(unit), default: 0] += 1 }
      for pair in Rouge.pairs(units) { twos[pair, default: 0] += 1 }
      length = units.count
      pairs = max(0, units.count - 1)
    }

    mutating func add(_ other: Counts) {
      ones.merge(other.ones, uniquingKeysWith: +)
      twos.merge(other.twos, uniquingKeysWith: +)
      length += other.length
      pairs += other.pairs
    }

    /// The mean of ROUGE-1 and ROUGE-2 of what two texts have together.
    func score(of one: Counts, and other: Counts) -> Double {
      func common(_ counts: [UInt64: Int], _ first: [UInt64: Int], _ second: [UInt64: Int]) -> Int {
        counts.reduce(0) { $0 + min($1.value, (first[$1.key] ?? 0) + (second[$1.key] ?? 0)) }
      }
      return
        (Rouge.mean(common(ones, one.ones, other.ones), of: one.length + other.length, and: length)
        + Rouge.mean(common(twos, one.twos, other.twos), of: one.pairs + other.pairs, and: pairs)) / 2
    }
  }
}
