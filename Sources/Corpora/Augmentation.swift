internal import LanguageModel

/// What chance does to a game each time it is read for training.
public struct Augmentation: Sendable, Hashable, Codable {
  /// The probability that a game is read in a mirror, file a for file i.
  public var mirrored: Double
  /// The probability that the result is left open, and that each player is.
  public var openLabels: Double
  /// The probability that the moves before a keyframe are left out.
  public var openHistory: Double
  /// How far apart the scores of two labelled moves are, in hundredths of a soldier, when one is to be e times as probable
  /// as the other.
  public var labelTemperature = 50.0

  /// Probabilities from 0 to 1.
  public init(mirrored: Double, openLabels: Double, openHistory: Double = 0) {
    self.mirrored = mirrored
    self.openLabels = openLabels
    self.openHistory = openHistory
  }

  /// What the first model was trained with: whole games, labels open 30 % of the time.
  public static let games = Augmentation(mirrored: 0.5, openLabels: 0.3)
  /// What suits keyframes: labels open half the time, the moves before one time in ten.
  public static let keyframes = Augmentation(mirrored: 0.5, openLabels: 0.5, openHistory: 0.1)
  /// For validation: the games as they are, with nothing said about them.
  public static let none = Augmentation(mirrored: 0, openLabels: 1)
}

extension Augmentation {
  /// What is told of a player: its number, or 0 where chance leaves it open.
  ///
  /// An engine is never left open, so that what an open player does stays what people do.
  func player(_ number: Int, engine: Int?, using generator: inout SeededGenerator) -> Int {
    let isOpen = generator.coin(openLabels)
    return isOpen && number != engine ? 0 : number
  }
}
