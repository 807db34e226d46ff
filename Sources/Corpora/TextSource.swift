internal import Tokenizers
internal import Training

/// Documents as sequences: each is cut into windows of the context, and every token is asked for but the first; some
/// windows are texts with blanks instead (`Infilling`).
public struct TextSource: SequenceSource {
  private let texts: [PreparedText]
  private let context: Int
  private let order: EpochOrder
  private let infilling: Infilling?
  private let infillingShare: Double
  /// How many windows come before each document, of all folders.
  private let firstWindows: [Int]
  /// How many documents come before each folder.
  private let firstDocuments: [Int]

  /// A source of the documents of folders that share a vocabulary.
  ///
  /// - Parameters:
  ///   - texts: The documents; at least one.
  ///   - context: The longest sequence the model reads.
  ///   - seed: What the order of the windows follows from.
  public init(_ texts: [PreparedText], context: Int, seed: UInt64) {
    self.init(texts, context: context, seed: seed, infilling: nil, share: 0)
  }

  /// A source that shows a share of the windows with blanks.
  init(_ texts: [PreparedText], context: Int, seed: UInt64, infilling: Infilling?, share: Double) {
    self.infilling = infilling
    infillingShare = share
    precondition(context > 0, "a context of \(context) tokens holds no text")
    self.texts = texts
    self.context = context
    var windows = [0]
    for text in texts {
      for (start, end) in zip(text.offsets, text.offsets.dropFirst()) {
        // The last token of a document is a target only.
        windows.append(windows[windows.count - 1] + (end - start - 1 + context - 1) / context)
      }
    }
    firstWindows = windows
    firstDocuments = texts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    order = EpochOrder(count: windows[windows.count - 1], seed: seed)
  }

  /// The number of windows.
  public var epochLength: Int { firstWindows[firstWindows.count - 1] }

  /// Adds the window whose turn it is at `cursor`, unless the batch would be longer than the limit.
  func add(_ cursor: Int, to builder: inout BatchBuilder, tokenLimit: Int?) -> Bool {
    let (text, range) = window(order.item(at: cursor))
    if let tokenLimit, builder.count + range.count > tokenLimit { return false }
    add(text[range.lowerBound..<range.upperBound + 1], seed: order.seed(at: cursor), to: &builder)
    return true
  }

  /// Adds the sequence of a window's tokens, of which the last is a target only.
  private func add(_ tokens: [Int32], seed: UInt64, to builder: inout BatchBuilder) {
    if let infilling, Double(seed >> 11) * 0x1p-53 < infillingShare {
      let text = tokens[(tokens.first == Int32(SpecialToken.beginning) ? 1 : 0)...]
      let whole = text.last == Int32(SpecialToken.end) ? text.dropLast() : text
      if whole.count > 2 { return infilling.add(whole, context: context, seed: seed, to: &builder) }
    }
    for (place, (token, target)) in zip(tokens, tokens.dropFirst()).enumerated() {
      builder.add(token: Int(token), position: place, target: Int(target))
    }
    builder.endSequence()
  }

  /// The tokens that are read in a window.
  private func window(_ index: Int) -> (PreparedText, Range<Int>) {
    let document = firstWindows.lastPlace(notAbove: index)
    let folder = firstDocuments.lastPlace(notAbove: document)
    let text = texts[folder]
    let place = document - firstDocuments[folder]
    let start = text.offsets[place] + (index - firstWindows[document]) * context
    return (text, start..<min(start + context, text.offsets[place + 1] - 1))
  }
}

extension [Int] {
  /// The last place but one or before whose number is not above `value`; numbers ascend from one that is not above it
  /// to one that is.
  func lastPlace(notAbove value: Int) -> Int {
    var (low, high) = (0, count - 1)
    while high - low > 1 {
      let middle = (low + high) / 2
      if self[middle] <= value { low = middle } else { high = middle }
    }
    return low
  }
}
