/// Training that differs from plain descent; the defaults leave all of it off.
public struct TechniqueOptions: Sendable, Hashable, Codable {
  /// The decay of the exponential moving average of the weights that is validated and saved, 0 for none.
  ///
  /// After Polyak and Juditsky 1992, "Acceleration of Stochastic Approximation by Averaging".
  public var averageDecay: Float = 0
  /// The steps between two pulls of the slow weights, 0 for none.
  ///
  /// After Zhang et al. 2019, "Lookahead Optimizer: k steps forward, 1 step back".
  public var lookaheadSteps = 0
  /// How far the slow weights go towards the fast ones at each pull.
  public var lookaheadShare: Float = 0.5
  /// Whether rows of embeddings that no token of the step used are left as they are, moments and decay
  /// included ("LazyAdam" of TensorFlow Addons).
  public var lazyEmbeddings = false
  /// The loss below which a step climbs instead of descending, 0 for none.
  ///
  /// After Ishida et al. 2020, "Do We Need Zero Training Loss After Achieving Zero Training Error?".
  public var floodLevel: Float = 0
  /// How far the token embedding is pushed uphill for a second pass of each step, 0 for none.
  ///
  /// The fast gradient method of Miyato et al. 2017, "Adversarial Training Methods for Semi-Supervised Text
  /// Classification".
  public var adversarialRadius: Float = 0
  /// The share of inputs replaced by a token from elsewhere in the batch, against exposure bias.
  ///
  /// After Zhang et al. 2019, "Bridging the Gap between Training and Inference for Neural Machine Translation".
  public var replacementRate: Float = 0
  /// How many of the highest logits the softmax of the loss sums over, 0 for all.
  ///
  /// After Sun et al. 2021, "Sparse-softmax: A Simpler and Faster Alternative Softmax Transformation".
  public var sparseSoftmax = 0
  /// Whether new matrices inside the layers are orthogonal instead of normal.
  ///
  /// After Saxe et al. 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear neural
  /// networks".
  public var orthogonalInitialisation = false

  /// Nothing.
  public init() {}
}
