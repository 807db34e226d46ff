/// Seeds made of what a decision may depend on, so that it depends on nothing else.
///
/// A move is drawn with a generator of its own, seeded by the game's seed, the ply and the position. Taking
/// back a move, thinking twice or playing games in another order therefore changes no later draw.
public enum DecisionSeed {
  /// The seed of game `number` among those of one seed.
  public static func game(_ number: Int, of seed: UInt64) -> UInt64 {
    mix(seed, UInt64(bitPattern: Int64(number)))
  }

  /// The seed of the decision at a ply of a game.
  public static func decision(game seed: UInt64, ply: Int, positionKey: UInt64) -> UInt64 {
    mix(mix(seed, UInt64(bitPattern: Int64(ply))), positionKey)
  }

  /// The finaliser of splitmix64 (Steele, Lea and Flood 2014) over both words.
  private static func mix(_ one: UInt64, _ other: UInt64) -> UInt64 {
    var z = one &+ 0x9E37_79B9_7F4A_7C15 &* (other &+ 1)
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
