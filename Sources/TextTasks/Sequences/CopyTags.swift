/// What the outcome head of our text models says at a token.
///
/// At a `<sent>` token: whether the sentence before belongs to a summary. At a token before one of a summary: whether that
/// one is written freely or copied (Su Jianlin 2021, "SPACES", the BIO copy mechanism).
public enum TextOutcome: Int, Sendable, CaseIterable {
  /// The sentence is left out.
  case omitted
  /// The sentence is taken.
  case taken
  /// The next token is written freely.
  case written
  /// The next token is copied from the source, where a copy begins.
  case copied
  /// The next token goes on with the copy.
  case continued
}

/// Which tokens of a summary are copies of its source.
public enum CopyTags {
  /// A tag for each token of `target`: stretches of two tokens and more that are in the source are copies.
  ///
  /// From left to right the longest stretch that the source has.
  public static func tags(of target: [Int], from source: [Int]) -> [TextOutcome] {
    var places: [Pair: [Int]] = [:]
    for (index, pair) in zip(source, source.dropFirst()).enumerated() {
      places[Pair(first: pair.0, second: pair.1), default: []].append(index)
    }
    var tags = [TextOutcome](repeating: .written, count: target.count)
    var next = 0
    while next + 1 < target.count {
      var longest = 0
      for start in places[Pair(first: target[next], second: target[next + 1])] ?? [] {
        var length = 2
        while next + length < target.count, start + length < source.count,
          target[next + length] == source[start + length]
        { length += 1 }
        longest = max(longest, length)
      }
      guard longest > 0 else {
        next += 1
        continue
      }
      tags[next] = .copied
      for index in next + 1..<next + longest { tags[index] = .continued }
      next += longest
    }
    return tags
  }

  private struct Pair: Hashable {
    let first: Int
    let second: Int
  }
}
