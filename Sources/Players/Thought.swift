public import Xiangqi

/// A move and the probability the model gives it.
public struct RankedMove: Sendable, Hashable {
  /// The move.
  public var move: Move
  /// Its probability, 0…1.
  public var probability: Double

  /// A move with its probability.
  public init(move: Move, probability: Double) {
    self.move = move
    self.probability = probability
  }
}

/// How likely each outcome is: Red wins, draw, Black wins.
///
/// The three sum to 1.
public struct WDL: Sendable, Hashable {
  /// The probability that Red wins.
  public var red: Double
  /// The probability of a draw.
  public var draw: Double
  /// The probability that Black wins.
  public var black: Double

  /// Three probabilities that sum to 1.
  public init(red: Double, draw: Double, black: Double) {
    self.red = red
    self.draw = draw
    self.black = black
  }

  /// The score a side may expect, a win counting 1 and a draw one half.
  public func expectation(for side: Side) -> Double {
    switch side {
    case .red: red + draw / 2
    case .black: black + draw / 2
    }
  }

  /// The same with `shift` added to the logit of the score that a side may expect; draws give way where they must.
  func shifted(by shift: Double, for side: Side) -> WDL {
    guard shift != 0 else { return self }
    let score = min(max(expectation(for: .red), 0.001), 0.999)
    let odds = score / (1 - score) / negativeExponential(side == .red ? shift : -shift)
    let shifted = odds / (1 + odds)
    let draw = min(draw, 2 * min(shifted, 1 - shifted))
    return WDL(red: shifted - draw / 2, draw: draw, black: 1 - shifted - draw / 2)
  }

  /// The mean of some estimates, at least one.
  static func mean(_ estimates: [WDL]) -> WDL {
    func mean(_ part: KeyPath<WDL, Double>) -> Double {
      estimates.reduce(0) { $0 + $1[keyPath: part] } / Double(estimates.count)
    }
    return WDL(red: mean(\.red), draw: mean(\.draw), black: mean(\.black))
  }
}

/// What the model makes of a position: the moves it considers, and how it thinks the game will end.
public struct Thought: Sendable, Hashable {
  /// The legal moves, most probable first; the probabilities sum to 1.
  ///
  /// Moves of equal probability are in (from, to) order.
  public var moves: [RankedMove]
  /// The probability the model gave to anything that is not a legal move, before that was taken away.
  public var illegalMass: Double
  /// The most probable illegal moves, at most three, with their raw probabilities.
  public var topIllegal: [RankedMove]
  /// How the game will end.
  public var wdl: WDL
  /// What a search found in the position; `nil` where there was none.
  public var search: SearchReport?
  /// Whether the move was chosen by what the search found, not by the model's own probabilities.
  public var isChosenBySearch = false

  /// A thought from its parts.
  public init(moves: [RankedMove], illegalMass: Double, topIllegal: [RankedMove], wdl: WDL) {
    self.moves = moves
    self.illegalMass = illegalMass
    self.topIllegal = topIllegal
    self.wdl = wdl
  }
}

extension Thought {
  /// The same after the search that the move was chosen by, whose expectation takes the place of the model's own.
  public func searched(_ report: SearchReport) -> Thought {
    var thought = self
    thought.search = report
    thought.isChosenBySearch = true
    thought.wdl = report.wdl
    return thought
  }

  /// The same beside what a search found that had no say in the move.
  public func compared(with report: SearchReport) -> Thought {
    var thought = self
    thought.search = report
    return thought
  }

  /// The moves by what they were chosen from: the search's own choices, or the model's probabilities.
  public var ranking: [RankedMove] {
    guard isChosenBySearch, let search else { return moves }
    return search.choices
  }

  /// Divides the model's distribution over all tokens, `probabilities`, into legal moves and the rest.
  init(probabilities: [Double], legalMoves: [Move], vocabulary: XiangqiVocabulary, wdl: WDL) {
    var rest = probabilities
    var legalMass = 0.0
    var ranked = legalMoves.map { move in
      let token = vocabulary.token(of: move)
      let probability = token.map { probabilities[$0] } ?? 0
      if let token { rest[token] = 0 }
      legalMass += probability
      return RankedMove(move: move, probability: probability)
    }
    let count = Double(ranked.count)
    for index in ranked.indices {
      // A model that gives every legal move nothing at all has no preference between them.
      ranked[index].probability = legalMass > 0 ? ranked[index].probability / legalMass : 1 / count
    }
    self.init(
      moves: ranked.sortedByProbability(), illegalMass: max(0, 1 - legalMass),
      topIllegal: Self.mostProbable(3, of: rest, vocabulary: vocabulary), wdl: wdl)
  }

  private static func mostProbable(
    _ limit: Int, of probabilities: [Double], vocabulary: XiangqiVocabulary
  ) -> [RankedMove] {
    var best: [(token: Int, probability: Double)] = []
    var least = 0.0
    for token in vocabulary.moveTokens where probabilities[token] > least {
      let place = best.firstIndex { probabilities[token] > $0.probability } ?? best.count
      best.insert((token, probabilities[token]), at: place)
      if best.count > limit { best.removeLast() }
      if best.count == limit, let last = best.last { least = last.probability }
    }
    return best.compactMap { entry in
      vocabulary.move(of: entry.token).map { RankedMove(move: $0, probability: entry.probability) }
    }
  }
}

extension [RankedMove] {
  /// The moves with the most probable first; equal ones keep their order.
  func sortedByProbability() -> [RankedMove] {
    enumerated().sorted { one, other in
      one.element.probability == other.element.probability
        ? one.offset < other.offset : one.element.probability > other.element.probability
    }.map(\.element)
  }
}
