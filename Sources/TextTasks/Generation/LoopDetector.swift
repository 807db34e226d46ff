/// What counts as running in circles.
///
/// Likely continuations tend to repeat themselves without end (Holtzman et al. 2020, "The Curious Case of Neural Text
/// Degeneration", section 3; Fu et al. 2021, "A Theoretical Analysis of the Repetition Problem in Text Generation"), and
/// may never reach the token that ends a text (Welleck et al. 2020, "Consistency of a Recurrent Language Model With
/// Respect to Incomplete Decoding"). A text is taken to be in a loop when
///
/// - its latest tokens are the same `period` tokens over and over, at least ``repeats`` times and at least
///   ``leastTokens`` tokens in all; or
/// - of the sequences of four tokens among its latest ``window`` tokens less than ``leastNovelty`` are different.
///
/// Only what was written counts, not the prompt.
public struct LoopRule: Sendable, Hashable {
  /// The longest period that is looked for.
  public var longestPeriod = 64
  /// How many times a period comes, 2 or more.
  public var repeats = 4
  /// How many tokens the repetitions are at least.
  public var leastTokens = 32
  /// How many of the latest tokens should hold something new.
  public var window = 256
  /// The least share of different sequences of four tokens among them; 0 is off.
  public var leastNovelty = 0.2

  /// The usual rule.
  public init() {}

  func check() throws(GenerationError) {
    guard (1...4096).contains(longestPeriod) else {
      throw .option("loop period", value: "\(longestPeriod)", expected: "1 to 4096")
    }
    guard repeats >= 2 else { throw .option("loop repeats", value: "\(repeats)", expected: "2 or more") }
    guard window >= 8 else { throw .option("loop window", value: "\(window)", expected: "8 or more") }
  }
}

/// Follows a text token by token and says when it runs in circles.
struct LoopDetector {
  /// The sequences whose novelty counts.
  private static let gram = 4

  private let rule: LoopRule
  private var tokens: [Int] = []
  /// For each period, from 1, how many of the latest tokens equal the one a period before.
  private var matches: [Int]
  private var grams: [[Int]: Int] = [:]

  init(_ rule: LoopRule) {
    self.rule = rule
    matches = Array(repeating: 0, count: rule.longestPeriod)
  }

  /// Takes a token; answers the loop it closes, by its period.
  mutating func add(_ token: Int) -> EndReason? {
    tokens.append(token)
    let last = tokens.count - 1
    var found: Int?
    for period in 1...rule.longestPeriod where period <= last {
      guard tokens[last - period] == token else {
        matches[period - 1] = 0
        continue
      }
      matches[period - 1] += 1
      let length = matches[period - 1] + period
      if found == nil, length >= max(rule.repeats * period, rule.leastTokens) { found = period }
    }
    if let found { return .loop(period: found) }
    return hasLittleNew() ? .loop(period: nil) : nil
  }

  private mutating func hasLittleNew() -> Bool {
    let size = Self.gram
    guard tokens.count >= size else { return false }
    grams[Array(tokens.suffix(size)), default: 0] += 1
    guard tokens.count > rule.window else { return false }
    let start = tokens.count - rule.window - 1
    let leaving = Array(tokens[start..<start + size])
    if let count = grams[leaving] { grams[leaving] = count > 1 ? count - 1 : nil }
    return Double(grams.count) < rule.leastNovelty * Double(rule.window - size + 1)
  }
}
