/// How much each sentence of a text has in common with the others.
enum Centrality {
  /// The logarithm of each sentence's share in what the others say, the greatest being 0.
  ///
  /// That is the degree of a sentence in the graph of what sentences have in common (Erkan and Radev 2004, "LexRank"),
  /// here pairs of neighbouring letters: for each different pair how many of the others have it too, in sum, over the
  /// root of the number of pairs and four more, for long sentences have more of everything and very short ones little. One
  /// pass counts the pairs, so the time is that of reading the text.
  static func of(_ sentences: [Substring]) -> [Double] {
    let pairs = sentences.map { sentence in
      Set(Rouge.pairs(sentence.unicodeScalars.filter(isLetter).map(\.value)))
    }
    var counts: [UInt64: Int] = [:]
    for pairs in pairs {
      for pair in pairs { counts[pair, default: 0] += 1 }
    }
    let degrees = pairs.map { pairs in
      let common = pairs.reduce(0) { $0 + (counts[$1] ?? 1) - 1 }
      return Double(common) / Double(pairs.count + 4).squareRoot()
    }
    let greatest = max(degrees.max() ?? 0, .leastNormalMagnitude)
    return degrees.map { Natural.log($0 / greatest + least) }
  }

  /// What a sentence has that shares nothing, so that its logarithm is a number.
  private static let least = 1e-3

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }
}
