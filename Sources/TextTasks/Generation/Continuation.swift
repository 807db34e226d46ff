internal import LanguageModel
internal import Tokenizers

/// A text as it grows: its tokens, what of it can be shown, and whether it has ended.
struct Continuation {
  /// The prompt's tokens and its own.
  private(set) var history: [Int]
  private(set) var choices: [TokenChoice] = []
  /// What has been shown.
  private(set) var text = ""
  private(set) var end: EndReason?
  private var tokenText: TokenText
  private var scanner: StopScanner
  private var loops: LoopDetector?
  private let ends: Set<Int>
  private let limit: Int

  /// A text after `prompt`, ended by the tokens `ends`; those of the vocabulary by default.
  init(after prompt: [Int], model: TextModel, options: GenerationOptions, ends: Set<Int>? = nil) {
    history = prompt
    tokenText = TokenText(model.tokenizer, after: prompt.last)
    scanner = StopScanner(options.stops)
    loops = options.loops.map(LoopDetector.init)
    self.ends = ends ?? model.tokenizer.ends
    limit = options.maximumTokens
  }

  /// Goes on by a token; answers the text that can be shown now.
  mutating func take(_ choice: TokenChoice) -> String {
    precondition(end == nil, "a text that has ended takes no token")
    history.append(choice.token)
    choices.append(choice)
    guard !ends.contains(choice.token) else { return finish(.endToken(choice.token)) }
    let shown = scanner.append(tokenText.append(choice.token))
    text += shown
    if let stop = scanner.found {
      end = .stop(stop)
      return shown
    }
    if let loop = loops?.add(choice.token) { return shown + finish(loop) }
    return choices.count >= limit ? shown + finish(.limit) : shown
  }

  /// Ends the text; answers the rest that can be shown.
  mutating func finish(_ reason: EndReason) -> String {
    var rest = scanner.append(tokenText.finish())
    end = reason
    if let stop = scanner.found { end = .stop(stop) } else { rest += scanner.finish() }
    text += rest
    return rest
  }

  /// The text as it is.
  func result(score: Double? = nil) -> GeneratedText {
    GeneratedText(text: text, tokens: choices, end: end ?? .limit, score: score)
  }
}
