#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The ratings of many players from what they played against each other.
///
/// They are the ratings under which the results are most likely when the score of a player follows the logistic curve of
/// the difference (Bradley and Terry, "Rank Analysis of Incomplete Block Designs", 1952; Zermelo 1929), a draw counting as half a
/// win and half a loss. Every two players who met are given one drawn game more than they played, so that a player who
/// won everything has a rating at all.
///
/// Errors are those of a maximum likelihood estimate whose model need not be exact (Huber's sandwich): the spread of the
/// pairs as they came out, not the one that games without draws would have. They are those of the difference to the
/// player whose rating is given.
public struct Ratings: Sendable, Hashable {
  /// What two players played against each other.
  public struct Encounter: Sendable, Hashable {
    /// The place of the player whose pairs these are.
    public var first: Int
    /// The place of the other one.
    public var second: Int
    /// How the pairs came out for the first.
    public var pairs: PairCounts

    /// An encounter of two different players.
    public init(first: Int, second: Int, pairs: PairCounts) {
      precondition(first != second, "A player does not meet itself.")
      self.first = first
      self.second = second
      self.pairs = pairs
    }
  }

  /// The rating of each player in Elo; `nil` for one whom no chain of encounters joins to the anchor.
  public let values: [Double?]
  /// For each player half of the interval in which the true rating lies 95 times in 100; 0 for the anchor.
  public let errors: [Double?]

  /// The ratings of that many players, of whom the one at `anchor` is known to have `anchorRating`.
  public init(players: Int, encounters: [Encounter], anchor: Int, anchorRating: Double = 0) {
    let met = encounters.filter { $0.pairs.pairs > 0 }
    let joined = Self.joined(to: anchor, players: players, encounters: met)
    // The anchor's rating is no unknown.
    let unknowns = (0..<players).filter { $0 != anchor && joined.contains($0) }
    let places = Dictionary(uniqueKeysWithValues: unknowns.enumerated().map { ($1, $0) })
    let equations = Equations(
      places: places, encounters: met.filter { joined.contains($0.first) })
    let (ratings, variances) = equations.solved()
    var values = [Double?](repeating: nil, count: players)
    var errors = values
    values[anchor] = anchorRating
    errors[anchor] = 0
    for (place, player) in unknowns.enumerated() {
      values[player] = anchorRating + ratings[place]
      errors[player] = NormalDistribution.ninetyFivePercent * variances[place].squareRoot()
    }
    self.values = values
    self.errors = errors
  }

  private static func joined(to anchor: Int, players: Int, encounters: [Encounter]) -> Set<Int> {
    var joined: Set<Int> = [anchor]
    var count = 0
    while joined.count > count {
      count = joined.count
      for encounter in encounters where joined.contains(encounter.first) != joined.contains(encounter.second)
      {
        joined.formUnion([encounter.first, encounter.second])
      }
    }
    return joined
  }
}

/// The equations of maximum likelihood: each player's points are those that the ratings make one expect.
private struct Equations {
  /// The place of each player whose rating is unknown; the anchor has none, and the rating 0.
  let places: [Int: Int]
  let encounters: [Ratings.Encounter]

  /// Newton's method; the likelihood has one maximum and no other stationary point.
  func solved() -> (ratings: [Double], variances: [Double]) {
    var ratings = [Double](repeating: 0, count: places.count)
    var information = SquareMatrix(size: 0)
    for _ in 0..<200 {
      let (gradient, curvature, _) = derivatives(at: ratings)
      guard let inverse = curvature.inverse else { break }
      information = inverse
      // Far from the maximum the curve is nearly straight and a whole step would leap over it.
      let step = inverse.times(gradient)
      let longest = encounters.map { abs(difference($0, in: step)) }.max() ?? 0
      let share = longest > 200 ? 200 / longest : 1
      for place in ratings.indices { ratings[place] += share * step[place] }
      if longest < 1e-9 { break }
    }
    let spread = derivatives(at: ratings).spread
    let variances = ratings.indices.map { place in
      let row = information.row(place)
      return zip(row, spread.times(row)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    return (ratings, variances)
  }

  /// The difference of two players in ratings or in a change of them.
  private func difference(_ encounter: Ratings.Encounter, in ratings: [Double]) -> Double {
    func rating(_ player: Int) -> Double { places[player].map { ratings[$0] } ?? 0 }
    return rating(encounter.first) - rating(encounter.second)
  }

  /// The first derivative of the log-likelihood, minus the second, and the sum over pairs of the squared first one.
  private func derivatives(
    at ratings: [Double]
  ) -> (gradient: [Double], curvature: SquareMatrix, spread: SquareMatrix) {
    var gradient = [Double](repeating: 0, count: places.count)
    var curvature = SquareMatrix(size: places.count)
    var spread = SquareMatrix(size: places.count)
    for encounter in encounters {
      let ends = [(places[encounter.first], 1.0), (places[encounter.second], -1.0)].compactMap {
        place, sign in
        place.map { (place: $0, sign: sign) }
      }
      let expected = Elo.score(difference: difference(encounter, in: ratings))
      // Half a pair of two draws is the one drawn game that is added.
      let pairs = encounter.pairs.counts.enumerated().map { Double($1) + ($0 == 2 ? 0.5 : 0) }
      let residuals = PairCounts.shares.map { 2 * ($0 - expected) / Elo.scale }
      let slope = zip(pairs, residuals).reduce(0) { $0 + $1.0 * $1.1 }
      let square = zip(pairs, residuals).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }
      let bend = pairs.reduce(0, +) * 2 * expected * (1 - expected) / (Elo.scale * Elo.scale)
      for end in ends {
        gradient[end.place] += end.sign * slope
        for other in ends {
          curvature[end.place, other.place] += end.sign * other.sign * bend
          spread[end.place, other.place] += end.sign * other.sign * square
        }
      }
    }
    return (gradient, curvature, spread)
  }
}

/// A small square matrix, row by row.
private struct SquareMatrix {
  let size: Int
  private var elements: [Double]

  init(size: Int) {
    self.size = size
    elements = [Double](repeating: 0, count: size * size)
  }

  subscript(row: Int, column: Int) -> Double {
    get { elements[row * size + column] }
    set { elements[row * size + column] = newValue }
  }

  func row(_ row: Int) -> [Double] { Array(elements[row * size..<(row + 1) * size]) }

  func times(_ vector: [Double]) -> [Double] {
    (0..<size).map { place in zip(row(place), vector).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// The inverse by Gauss and Jordan with pivots; `nil` for a singular matrix.
  var inverse: SquareMatrix? {
    var left = self
    var right = SquareMatrix(size: size)
    for place in 0..<size { right[place, place] = 1 }
    for column in 0..<size {
      guard let pivot = (column..<size).max(by: { abs(left[$0, column]) < abs(left[$1, column]) }),
        abs(left[pivot, column]) > 1e-300
      else { return nil }
      for place in 0..<size where pivot != column {
        (left[pivot, place], left[column, place]) = (left[column, place], left[pivot, place])
        (right[pivot, place], right[column, place]) = (right[column, place], right[pivot, place])
      }
      let divisor = left[column, column]
      for place in 0..<size {
        left[column, place] /= divisor
        right[column, place] /= divisor
      }
      for row in 0..<size where row != column && left[row, column] != 0 {
        let factor = left[row, column]
        for place in 0..<size {
          left[row, place] -= factor * left[column, place]
          right[row, place] -= factor * right[column, place]
        }
      }
    }
    return right
  }
}
