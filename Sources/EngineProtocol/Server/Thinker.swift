public import Players
public import Xiangqi

/// What thinks for an engine: a way to choose moves, with the settings a user gave it.
///
/// One question at a time.
public protocol Thinker: Sendable {
  /// Thinks about a game that is not over until a limit is reached or it is told to stop.
  ///
  /// - Parameters:
  ///   - game: A game that is not over.
  ///   - limits: What ends the search, and the moves to choose from.
  ///   - isStopped: Asked every few milliseconds.
  ///   - progress: Given what is known so far, now and then.
  /// - Returns: What was found; its first line begins with the move to play, and it has one whenever a move is legal.
  /// - Throws: ``ThinkerError``.
  func think(
    about game: Game, limits: SearchLimits, isStopped: @Sendable () -> Bool,
    progress: @Sendable (SearchReport) -> Void
  ) throws(ThinkerError) -> SearchReport
}

/// Why nothing could be thought, in one sentence.
public struct ThinkerError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The sentence.
  public let description: String

  /// An error of that sentence.
  public init(_ description: String) { self.description = description }
}

/// What a user may choose about the one who thinks.
public struct ThinkerSettings: Sendable, Hashable {
  /// The folder of the model; empty for the bundled one.
  public var model: String
  /// The player whose manner it has; empty for nobody in particular.
  public var persona: String
  /// How strong it plays, one of the words offered.
  public var level: String
  /// The seed of what is drawn by lot.
  public var seed: UInt64
  /// How many threads work; of no influence on what is found.
  public var threads: Int

  /// The most threads that can work.
  public static let mostThreads = 64

  /// Settings; what is left out is the usual.
  public init(model: String = "", persona: String = "", level: String, seed: UInt64 = 0, threads: Int = 1) {
    self.model = model
    self.persona = persona
    self.level = level
    self.seed = seed
    self.threads = threads
  }
}
