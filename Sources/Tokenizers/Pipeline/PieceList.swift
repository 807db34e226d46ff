/// Text cut into pieces, one buffer and where each piece ends; no piece is empty.
struct PieceList {
  private(set) var scalars: [Unicode.Scalar] = []
  private(set) var ends: [Int] = []
  /// Whether the first piece is the beginning of the user's text.
  var beginsText: Bool

  init(beginsText: Bool) {
    self.beginsText = beginsText
  }

  init(_ scalars: [Unicode.Scalar], beginsText: Bool) {
    self.beginsText = beginsText
    self.scalars = scalars
    if !scalars.isEmpty { ends = [scalars.count] }
  }

  /// Adds a piece; nothing if it is empty.
  mutating func append(_ piece: ArraySlice<Unicode.Scalar>) {
    scalars += piece
    endPiece()
  }

  /// Adds a scalar to the piece that ``endPiece()`` ends.
  mutating func append(_ scalar: Unicode.Scalar) { scalars.append(scalar) }

  mutating func endPiece() {
    if scalars.count > ends.last ?? 0 { ends.append(scalars.count) }
  }

  /// Where the pieces lie in the buffer.
  var ranges: [Range<Int>] {
    var start = 0
    return ends.map { end in
      defer { start = end }
      return start..<end
    }
  }
}

/// What becomes of the stretches that a pattern matches (`SplitDelimiterBehavior` of Hugging Face).
enum SplitBehavior: String, CaseIterable {
  case removed = "Removed"
  case isolated = "Isolated"
  case mergedWithPrevious = "MergedWithPrevious"
  case mergedWithNext = "MergedWithNext"
  case contiguous = "Contiguous"
}

extension PieceList {
  /// Every piece cut where `pattern` matches; if `inverted`, what lies between the matches counts as the match.
  func split(by pattern: SplitPattern, _ behavior: SplitBehavior, inverted: Bool = false) -> PieceList {
    var result = PieceList(beginsText: beginsText)
    for range in ranges {
      let stretches = Self.stretches(of: pattern, in: scalars, range, inverted: inverted)
      for (index, stretch) in Self.joining(stretches, behavior).enumerated() {
        if behavior == .removed, stretch.isMatch {
          if result.scalars.isEmpty, index == 0, range.lowerBound == 0 { result.beginsText = false }
          continue
        }
        result.append(scalars[stretch.range])
      }
    }
    return result
  }

  private typealias Stretch = (range: Range<Int>, isMatch: Bool)

  private static func stretches(
    of pattern: SplitPattern, in scalars: [Unicode.Scalar], _ range: Range<Int>, inverted: Bool,
  ) -> [Stretch] {
    var stretches: [Stretch] = []
    var position = range.lowerBound
    while position < range.upperBound {
      guard let match = pattern.firstMatch(in: scalars, position..<range.upperBound) else { break }
      if position < match.lowerBound { stretches.append((position..<match.lowerBound, inverted)) }
      stretches.append((match, !inverted))
      position = match.upperBound
    }
    if position < range.upperBound { stretches.append((position..<range.upperBound, inverted)) }
    return stretches
  }

  private static func joining(_ stretches: [Stretch], _ behavior: SplitBehavior) -> [Stretch] {
    var result: [Stretch] = []
    var wasMatch = false
    for stretch in stretches {
      let joins =
        switch behavior {
        case .removed, .isolated: false
        case .contiguous: wasMatch == stretch.isMatch
        case .mergedWithPrevious: stretch.isMatch && !wasMatch
        case .mergedWithNext: !stretch.isMatch && wasMatch
        }
      if joins, let last = result.popLast() {
        result.append((last.range.lowerBound..<stretch.range.upperBound, last.isMatch))
      } else {
        result.append(stretch)
      }
      wasMatch = stretch.isMatch
    }
    return result
  }
}
