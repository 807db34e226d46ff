internal import LanguageModel

// What a configuration says of the shapes of its parameters.

extension DecoderConfig {
  /// The elements of all query heads of a token.
  var queryWidth: Int { heads * headSize }
  /// The elements of all key heads of a token, and of all value heads.
  var keyValueWidth: Int { keyValueHeads * headSize }
  /// The matrices that lead into the feed-forward part: gate and up, or up alone.
  var feedForwardInputs: Int { feedForward == .swiGLU ? 2 : 1 }
}
