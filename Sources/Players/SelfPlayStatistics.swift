public import Xiangqi

/// What came out of a run of games, counted from the records alone: the same for a run that was resumed.
public struct SelfPlayStatistics: Sendable, Equatable, Codable {
  /// The tag in which self-play notes the mean probability given to illegal moves.
  public static let illegalMassTag = "IllegalMass"

  /// The number of games.
  public private(set) var games = 0
  /// Games by result, as game files write it; `*` for none.
  public private(set) var results: [String: Int] = [:]
  /// Games by the reason for their end, the `Termination` tag.
  public private(set) var reasons: [String: Int] = [:]
  /// Points by name: a win counts 1, a draw one half.
  public private(set) var points: [String: Double] = [:]
  /// The length of each game in plies, in order.
  public private(set) var lengths: [Int] = []
  /// Games in which some position came back.
  public private(set) var gamesWithRepetition = 0
  /// Plies that brought back a position that had been on the board before.
  public private(set) var repeatedPlies = 0

  private var illegalMass = 0.0
  private var illegalMassPlies = 0

  /// No games yet.
  public init() {}

  /// Counts a game.
  public mutating func add(_ record: GameRecord) {
    games += 1
    results[record.outcome?.notation ?? "*", default: 0] += 1
    reasons[record["Termination"] ?? "unknown", default: 0] += 1
    if let outcome = record.outcome {
      points[record["Red"] ?? "Red", default: 0] += outcome == .draw ? 0.5 : outcome == .redWins ? 1 : 0
      points[record["Black"] ?? "Black", default: 0] += outcome == .draw ? 0.5 : outcome == .blackWins ? 1 : 0
    }
    let plies = record.line.count
    lengths.append(plies)
    if let mass = record[Self.illegalMassTag].flatMap(Double.init) {
      illegalMass += mass * Double(plies)
      illegalMassPlies += plies
    }
    let repeated = Self.repeatedPlies(of: record)
    repeatedPlies += repeated
    if repeated > 0 { gamesWithRepetition += 1 }
  }

  /// The number of plies of all games.
  public var plies: Int { lengths.reduce(0, +) }

  /// The mean length of a game in plies, 0 without games.
  public var meanLength: Double { games == 0 ? 0 : Double(plies) / Double(games) }

  /// The length that a share of the games does not exceed: 0 the shortest, 0.5 the median, 1 the longest.
  public func length(quantile: Double) -> Int {
    let sorted = lengths.sorted()
    guard let last = sorted.indices.last else { return 0 }
    return sorted[Int((Double(last) * min(max(quantile, 0), 1)).rounded())]
  }

  /// The mean probability a ply that the model gave to illegal moves, or `nil` where no record tells.
  public var meanIllegalMass: Double? {
    illegalMassPlies == 0 ? nil : illegalMass / Double(illegalMassPlies)
  }

  private static func repeatedPlies(of record: GameRecord) -> Int {
    var position = record.start
    var seen: Set<UInt64> = [position.zobristKey]
    return record.moves.count { move in
      guard position[move.from]?.side == position.sideToMove else { return false }
      position = position.playing(move)
      return !seen.insert(position.zobristKey).inserted
    }
  }
}
