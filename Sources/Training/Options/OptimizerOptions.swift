/// How gradients become steps.
public struct OptimizerOptions: Sendable, Hashable, Codable {
  /// Which rule moves the matrices inside the layers.
  public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
    /// AdamW for everything (Loshchilov and Hutter 2019, "Decoupled Weight Decay Regularization").
    case adamW = "adamw"
    /// Muon for the matrices inside the layers, AdamW for everything else (Jordan 2024, "Muon: An
    /// optimizer for hidden layers in neural networks").
    case muon
  }

  /// Which rule moves the matrices inside the layers.
  public var kind = Kind.muon
  /// The rate of AdamW at the schedule's height.
  public var rate: Float = 3e-3
  /// AdamW's decay of the running mean of gradients.
  public var beta1: Float = 0.9
  /// AdamW's decay of the running mean of squared gradients.
  public var beta2: Float = 0.98
  /// What AdamW adds to the root of the mean square.
  public var epsilon: Float = 1e-10
  /// AdamW's weight decay, of matrices only.
  public var weightDecay: Float = 0.01
  /// The rate of Muon at the schedule's height.
  public var muonRate: Float = 0.02
  /// The momentum of Muon.
  public var muonMomentum: Float = 0.95
  /// The weight decay of Muon.
  public var muonWeightDecay: Float = 0.02
  /// The longest gradient that is taken as it is; longer ones are shortened to it, 0 leaves all.
  ///
  /// After Pascanu et al. 2013, "On the difficulty of training recurrent neural networks".
  public var clip: Float = 1

  /// The defaults: Muon beside AdamW.
  public init() {}
}
