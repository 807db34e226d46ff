/// Why a call of ``Decoder/advance(_:outputs:states:)`` cannot be carried out.
///
/// The sessions are as before it.
public enum DecoderError: Error, Hashable, CustomStringConvertible {
  /// A run has no inputs.
  case emptyRun(run: Int)
  /// A session belongs to another decoder.
  case foreignSession(run: Int)
  /// Two runs are of the same session.
  case repeatedSession(run: Int)
  /// A session of `capacity` tokens has `count` and should take `added` more.
  case sessionFull(run: Int, count: Int, added: Int, capacity: Int)
  /// A session of `count` tokens should take `added` more, and its prefix would be cut by that.
  ///
  /// The tokens of a prefix see each other, so they come in one run that holds the whole prefix.
  case brokenPrefix(run: Int, count: Int, added: Int, prefix: Int)
  /// A tree of `count` nodes should grow behind one that it does not have.
  case unknownNode(run: Int, node: Int, count: Int)
  /// A token is not in the vocabulary.
  case tokenOutOfRange(run: Int, token: Int32, vocabularySize: Int)
  /// A feature is not a row of the state embedding.
  case featureOutOfRange(run: Int, feature: Int32, count: Int)
  /// A feature is named twice for one token.
  case repeatedFeature(run: Int, feature: Int32)
  /// The results hold infinities or NaN: the weights are damaged.
  case notFinite(run: Int)

  /// One sentence: which run, what was found, what would be right.
  public var description: String {
    switch self {
    case .emptyRun(let run): "decoder: run \(run) has no inputs, at least one should be there"
    case .foreignSession(let run): "decoder: the session of run \(run) belongs to another decoder"
    case .repeatedSession(let run): "decoder: the session of run \(run) has a run already"
    case .sessionFull(let run, let count, let added, let capacity):
      "decoder: the session of run \(run) has \(count) of \(capacity) tokens, \(added) more do not fit"
    case .brokenPrefix(let run, let count, let added, let prefix):
      "decoder: run \(run) takes its session from \(count) tokens to \(count + added), but a prefix of "
        + "\(prefix) tokens has to be read in one run, from an empty session"
    case .unknownNode(let run, let node, let count):
      "decoder: run \(run) goes on behind node \(node), the tree has 0..<\(count)"
    case .tokenOutOfRange(let run, let token, let size):
      "decoder: token \(token) in run \(run) is not in 0..<\(size)"
    case .featureOutOfRange(let run, let feature, let count):
      "decoder: feature \(feature) in run \(run) is not in 0..<\(count)"
    case .repeatedFeature(let run, let feature):
      "decoder: feature \(feature) in run \(run) is given twice for one token"
    case .notFinite(let run):
      "decoder: the results of run \(run) are not finite, the model's weights are damaged"
    }
  }
}
