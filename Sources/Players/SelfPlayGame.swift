internal import LanguageModel
internal import Xiangqi

/// One game of a run while it is played.
struct SelfPlayGame {
  let number: Int
  private let settings: SelfPlay.Settings
  private let seed: UInt64
  /// Who thinks in it.
  let readers: SelfPlayReaders
  private var game: Game
  private var illegalMass = 0.0
  /// The expected scores of Red and of Black at their turns so far.
  private var expectations: [[Double]] = [[], []]
  private var ending: Verdict?

  init(number: Int, settings: SelfPlay.Settings, readers: SelfPlayReaders) {
    self.number = number
    self.settings = settings
    self.readers = readers
    seed = DecisionSeed.game(number, of: settings.seed)
    game = Game(start: SelfPlay.start(settings, game: number), ruleset: settings.ruleset)
    ending = game.verdict
    endAtLimit()
  }

  /// Whether the game has ended.
  var isOver: Bool { ending != nil }

  /// Who has to think about what.
  var request: ModelReader.Request { (readers.reader(of: game.position.sideToMove), game) }

  /// Makes the move that follows from a thought, or resigns.
  mutating func go(on thought: Thought) throws(PlayerError) {
    let side = game.position.sideToMove
    let player = SelfPlay.player(settings, side: side, game: number)
    let report = try readers.searcher(of: side)?.search(
      game, limits: SearchLimits(evaluations: player.evaluations))
    illegalMass += thought.illegalMass
    expectations[Int(side.rawValue)].append((report?.wdl ?? thought.wdl).expectation(for: side))
    if let resignation = settings.resignation,
      resignation.isDue(expectations: expectations[Int(side.rawValue)].reversed(), in: game)
    {
      ending = Verdict(outcome: .win(for: side.opponent), reason: .resignation)
      return
    }
    let decision = DecisionSeed.decision(
      game: seed, ply: game.moves.count, positionKey: game.position.zobristKey)
    var generator = SeededGenerator(seed: decision)
    let moves = report?.choices ?? thought.moves
    let move = player.style.choice(from: moves, in: game, using: &generator).move
    do { try game.play(move) } catch {
      preconditionFailure("Game \(number): \(move) is among the legal moves and yet refused: \(error)")
    }
    ending = game.verdict
    endAtLimit()
  }

  private mutating func endAtLimit() {
    if ending == nil, game.moves.count >= settings.maxPlies {
      ending = Verdict(outcome: .draw, reason: .maxPlies)
    }
  }

  /// The finished game, with what is known of it in its tags.
  var record: GameRecord {
    let names = [Side.red, .black].map { SelfPlay.player(settings, side: $0, game: number).name }
    let plies = game.moves.count
    let mass = plies == 0 ? 0 : illegalMass / Double(plies)
    let tags = [
      ("Event", settings.event), ("Round", String(number)), ("Red", names[0]), ("Black", names[1]),
      ("Result", ending?.outcome.notation ?? "*"), ("Termination", ending?.reason.rawValue ?? "unterminated"),
      ("PlyCount", String(plies)), ("Seed", String(settings.seed)),
      (SelfPlayStatistics.illegalMassTag, fixedPoint(mass, digits: 4)),
    ]
    return GameRecord(
      game: game, outcome: ending?.outcome, tags: tags.map { GameRecord.Tag(name: $0.0, value: $0.1) })
  }
}

/// A number with that many digits after the point, without the help of Foundation.
func fixedPoint(_ value: Double, digits: Int) -> String {
  let scale = (0..<digits).reduce(1) { power, _ in power * 10 }
  let scaled = Int((value.magnitude * Double(scale)).rounded())
  let fraction = String(scaled % scale)
  let padding = String(repeating: "0", count: digits - fraction.count)
  return "\(value < 0 ? "-" : "")\(scaled / scale).\(padding)\(fraction)"
}
