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
  /// What it may be: as given, or the words of two characters and more of the passage.
  public let candidates: [String]
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
      // A question without a blank is answered behind it.
      self.parts = asked.count > 1 ? asked : [query, ""]
      self.passage = passage
    }
    self.answer = answer
    source = json["source"]?.text ?? ""
    if let given = json["candidates"]?.elements {
      candidates = given.compactMap(\.text)
    } else {
      let words = (json["passage_seg"]?.text ?? "").split(separator: " ").map(String.init)
      candidates = Set(words.filter { $0.count > 1 && !Self.marks.contains($0) }).sorted()
    }
  }

  private static func parts(of text: String) -> [String] {
    marks.reduce([text]) { parts, mark in
      parts.flatMap { part in
        part.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
      }
    }
  }
}
