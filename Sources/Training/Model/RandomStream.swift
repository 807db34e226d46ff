/// The independent streams of random numbers of a run.
///
/// Each use of randomness has a seed of its own that follows from the run's seed and from where it is used,
/// so nothing about randomness has to be kept in a checkpoint.
enum RandomStream: UInt64 {
  case initialWeights = 1
  case dropout
  case replacement

  /// The seed of a use: each part mixed in turn as by splitmix64.
  static func seed(_ seed: UInt64, _ stream: RandomStream, _ places: Int...) -> UInt64 {
    var state = mix(seed &+ stream.rawValue &* 0x9E37_79B9_7F4A_7C15)
    for place in places {
      state = mix(state &+ UInt64(truncatingIfNeeded: place) &* 0x9E37_79B9_7F4A_7C15 &+ 1)
    }
    return state
  }

  private static func mix(_ value: UInt64) -> UInt64 {
    var mixed = value &+ 0x9E37_79B9_7F4A_7C15
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
