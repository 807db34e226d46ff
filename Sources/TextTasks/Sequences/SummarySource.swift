public import Tokenizers

/// What a summary is written from: the text, or of a long one the best sentences, as many as the model reads at once
/// (extract, then generate: Su Jianlin 2021, "SPACES").
///
/// Training shows texts so, and the summarizer asks so.
public enum SummarySource {
  /// The text if it has at most `limit` tokens; otherwise sentences of it in their order, those of the highest scores.
  public static func text(
    _ text: String, sentences: [Substring], scores: [Double], limit: Int, tokenizer: any TextTokenizer
  ) -> String {
    // A token is seldom longer than 64 bytes: what is far too long need not be divided to be counted.
    if text.utf8.count <= limit * 64, tokenizer.encode(text).count <= limit { return text }
    var left = limit
    var taken: [Int] = []
    for index in sentences.indices.sorted(by: { (scores[$1], $0) < (scores[$0], $1) }) {
      let length = tokenizer.encode(String(sentences[index])).count
      guard length <= left else {
        // One that is longer than all the room is cut by whoever asks.
        if taken.isEmpty { return String(sentences[index]) }
        continue
      }
      left -= length
      taken.append(index)
      if left == 0 { break }
    }
    return taken.sorted().map { String(sentences[$0]) }.joined()
  }
}
