package import Kernels
public import ModelFiles

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// A decoder-only transformer: its configuration and its weights, shared by any number of sessions.
///
/// The weights stay in the mapped file; opening a model reads hardly more than its header.
///
///     let decoder = try Decoder(folder: "models/xiangqi")
///     let session = Session(decoder)
///     let answers = try decoder.advance([.init(session: session, inputs: prompt)], outputs: .last)
public final class Decoder: Sendable {
  /// The sizes and choices of the model.
  public let config: DecoderConfig
  let weights: DecoderWeights
  let compute: Compute
  let attentionShape: AttentionShape
  /// For each pair of a head's elements, the angle it turns by from one place to the next.
  let frequencies: [Float]

  /// Opens the model in `folder`: `config.json` and `model.safetensors`, or the
  /// shards of it that `model.safetensors.index.json` names.
  public convenience init(folder: String) throws(ModelError) {
    try self.init(folder: folder, compute: .best)
  }

  /// Opens a model to be computed on at most `threads` threads.
  public convenience init(folder: String, threads: Int) throws(ModelError) {
    let threads = min(max(1, threads), Compute.threadLimit)
    try self.init(
      folder: folder, compute: Compute(instructionSet: Compute.best.instructionSet, threads: threads))
  }

  /// Opens a model to be computed in a given way.
  package init(folder: String, compute: Compute) throws(ModelError) {
    let config = try DecoderConfig(folder: folder)
    self.config = config
    self.compute = compute
    weights = try DecoderWeights(folder: folder, config: config)
    attentionShape = AttentionShape(
      heads: config.heads, keyValueHeads: config.keyValueHeads, headSize: config.headSize)
    frequencies = (0..<config.headSize / 2).map { pair in
      Float(pow(config.rotaryBase, -2 * Double(pair) / Double(config.headSize)))
    }
  }

  /// The number of weights.
  public var parameterCount: Int { weights.parameterCount }

  /// How the model is computed, for reports: instructions and threads.
  public var computeDescription: String { "\(compute.instructionSet), \(compute.threads) threads" }

  /// The cosines and sines, [positions, headSize / 2] each, by which heads turn at `positions`.
  func angles(at positions: [Int]) -> (cosines: [Float], sines: [Float]) {
    var cosines: [Float] = []
    var sines: [Float] = []
    cosines.reserveCapacity(positions.count * frequencies.count)
    sines.reserveCapacity(positions.count * frequencies.count)
    for position in positions {
      for frequency in frequencies {
        let angle = Double(Float(position) * frequency)
        cosines.append(Float(cos(angle)))
        sines.append(Float(sin(angle)))
      }
    }
    return (cosines, sines)
  }
}
