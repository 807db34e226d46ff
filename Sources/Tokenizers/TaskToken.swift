/// The special tokens of our text models: what stands between a text and what is asked about it.
///
///     <bos> text <eos>                                              continuation
///     <bos> text with <blank> … <fill> missing <end> missing <end>  filling in
///     <bos> text <sum> summary <end>                                a summary
///     <bos> text <title> title <end>                                a title
///     <bos> sentence <sent> sentence <sent> …                       which sentences matter
public enum TaskToken {
  /// Where something is missing.
  public static let blank = "<blank>"
  /// Behind a text with blanks; what is missing follows.
  public static let fill = "<fill>"
  /// Behind each answer.
  public static let end = "<end>"
  /// Behind a text; its summary follows.
  public static let summary = "<sum>"
  /// Behind a text; its title follows.
  public static let title = "<title>"
  /// Behind each sentence of a text that is judged sentence by sentence.
  public static let sentence = "<sent>"
  /// All of them, in the order of their ids in our vocabularies.
  public static let names = [blank, fill, end, summary, title, sentence]
}
