#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// Strings of characters that occur often and hold together.
///
/// Counted level by level: a string of n characters is only counted where both strings of n-1 in it are frequent, so the
/// tables stay small however long the text is (the Apriori principle, Agrawal and Srikant 1994).
struct NGramCensus {
  /// A frequent string.
  struct Entry {
    /// Where it occurs first.
    let start: Int
    let length: Int
    let count: Int
    /// How much more often it occurs than its parts would meet by chance: the least pointwise mutual information, in
    /// nats, of the divisions into all but the last or the first character and that character.
    let cohesion: Double
    /// Whether it hardly ever occurs but in one and the same string that is a character longer.
    var isFragment = false
  }

  /// How much of its occurrences a fragment has in a longer string.
  private static let fragmentShare = 0.95

  /// What stands between runs of a text.
  static let gap = Unicode.Scalar(0 as UInt8)

  /// The frequent strings of two to `longest` characters, of Latin letters twice as many, in a text whose runs
  /// ``gap`` separates.
  static func entries(of text: [Unicode.Scalar], longest: Int, leastCount: Int) -> [Entry] {
    var characters = CountTable()
    var total = 0
    for scalar in text where scalar != gap {
      characters.add(UInt64(scalar.value))
      total += 1
    }
    // The count of the string of the last level that begins at each place, 0 where it is not frequent, and its number.
    var counts = text.map { $0 == gap ? 0 : Int32(clamping: characters.count(of: UInt64($0.value))) }
    var numbers = text.map { Int32(bitPattern: $0.value) }
    for index in counts.indices where counts[index] < leastCount { counts[index] = 0 }
    var entries: [Entry] = []
    var levelBefore = 0..<0
    for length in stride(from: 2, through: max(1, 2 * longest), by: 1) where text.count >= length {
      var table = CountTable()
      let last = text.count - length
      func key(_ start: Int) -> UInt64? {
        guard counts[start] > 0, counts[start + 1] > 0, length <= longest || text[start].isASCII else {
          return nil
        }
        return UInt64(UInt32(bitPattern: numbers[start])) << 21 | UInt64(text[start + length - 1].value)
      }
      for start in 0...last { if let key = key(start) { table.add(key) } }
      let first = entries.count
      for start in 0...last {
        // Places to the right keep the level before until they are looked at themselves.
        guard let key = key(start), table.count(of: key) >= leastCount else {
          counts[start] = 0
          continue
        }
        let (count, number, isNew) = table.number(of: key)
        if isNew {
          for (part, number) in [(counts[start], numbers[start]), (counts[start + 1], numbers[start + 1])]
          where !levelBefore.isEmpty && Double(count) >= fragmentShare * Double(part) {
            entries[levelBefore.lowerBound + Int(number)].isFragment = true
          }
          func information(_ part: Int32, _ character: Unicode.Scalar) -> Double {
            log(Double(count) * Double(total) / Double(part))
              - log(Double(characters.count(of: UInt64(character.value))))
          }
          entries.append(
            Entry(
              start: start, length: length, count: count,
              cohesion: min(
                information(counts[start], text[start + length - 1]),
                information(counts[start + 1], text[start])
              )))
        }
        counts[start] = Int32(clamping: count)
        numbers[start] = number
      }
      for start in last + 1..<text.count { counts[start] = 0 }
      guard first < entries.count else { break }
      levelBefore = first..<entries.count
    }
    return entries
  }
}

/// How often keys occur: an open hash table that grows.
///
/// Keys are below `UInt64.max`.
struct CountTable {
  private static let empty = UInt64.max
  private var keys = [UInt64](repeating: empty, count: 1 << 12)
  private var counts = [Int32](repeating: 0, count: 1 << 12)
  private var numbers: [Int32] = []
  private var used = 0
  private var numbered: Int32 = 0

  /// Counts a key once more.
  mutating func add(_ key: UInt64) {
    var place = place(of: key)
    if keys[place] == Self.empty {
      if 2 * used >= keys.count {
        grow()
        place = self.place(of: key)
      }
      keys[place] = key
      used += 1
    }
    counts[place] = counts[place] == .max ? .max : counts[place] + 1
  }

  /// How often the key occurred.
  func count(of key: UInt64) -> Int { Int(counts[place(of: key)]) }

  /// The count of a key that occurred, and its number, given in the order of the first question.
  mutating func number(of key: UInt64) -> (count: Int, number: Int32, isNew: Bool) {
    if numbers.isEmpty { numbers = Array(repeating: -1, count: keys.count) }
    let place = place(of: key)
    let isNew = numbers[place] < 0
    if isNew {
      numbers[place] = numbered
      numbered += 1
    }
    return (Int(counts[place]), numbers[place], isNew)
  }

  @inline(__always)
  private func place(of key: UInt64) -> Int {
    let mask = keys.count - 1
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while keys[place] != key, keys[place] != Self.empty { place = (place + 1) & mask }
    return place
  }

  private mutating func grow() {
    let old = (keys: keys, counts: counts)
    keys = Array(repeating: Self.empty, count: 2 * old.keys.count)
    counts = Array(repeating: 0, count: keys.count)
    for (index, key) in old.keys.enumerated() where key != Self.empty {
      let place = place(of: key)
      keys[place] = key
      counts[place] = old.counts[index]
    }
  }
}
