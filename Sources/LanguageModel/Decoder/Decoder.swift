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

  /// Opens the model at `path`, to be computed on at most `threads` threads: a GGUF file or a folder.
  ///
  /// A folder has `config.json` and `model.safetensors`, or the shards of it that
  /// `model.safetensors.index.json` names; it is one of ours or of the kinds of Hugging Face that
  /// ``DecoderConfig/Family`` lists. A GGUF file is of one of these kinds too. Weights that the kernels do not
  /// take as they lie, such as packed ones and the matrices of GPT-2, are put right in memory.
  public convenience init(path: String, threads: Int? = nil) throws(ModelError) {
    if MappedFile.isFile(path) {
      try self.init(GGUFFile(path: path), threads: threads)
    } else {
      try self.init(folder: path, compute: Self.way(threads))
    }
  }

  /// The model of a GGUF file that was read already.
  public convenience init(_ file: GGUFFile, threads: Int? = nil) throws(ModelError) {
    let (config, compute) = (try DecoderConfig(file), Self.way(threads))
    try self.init(TensorSource(file, config: config, compute: compute), config: config, compute: compute)
  }

  /// Opens the model in `folder`, as ``init(path:threads:)`` does.
  public convenience init(folder: String) throws(ModelError) {
    try self.init(folder: folder, compute: .best)
  }

  /// Opens the model in `folder` to be computed on at most `threads` threads.
  public convenience init(folder: String, threads: Int) throws(ModelError) {
    try self.init(folder: folder, compute: Self.way(threads))
  }

  /// Opens the model in `folder` to be computed in a given way.
  package convenience init(folder: String, compute: Compute) throws(ModelError) {
    let config = try DecoderConfig(folder: folder)
    let source = try TensorSource(folder: folder, config: config, compute: compute)
    try self.init(source, config: config, compute: compute)
  }

  private init(
    _ source: consuming TensorSource, config: DecoderConfig, compute: Compute
  ) throws(ModelError) {
    self.config = config
    self.compute = compute
    weights = try DecoderWeights(from: source, config: config)
    attentionShape = AttentionShape(
      heads: config.heads, keyValueHeads: config.keyValueHeads, headSize: config.headSize)
    let divisors = weights.rotaryFactors ?? []
    frequencies = config.frequencies.enumerated().map { pair, frequency in
      Float(frequency) / (divisors.isEmpty ? 1 : divisors[pair])
    }
  }

  /// The best instructions here on at most `threads` threads.
  private static func way(_ threads: Int?) -> Compute {
    guard let threads else { return .best }
    return Compute(
      instructionSet: Compute.best.instructionSet, threads: min(max(1, threads), Compute.threadLimit))
  }

  /// The number of weights.
  public var parameterCount: Int { weights.parameterCount }

  /// The most threads the model is computed on.
  public var threads: Int { compute.threads }

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
