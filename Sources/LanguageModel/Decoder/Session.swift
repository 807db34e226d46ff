internal import Kernels

/// One stream of tokens with its keys and values, which grow as the stream does.
///
/// A session belongs to one task at a time. Several sessions of a decoder advance in one call,
/// ``Decoder/advance(_:outputs:states:)``.
public final class Session {
  /// The decoder whose stream this is.
  public let decoder: Decoder
  /// The most tokens the stream can have.
  public let capacity: Int
  /// How the stream's first tokens see each other, and where its tokens stand.
  public let shape: StreamShape
  /// The tokens the stream has.
  public internal(set) var count = 0
  var cache: KeyValueCache

  /// An empty stream of up to `capacity` tokens; at most, and by default, the model's maximum length.
  ///
  /// `shape` is by default what the model's configuration says. Only a model with the mask
  /// ``DecoderConfig/Mask/prefix`` has learned to read a prefix.
  public init(_ decoder: Decoder, capacity: Int? = nil, shape: StreamShape? = nil) {
    let longest = decoder.config.maximumLength
    let capacity = capacity ?? longest
    let shape = shape ?? decoder.config.streamShape
    precondition(capacity > 0, "a session of \(capacity) tokens")
    precondition(
      shape.prefixLength <= 1 || decoder.config.mask == .prefix,
      "a prefix of \(shape.prefixLength) tokens for a causal model")
    self.shape = shape
    self.decoder = decoder
    self.capacity = min(capacity, longest)
    cache = KeyValueCache(layers: decoder.config.layerCount, width: decoder.attentionShape.keyValueWidth)
  }

  private init(copying other: Session) {
    decoder = other.decoder
    capacity = other.capacity
    shape = other.shape
    count = other.count
    cache = other.cache
  }

  /// Forgets all but the first `count` tokens.
  ///
  /// What follows is as if the others had never been. Of a prefix either all tokens or none should be left:
  /// ``Decoder/advance(_:outputs:states:)`` does not go on from a part of one.
  public func truncate(to count: Int) {
    precondition((0...self.count).contains(count), "truncating \(self.count) tokens to \(count)")
    cache.truncate(to: count)
    self.count = count
  }

  /// Another session with the same tokens.
  ///
  /// Memory is shared until one of the two goes on.
  public func fork() -> Session { Session(copying: self) }
}

/// The keys and values of a stream, layer by layer.
struct KeyValueCache {
  /// One layer: [tokens, width] each, the keys rotated.
  struct Layer {
    var keys: [Float] = []
    var values: [Float] = []
  }

  private(set) var layers: [Layer]
  private let width: Int

  init(layers: Int, width: Int) {
    self.layers = Array(repeating: Layer(), count: layers)
    self.width = width
  }

  /// Appends the rows `rows` of keys and values [_, width] to a layer.
  mutating func append(layer: Int, keys: [Float], values: [Float], rows: Range<Int>) {
    let range = rows.lowerBound * width..<rows.upperBound * width
    layers[layer].keys.append(contentsOf: keys[range])
    layers[layer].values.append(contentsOf: values[range])
  }

  /// Leaves only the rows `kept`, ascending.
  mutating func keep(_ kept: [Int]) {
    // Neighbours are moved together.
    var runs: [Range<Int>] = []
    for row in kept {
      let place = row * width..<(row + 1) * width
      if let last = runs.last, last.upperBound == place.lowerBound {
        runs[runs.count - 1] = last.lowerBound..<place.upperBound
      } else {
        runs.append(place)
      }
    }
    for index in layers.indices {
      layers[index].keys = Self.joined(runs, of: layers[index].keys)
      layers[index].values = Self.joined(runs, of: layers[index].values)
    }
  }

  private static func joined(_ runs: [Range<Int>], of rows: [Float]) -> [Float] {
    var joined: [Float] = []
    joined.reserveCapacity(runs.reduce(0) { $0 + $1.count })
    for run in runs { joined.append(contentsOf: rows[run]) }
    return joined
  }

  mutating func truncate(to count: Int) {
    for index in layers.indices {
      layers[index].keys.removeLast(max(0, layers[index].keys.count - count * width))
      layers[index].values.removeLast(max(0, layers[index].values.count - count * width))
    }
  }
}
