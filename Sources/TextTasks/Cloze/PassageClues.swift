/// How likely each word of a passage is to be what is missing, by what stands around it there and around the blank.
///
/// The features are those that Chen, Bolton and Manning 2016 ("A Thorough Examination of the CNN/Daily Mail Reading
/// Comprehension Task") give a classifier of entities, by letters instead of words: whether the neighbours agree, what the
/// sentences have in common, how far away the word stands, how often, and whether the question has it. The occurrences of
/// a word add up, as in the attention sum reader (Kadlec et al. 2016).
///
/// What neighbours, sentences, distance and frequency are worth is rounded from log-linear fits on questions made of our
/// training texts: 2,500 with the blank in the passage, some 2,200 with a question apart of which words were left out or
/// exchanged. How much that counts beside a model's reading is from fits on some 100 of each; how far is looked is not fitted.
public struct PassageClues: Sendable {
  /// What a neighbouring letter is worth that both have; at most ``neighbours`` on each side count.
  private static let neighbourWorth = 2.0
  private static let neighbours = 2
  /// What it is worth that a sentence has all letters of the question: the passage says what it is asked about, but the
  /// sentences next to a blank within it have other things to say.
  private static let (sentenceWorthApart, sentenceWorthWithin) = (8.0, 1.0)
  /// What the logarithm of the distance from a blank within the passage takes away.
  private static let distanceWorth = 0.4
  /// How much frequency counts besides the sum of the occurrences.
  private static let frequencyExponent = 0.75
  /// The share that is left of a word that the question has itself.
  private static let askedShare = Natural.exp(-1)
  /// The longest stretch of letters that is taken from where the question has its blank.
  private static let longestStretch = 8
  /// How much all of it counts within a passage, where less is said twice.
  private static let exponentWithin = 1.0 / 3
  /// How many letters on each side of a blank, and of a word, are looked at.
  private static let reach = 32

  private static let ends = Set("。！？；!?;…\n".unicodeScalars.map(\.value))
  /// Stands in the passage where the blank is.
  private static let mark: UInt32 = 0xFFFF

  private let text: [UInt32]
  private let question: String
  private let before: ArraySlice<UInt32>
  private let after: ArraySlice<UInt32>
  /// Where the blank is, unless the question stands apart.
  private let blank: Int?
  /// The letters of the question, numbered, and for each how rare it is in the passage; together 1.
  private let numbers: [UInt32: Int]
  private let rarity: [Double]

  /// The clues of a passage.
  ///
  /// - Parameters:
  ///   - passage: The passage; empty where the blank stands in the passage itself.
  ///   - before: What stands before the blank.
  ///   - after: What stands behind it.
  public init(passage: String, before: String, after: String) {
    let (left, right) = (before.unicodeScalars.map(\.value), after.unicodeScalars.map(\.value))
    if passage.isEmpty {
      text = left + [Self.mark] + right
      blank = left.count
      self.before = left[(left.lastIndex(where: Self.ends.contains).map { $0 + 1 } ?? 0)...].suffix(
        Self.reach)
      self.after = right[..<(right.firstIndex(where: Self.ends.contains) ?? right.count)].prefix(Self.reach)
    } else {
      text = passage.unicodeScalars.map(\.value)
      blank = nil
      self.before = left.suffix(Self.reach)
      self.after = right.prefix(Self.reach)
    }
    question = String(
      String.UnicodeScalarView((self.before + [Self.mark] + self.after).compactMap(Unicode.Scalar.init)))
    var numbers: [UInt32: Int] = [:]
    for letter in self.before + self.after where Self.isLetter(letter) && numbers[letter] == nil {
      numbers[letter] = numbers.count
    }
    var counts = [Double](repeating: 0, count: numbers.count)
    for letter in text {
      if let number = numbers[letter] { counts[number] += 1 }
    }
    let all = counts.reduce(0) { $0 + 1 / ($1 + 1) }
    self.numbers = numbers
    rarity = counts.map { 1 / ($0 + 1) / all }
  }

  /// How likely each word is, as a weight; that of a word that the passage does not have is small.
  public func weights(of words: Set<String>) -> [String: Double] {
    var places: [ArraySlice<UInt32>: String] = [:]
    for word in words where !word.isEmpty { places[ArraySlice(word.unicodeScalars.map(\.value))] = word }
    let lengths = Set(places.keys.map(\.count)).sorted()
    var found: [String: (count: Double, sum: Double)] = [:]
    for start in text.indices {
      for length in lengths where start + length <= text.count {
        guard let word = places[text[start..<start + length]] else { continue }
        let (count, sum) = found[word] ?? (0, 0)
        found[word] = (count + 1, sum + Natural.exp(evidence(at: start..<start + length)))
      }
    }
    var weights: [String: Double] = [:]
    for word in words {
      let (count, sum) = found[word] ?? (1, Self.absent)
      let share = question.contains(word) ? Self.askedShare : 1
      let weight = share * sum * Natural.power(count, Self.frequencyExponent)
      weights[word] = blank == nil ? weight : Natural.power(weight, Self.exponentWithin)
    }
    return weights
  }

  /// What stands in the passage just where a question apart has its blank: stretches of letters between the letter before
  /// the blank and the one behind it, or the edge of a clause where the question has none there.
  ///
  /// So words are found that no vocabulary knows and that the passage says once.
  public func stretches() -> Set<String> {
    guard blank == nil else { return [] }
    func isEdge(_ place: Int, like letter: UInt32?) -> Bool {
      let here = text.indices.contains(place) ? text[place] : nil
      guard let letter, Self.isLetter(letter) else { return here.map { !Self.isLetter($0) } ?? true }
      return here == letter
    }
    var found: Set<ArraySlice<UInt32>> = []
    for start in text.indices where isEdge(start - 1, like: before.last) {
      for end in start..<min(start + Self.longestStretch, text.count) {
        guard Self.isLetter(text[end]) else { break }
        if isEdge(end + 1, like: after.first) { found.insert(text[start...end]) }
      }
    }
    return Set(found.map { String(String.UnicodeScalarView($0.compactMap(Unicode.Scalar.init))) })
  }

  /// How much the model's reading counts beside these weights, from 0 to 1.
  var readingShare: Double { blank == nil ? 1.0 / 6 : 1.0 / 3 }

  private static let absent = 1e-6

  /// What speaks for it that the word at a place is missing.
  private func evidence(at place: Range<Int>) -> Double {
    var evidence = Self.neighbourWorth * Double(agreeing(at: place))
    evidence += (blank == nil ? Self.sentenceWorthApart : Self.sentenceWorthWithin) * common(at: place)
    if let blank { evidence -= Self.distanceWorth * Natural.log(Double(abs(place.lowerBound - blank)) + 1) }
    return evidence
  }

  /// How many letters next to a place are those next to the blank.
  private func agreeing(at place: Range<Int>) -> Int {
    let left = zip(text[..<place.lowerBound].reversed(), before.reversed())
    let right = zip(text[place.upperBound...], after)
    return left.prefix(Self.neighbours).prefix { $0 == $1 }.count
      + right.prefix(Self.neighbours).prefix { $0 == $1 }.count
  }

  /// The share of the question's letters that stand in the sentence around a place, rare ones more.
  private func common(at place: Range<Int>) -> Double {
    // There are at most 64 letters.
    var seen: UInt64 = 0
    func see(_ letter: UInt32) -> Bool {
      guard !Self.ends.contains(letter) else { return false }
      if let number = numbers[letter] { seen |= 1 << UInt64(number) }
      return true
    }
    for letter in text[..<place.lowerBound].suffix(Self.reach).reversed() { guard see(letter) else { break } }
    for letter in text[place.upperBound...].prefix(Self.reach) { guard see(letter) else { break } }
    var share = 0.0
    while seen != 0 {
      share += rarity[seen.trailingZeroBitCount]
      seen &= seen - 1
    }
    return share
  }

  private static func isLetter(_ value: UInt32) -> Bool {
    Unicode.Scalar(value).map { $0.properties.isAlphabetic || $0.properties.numericType != nil } ?? false
  }
}

/// Words that a text shows by saying them again.
enum RepeatedWords {
  /// The longest word, in letters.
  private static let longest = 4
  /// How many letters at the beginning of a text are searched; the memory is a multiple of it.
  private static let reach = 1 << 17

  /// The stretches of two to four Chinese letters that occur more than once, but for those that only occur within one of
  /// the longer ones.
  static func of(_ text: String) -> Set<String> {
    var counts: [ArraySlice<UInt32>: Int] = [:]
    let letters = text.unicodeScalars.prefix(reach).map { $0.properties.isIdeographic ? $0.value : 0 }
    for run in letters.split(separator: 0) {
      for start in run.indices {
        for length in 2...longest where start + length <= run.endIndex {
          counts[run[start..<start + length], default: 0] += 1
        }
      }
    }
    counts = counts.filter { $0.value > 1 }
    var words = Set(counts.keys)
    for (stretch, count) in counts where stretch.count > 2 {
      for part in [stretch.dropFirst(), stretch.dropLast()] where counts[part] == count { words.remove(part) }
    }
    return Set(words.map { String(String.UnicodeScalarView($0.compactMap(Unicode.Scalar.init))) })
  }
}
