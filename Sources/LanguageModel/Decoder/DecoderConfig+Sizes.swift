extension DecoderConfig {
  /// A decoder of these sizes: RMSNorm, rotary places and SwiGLU, causal, without biases, facts or outcomes.
  ///
  /// The query heads are a multiple of the key/value heads, the size of a head is even.
  public init(
    vocabularySize: Int, width: Int, layerCount: Int, heads: Int, keyValueHeads: Int, headSize: Int,
    feedForwardSize: Int, maximumLength: Int, normEpsilon: Float = 1e-6, rotaryBase: Double = 10_000
  ) {
    precondition(
      keyValueHeads > 0 && heads % keyValueHeads == 0 && headSize % 2 == 0,
      "\(heads) heads of \(headSize), \(keyValueHeads) for keys and values")
    self.vocabularySize = vocabularySize
    self.width = width
    self.layerCount = layerCount
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize
    self.feedForwardSize = feedForwardSize
    self.maximumLength = maximumLength
    self.normEpsilon = normEpsilon
    self.rotaryBase = rotaryBase
  }
}
