import Screen
import TextTasks
import Tokenizers

/// What `yiwen generate` wrote, for people and for programs.
struct WrittenTexts: Encodable, Sendable {
  struct Token: Encodable, Sendable {
    let token: Int
    let text: String
    let logprob: Double?
    let top: [Token]?
  }

  struct Text: Encodable, Sendable {
    let text: String
    /// One word: `end`, `stop`, `limit`, `loop`, `context`; of searches `agreement`, `rounds`, `steps`.
    let end: String
    var period: Int?
    let score: Double?
    let tokens: [Token]?
    /// A sentence, where the end is worth one.
    private(set) var complaint: String?

    private enum CodingKeys: String, CodingKey { case text, end, period, score, tokens }

    init(text: String, end: String, score: Double?, tokens: [Token]?) {
      (self.text, self.end, self.score, self.tokens) = (text, end, score, tokens)
    }

    /// The text; with a tokenizer its tokens too.
    init(_ text: GeneratedText, tokenizer: (any TextTokenizer)?) {
      let tokens = tokenizer.map { tokenizer in
        text.tokens.map { choice in
          Token(
            token: choice.token, text: tokenizer.name(of: choice.token), logprob: choice.logProbability,
            top: choice.alternatives.map {
              Token(token: $0.token, text: tokenizer.name(of: $0.token), logprob: $0.logProbability, top: nil)
            })
        }
      }
      self.init(text: text.text, end: text.end.name, score: text.score, tokens: tokens)
      switch text.end {
      case .loop(let period):
        self.period = period
        complaint = "Stopped since \(text.end)."
      case .contextFull: complaint = "Stopped since \(text.end)."
      case .endToken, .stop, .limit: break
      }
    }
  }

  let prompt: String
  let promptTokens: Int?
  let seed: UInt64?
  let sampler: String
  let texts: [Text]

  /// What should be said besides the texts.
  var complaints: [String] {
    texts.enumerated().compactMap { index, text in
      text.complaint.map { texts.count > 1 ? "Text \(index + 1): \($0)" : $0 }
    }
  }

  /// The texts, with a line between them where there are several; what was streamed only lacks its end.
  func text(streamed: Bool, listsTokens: Bool) -> String {
    guard !streamed else { return (isShownAtOnce ? texts[0].text : "") + "\n" }
    let parts = texts.enumerated().map { index, text in
      let head = texts.count > 1 ? "== \(index + 1) ==\n" : ""
      return head + (listsTokens ? Self.table(text) : text.text) + "\n"
    }
    return parts.joined()
  }

  /// Whether the text of a search comes whole at its end.
  private var isShownAtOnce: Bool {
    sampler.hasPrefix("beams") || sampler.hasPrefix("two-way") || sampler.hasPrefix("Metropolis")
  }

  /// A line for each token: its name, its logarithm of probability, and the alternatives.
  private static func table(_ text: Text) -> String {
    var table = TextTable(rows: [["token", "ln p", "alternatives"]])
    table.left = [0, 2]
    for token in text.tokens ?? [] {
      let others = (token.top ?? []).map { "\($0.text) \(($0.logprob ?? 0).fixed(3))" }
      table.rows.append([token.text, (token.logprob ?? 0).fixed(3), others.joined(separator: "  ")])
    }
    return table.description
  }
}
