import Matches
import Testing

/// Figures of scipy 1.17 for the same pairs, to be found again from these definitions: the score's normal interval carried to
/// Elo; (score − ½) / √(2 · variance) · 800/ln 10; the ratio of likelihoods after maximising Σ n ln p under the hypothesis by
/// `minimize(method="SLSQP")` over softmax parameters from nine starts, a kind of pair that did not come counting 0.001.
@Suite struct StatisticsTests {
  struct Case: CustomTestStringConvertible {
    let pairs: PairCounts
    let score: Double
    let elo: (Double, Double, Double)
    let normalized: (Double, Double)
    let superiority: Double
    /// Ratios for 0 against 5 and -10 against 10 logistic, for 0 against 5 and -20 against 30 normalised Elo.
    let ratios: [Double]
    var testDescription: String { "\(pairs.counts)" }
  }

  static let cases = [
    Case(
      pairs: PairCounts(10, 40, 100, 60, 20), score: 0.5434782608695652,
      elo: (30.288285575247322, 8.606340567092879, 52.20844592266884),
      normalized: (44.393690687484465, 31.749981273177127), superiority: 0.9969324790044026,
      ratios: [1.1039147773912532, 4.775180678767299, 0.7834243417236166, 7.366600283973639]),
    Case(
      pairs: PairCounts(0, 3, 20, 9, 1), score: 0.5606060606060606,
      elo: (42.32149046721552, 3.42514156511224, 82.30773687551941),
      normalized: (91.24105476700363, 83.8205336625804), superiority: 0.983557192050137,
      ratios: [0.46939142905886655, 1.871597507993485, 0.22826587678835608, 2.2355404680960262]),
    Case(
      pairs: PairCounts(5, 0, 0, 0, 7), score: 0.5833333333333334,
      elo: (58.45121427129523, -143.57114853041344, 318.65024845855936),
      normalized: (41.52649517174598, 139.00062994306674), superiority: 0.7209076752886714,
      ratios: [0.027545179612081583, 0.11515333591827748, 0.03822041781671004, 0.35711543167014703]),
  ]

  private func near(_ one: Double?, _ other: Double, within tolerance: Double = 1e-9) -> Bool {
    one.map { abs($0 - other) <= tolerance * max(1, abs(other)) } ?? false
  }

  @Test(arguments: cases) func differencesAreThoseOfTheReference(example: Case) throws {
    #expect(near(example.pairs.score, example.score))
    let elo = example.pairs.elo
    #expect(near(elo.value, example.elo.0) && near(elo.low, example.elo.1) && near(elo.high, example.elo.2))
    let normalized = try #require(example.pairs.normalizedElo)
    #expect(near(normalized.value, example.normalized.0) && near(normalized.error, example.normalized.1))
    #expect(near(example.pairs.likelihoodOfSuperiority, example.superiority))
  }

  @Test(arguments: cases) func theOtherPlayerSeesTheOpposite(example: Case) throws {
    let (own, other) = (example.pairs, example.pairs.reversed)
    #expect(near(other.elo.value, -(own.elo.value ?? 0)) && near(other.elo.low, -(own.elo.high ?? 0)))
    #expect(near(other.likelihoodOfSuperiority, 1 - (own.likelihoodOfSuperiority ?? 0)))
    let test = try #require(SPRT(elo0: -5, elo1: 5))
    #expect(near(test.logLikelihoodRatio(of: other), -test.logLikelihoodRatio(of: own), within: 1e-8))
  }

  @Test(arguments: cases) func ratiosAreThoseOfTheReference(example: Case) throws {
    let tests = [
      SPRT(elo0: 0, elo1: 5, scale: .logistic), SPRT(elo0: -10, elo1: 10, scale: .logistic),
      SPRT(elo0: 0, elo1: 5, scale: .normalized), SPRT(elo0: -20, elo1: 30, scale: .normalized),
    ]
    for (test, ratio) in zip(tests, example.ratios) {
      let found = try #require(test).logLikelihoodRatio(of: example.pairs)
      // The reference stops where its steps no longer gain 1e-16 of a mean logarithm.
      #expect(near(found, ratio, within: 1e-5), "\(found) and \(ratio)")
    }
  }

  @Test func littleIsSaidOfLittle() {
    #expect(PairCounts().score == 0.5)
    #expect(PairCounts().standardError == nil)
    let won = PairCounts(0, 0, 0, 0, 3)
    #expect(won.elo.value == nil && won.elo.low == nil)
    #expect(won.likelihoodOfSuperiority == nil && won.normalizedElo == nil)
    let drawn = PairCounts(0, 0, 9, 0, 0)
    #expect(drawn.elo.value == 0 && drawn.elo.error == nil)
    let nearly = PairCounts(0, 0, 0, 1, 9)
    #expect(nearly.elo.value != nil && nearly.elo.low != nil && nearly.elo.high == nil)
  }

  @Test func pairsAreCountedByTheirPoints() {
    var pairs = PairCounts()
    for points in [0, 0.5, 0.5, 1, 1.5, 2, 2, 2] { pairs.add(points: points) }
    #expect(pairs.counts == [1, 2, 1, 1, 3])
    #expect(pairs.pairs == 8)
    // (0.5 + 0.5 + 1 + 1.5 + 6) / 16 and, by hand, the mean of the squares less the square of the mean.
    #expect(pairs.score == 9.5 / 16)
    let squares = (2 * 0.0625 + 0.25 + 0.5625 + 3) / 8
    #expect(abs(pairs.variance - (squares - pairs.score * pairs.score)) < 1e-15)
  }

  @Test func eloAndScoreUndoEachOther() {
    #expect(abs(Elo.score(difference: 400) - 10.0 / 11) < 1e-15)
    #expect(abs(Elo.difference(score: 0.75) - 190.84850188786498) < 1e-9)  // 400 log10 3
    for difference in [-1000.0, -35, 0, 12.5, 700] {
      #expect(abs(Elo.difference(score: Elo.score(difference: difference)) - difference) < 1e-6)
    }
    #expect(Elo.difference(score: 1) == .infinity && Elo.difference(score: 0) == -.infinity)
  }

  @Test func boundsAreThoseOfWald() throws {
    let test = try #require(SPRT(elo0: 0, elo1: 5))
    #expect(abs(test.upperBound - 2.9444389791664403) < 1e-12)  // ln 19
    #expect(abs(test.lowerBound + 2.9444389791664403) < 1e-12)
    let uneven = try #require(SPRT(elo0: 0, elo1: 5, alpha: 0.01, beta: 0.1))
    #expect(abs(uneven.upperBound - 4.499809670330265) < 1e-12)  // ln 90
    #expect(abs(uneven.lowerBound + 2.2925347571405443) < 1e-12)  // ln (0.1 / 0.99)
    #expect(test.decision(at: 2.9) == nil && test.decision(at: -2.9) == nil)
    #expect(test.decision(at: 2.95) == .upper && test.decision(at: -2.95) == .lower)
    #expect(test.logLikelihoodRatio(of: PairCounts()) == 0)
  }

  @Test func senselessTestsAreRefused() {
    #expect(SPRT(elo0: 5, elo1: 5) == nil)
    #expect(SPRT(elo0: 5, elo1: 0) == nil)
    #expect(SPRT(elo0: 0, elo1: .infinity) == nil)
    #expect(SPRT(elo0: .nan, elo1: 1) == nil)
    #expect(SPRT(elo0: 0, elo1: 5, alpha: 0) == nil)
    #expect(SPRT(elo0: 0, elo1: 5, beta: 0.5) == nil)
  }

  /// The farthest a test can be from its hypotheses gives a number all the same.
  @Test(arguments: [PairCounts(1, 0, 0, 0, 0), PairCounts(0, 0, 0, 0, 100_000), PairCounts(0, 0, 1, 0, 0)])
  func ratiosAreFinite(pairs: PairCounts) throws {
    for scale in SPRT.Scale.allCases {
      for (low, high) in [(-500.0, 500.0), (-1e-6, 1e-6), (499.0, 500.0)] {
        let test = try #require(SPRT(elo0: low, elo1: high, scale: scale))
        #expect(test.logLikelihoodRatio(of: pairs).isFinite, "\(pairs.counts) \(scale) \(low) \(high)")
      }
    }
  }
}

/// Ratings of scipy's `minimize` of the same likelihood, with errors from the matrices of its definition.
@Suite struct RatingsTests {
  static let encounters = [
    Ratings.Encounter(first: 0, second: 1, pairs: PairCounts(10, 12, 9, 4, 1)),
    Ratings.Encounter(first: 1, second: 2, pairs: PairCounts(2, 6, 14, 13, 9)),
    Ratings.Encounter(first: 0, second: 2, pairs: PairCounts(20, 8, 6, 1, 0)),
    Ratings.Encounter(first: 2, second: 3, pairs: PairCounts(0, 1, 2, 10, 30)),
    Ratings.Encounter(first: 1, second: 3, pairs: PairCounts(0, 0, 0, 0, 12)),
  ]

  @Test func ratingsAreThoseOfTheReference() throws {
    let ratings = Ratings(players: 4, encounters: Self.encounters, anchor: 0)
    let expected = [0, 213.32910688301314, 175.35636384769543, -229.9493496211387]
    let errors = [0, 65.09271907707964, 59.047152229229106, 111.25696953354083]
    for player in 0..<4 {
      #expect(abs(try #require(ratings.values[player]) - expected[player]) < 1e-3)
      #expect(abs(try #require(ratings.errors[player]) - errors[player]) < 1e-3)
    }
  }

  @Test func theAnchorMovesAllAlike() throws {
    let one = Ratings(players: 4, encounters: Self.encounters, anchor: 0)
    let other = Ratings(players: 4, encounters: Self.encounters, anchor: 2, anchorRating: 1500)
    for player in 0..<4 {
      let difference = try #require(other.values[player]) - (try #require(one.values[player]))
      #expect(abs(difference - 1500 + 175.35636384769543) < 1e-3)
    }
    #expect(other.errors[2] == 0)
  }

  /// Two players: the score with the added draw is the whole story.
  @Test func twoPlayersAreAsFarApartAsTheyScored() throws {
    let pairs = PairCounts(0, 0, 0, 0, 50)
    let ratings = Ratings(
      players: 2, encounters: [Ratings.Encounter(first: 1, second: 0, pairs: pairs)], anchor: 0)
    #expect(abs(try #require(ratings.values[1]) - Elo.difference(score: 100.5 / 101)) < 1e-6)
  }

  @Test func strangersHaveNoRating() {
    let apart = Ratings.Encounter(first: 2, second: 3, pairs: PairCounts(1, 1, 1, 1, 1))
    let none = Ratings.Encounter(first: 0, second: 3, pairs: PairCounts())
    let ratings = Ratings(players: 5, encounters: [Self.encounters[0], apart, none], anchor: 1)
    #expect(ratings.values.map { $0 != nil } == [true, true, false, false, false])
    #expect(ratings.errors.map { $0 != nil } == [true, true, false, false, false])
  }

  @Test func aLongChainIsRated() throws {
    let chain = (0..<60).map {
      Ratings.Encounter(first: $0 + 1, second: $0, pairs: PairCounts(0, 0, 0, 1, 99))
    }
    let ratings = Ratings(players: 61, encounters: chain, anchor: 0)
    let top = try #require(ratings.values[60])
    let step = Elo.difference(score: (99 * 2 + 1.5 + 0.5) / 201)
    #expect(abs(top - 60 * step) < 1e-3)
    #expect(try #require(ratings.errors[60]) > (try #require(ratings.errors[1])))
  }
}
