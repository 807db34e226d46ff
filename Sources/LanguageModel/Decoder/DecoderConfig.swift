/// The sizes and choices of a decoder, as `config.json` of its folder states them.
///
/// The members that are enums name the variants of the decoder family: GPT-2, LLaMA and Qwen are among
/// their combinations, and so are all models of this project. Configurations of Hugging Face and the
/// metadata of GGUF files are read into the same members.
public struct DecoderConfig: Sendable, Hashable {
  /// How activations are normalised before a block.
  public enum Norm: String, Sendable, CaseIterable {
    /// Division by the root mean square (Zhang and Sennrich 2019).
    case rootMeanSquare = "rmsnorm"
    /// Mean subtracted, divided by the deviation (Ba et al. 2016), with a bias.
    case layer = "layernorm"
  }

  /// How a token's place in the stream enters.
  public enum Position: String, Sendable, CaseIterable {
    /// Queries and keys are rotated (Su et al. 2021).
    case rotary
    /// A learned vector per place is added to the token's.
    case learned
  }

  /// The feed-forward part of a layer.
  public enum FeedForward: String, Sendable, CaseIterable {
    /// down(silu(gate) · up) (Shazeer 2020).
    case swiGLU = "silu"
    /// down(gelu(up)), GELU by the hyperbolic tangent (Hendrycks and Gimpel 2016, as in GPT-2).
    case gelu = "gelu_new"
  }

  /// Which positions a token sees.
  public enum Mask: String, Sendable, CaseIterable {
    /// Itself and those before it.
    case causal
    /// Also the whole prefix of its stream (Dong et al. 2019, "UniLM"); see ``StreamShape``.
    case prefix
  }

  /// Whose conventions the model's files follow: the names of their tensors and what is fixed in its kind.
  public enum Family: String, Sendable, CaseIterable {
    /// Models of this program.
    case yiwen
    /// GPT-2 (Radford et al. 2019), and CPM and others of its shape.
    case gpt2
    /// LLaMA (Touvron et al. 2023) and others of its shape.
    case llama
    /// Qwen2 and Qwen2.5: LLaMA with biases of query, key and value.
    case qwen2
    /// Qwen3: LLaMA with normalised queries and keys.
    case qwen3
  }

  /// Whose conventions the files follow.
  public var family = Family.yiwen
  /// The tokens of the vocabulary.
  public var vocabularySize: Int
  /// The width of the residual stream.
  public var width: Int
  /// The number of layers.
  public var layerCount: Int
  /// The query heads of a layer.
  public var heads: Int
  /// The key/value heads of a layer, shared by equally many query heads each.
  public var keyValueHeads: Int
  /// The size of a head, even.
  public var headSize: Int
  /// The width between the halves of the feed-forward part.
  public var feedForwardSize: Int
  /// The most tokens of a stream.
  public var maximumLength: Int
  /// What is added to the mean square, or to the variance, before its root is taken.
  public var normEpsilon: Float
  /// The base of the rotary angles.
  public var rotaryBase: Double
  /// How rotary angles are stretched for streams longer than those first learned; `nil` where they are not.
  public var rotaryScaling: RotaryScaling?
  /// The norm before each block.
  public var norm = Norm.rootMeanSquare
  /// How places enter.
  public var position = Position.rotary
  /// The feed-forward part.
  public var feedForward = FeedForward.swiGLU
  /// The attention mask.
  public var mask = Mask.causal
  /// Whether query, key, value and output products have a bias.
  public var hasAttentionBias = false
  /// Whether the output product has none although the other three have, as in Qwen2.
  public var omitsOutputBias = false
  /// Whether the products of the feed-forward part have a bias.
  public var hasFeedForwardBias = false
  /// Whether the queries and keys of each head are normalised.
  ///
  /// After Henry et al. 2020, "Query-Key Normalization for Transformers".
  public var normalisesQueriesAndKeys = false
  /// Whether the output matrix is the token embedding.
  public var tiesEmbeddings = false
  /// The facts of the state embedding (for the first xiangqi model: the board's 1,261), 0 without one.
  public var stateFacts = 0
  /// The name of the state embedding's tensor, [width, stateFacts].
  public var stateTensor = "model.embed_board.weight"
  /// The classes of the outcome head, 0 without one.
  public var outcomes = 0
  /// The features of candidate tokens (for xiangqi: what tactics say of a legal move), 0 without a candidate head.
  public var candidateFeatures = 0
  /// The hidden units of the candidate head.
  public var candidateWidth = 0
  /// What kind of sequences the model has learned, as its `config.json` calls it; for its user to interpret.
  public var sequence: String?
  /// How many first tokens of a stream see each other whole, where the model has one number for all streams.
  public var prefixLength = 0
  /// How many tokens of the prefix are pieces on a board.
  public var pieces = 0
  /// How many tokens before the last one of the prefix are past moves, the first that have a place of their
  /// own; `nil` where every token of the prefix has one.
  public var history: Int?

  /// What streams of the model look like, unless their session says otherwise.
  public var streamShape: StreamShape {
    StreamShape(prefixLength: prefixLength, tokensAtOrigin: history.map { prefixLength - $0 - 1 } ?? 0)
  }
}
