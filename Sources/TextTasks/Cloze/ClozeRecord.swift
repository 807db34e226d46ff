public import ModelFiles
internal import Tokenizers

/// A question what is missing, as data sets write it: a line of JSON with `passage`, `query`, `answer` and perhaps
/// `candidates`, or `passage_seg`, the passage in words.
public struct ClozeRecord: Sendable, Hashable {
  /// What is written where something is missing.
  public static let marks = ["XXXXX", "#idiom#", TaskToken.blank]

  /// The text between blanks.
  public let parts: [String]
  /// What stands before it, empty where the blank is in the passage itself.
  public let passage: String
  /// What is missing.
  public let answer: String
  /// What it may be, where that is given.
  public let candidates: [String]
  /// The words of two characters and more of the passage, where they are given.
  public let words: [String]
  /// The name of the set, empty where it is not said.
  public let source: String

  /// Reads a record, `nil` if it has no passage or no answer.
  public init?(_ json: JSONValue) {
    guard let passage = json["passage"]?.text, let answer = json["answer"]?.text, !answer.isEmpty else {
      return nil
    }
    let query = json["query"]?.text ?? ""
    let parts = Self.parts(of: passage)
    if parts.count > 1 {
      self.parts = parts
      self.passage = ""
    } else {
      let asked = Self.parts(of: query)
      self.parts = asked.count > 1 ? asked : Self.parts(ofQuestion: query)
      self.passage = passage
    }
    self.answer = answer
    source = json["source"]?.text ?? ""
    candidates = json["candidates"]?.elements?.compactMap(\.text) ?? []
    words = (json["passage_seg"]?.text ?? "").split(separator: " ").map(String.init)
      .filter { $0.count > 1 && !Self.marks.contains($0) }
  }

  /// A question without a blank is answered where its question word stands, or behind it.
  private static func parts(ofQuestion query: String) -> [String] {
    do throws(ClozeError) { return try ClozeText(question: query).parts } catch { return [query, ""] }
  }

  private static func parts(of text: String) -> [String] {
    marks.reduce([text]) { parts, mark in
      parts.flatMap { part in
        part.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
      }
    }
  }
}
