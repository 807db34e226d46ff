import Players
public import Xiangqi

/// Who moves the pieces of a side.
public enum Seat: Sendable, Hashable {
  /// A person at this keyboard.
  case human
  /// The model.
  case model(OpponentChoice)
  /// Another program.
  case engine(EngineChoice)

  /// The model's settings, nil for a person and an engine.
  public var opponent: OpponentChoice? {
    if case .model(let choice) = self { choice } else { nil }
  }

  /// The engine that plays, nil for a person and the model.
  public var engine: EngineChoice? {
    if case .engine(let choice) = self { choice } else { nil }
  }
}

/// One game at the table: the moves, who plays, the clocks, how it ended, and what the model thought.
public struct TableGame: Sendable {
  /// The game by the rules.
  public private(set) var game: Game
  /// Who plays Red.
  public var red: Seat
  /// Who plays Black.
  public var black: Seat
  /// The clocks.
  public var clock: GameClock
  /// The end that the board does not see: resignation, agreement, time.
  public private(set) var ending: Verdict?
  /// The moves taken back, the next to play again last.
  public private(set) var undone: [Move] = []
  /// What the model thought of the position after so many plies.
  var thoughts: [Int: Thought] = [:]
  /// What an engine beside the model made of the position after so many plies.
  var engineReports: [Int: SearchReport] = [:]
  /// Tags of the file the game came from.
  var tags: [GameRecord.Tag] = []
  /// What the models' choices are drawn with.
  var seed: UInt64
  /// Whether all of it is in a file of games already: it came from one, or was added to one.
  var isKept = false
  /// How the clocks stood after so many plies, so that a move taken back gives its time back.
  private var clocks: [Int: GameClock] = [:]

  /// A game about to begin.
  public init(
    start: Position = .start, ruleset: Ruleset = .standard, red: Seat = .human, black: Seat = .human,
    clock: TimeControl = .none, seed: UInt64 = 0,
  ) {
    game = Game(start: start, ruleset: ruleset)
    self.red = red
    self.black = black
    self.clock = GameClock(clock)
    self.seed = seed
  }

  /// A game that two people have played so far.
  init(_ game: Game) {
    self.init(start: game.start, ruleset: game.ruleset)
    self.game = game
  }

  /// How the game ended, on the board or off it; nil while it runs.
  public var verdict: Verdict? { ending ?? game.verdict }

  /// Who plays a side.
  public subscript(side: Side) -> Seat { side == .red ? red : black }

  /// How the file that the game came from calls the player of a side.
  func tag(for side: Side) -> String? {
    let written = tags.first { $0.name == (side == .red ? "Red" : "Black") }?.value
    return written?.isEmpty == false ? written : nil
  }

  /// Who is to move.
  public var mover: Seat { self[game.position.sideToMove] }

  /// Whether no person plays.
  public var isWatched: Bool { red != .human && black != .human }

  /// Whether people play both sides.
  public var isBetweenPeople: Bool { red == .human && black == .human }

  /// The game as it was after `ply` moves.
  public func game(at ply: Int) -> Game {
    var earlier = game
    while earlier.moves.count > max(0, ply) { earlier.takeBack() }
    return earlier
  }

  /// Plays a move; moves taken back can then no longer be played again.
  public mutating func play(_ move: Move) throws(MoveRefusal) {
    guard ending == nil else { throw .gameIsOver }
    let side = game.position.sideToMove
    try game.play(move)
    undone = []
    isKept = false
    clock.moved(side)
    clocks[game.moves.count] = clock
    thoughts = thoughts.filter { $0.key < game.moves.count }
    engineReports = engineReports.filter { $0.key < game.moves.count }
  }

  /// Takes back an end off the board (resignation, agreement, time) in a position where a person is to move.
  ///
  /// - Returns: whether there was one.
  public mutating func reopen() -> Bool {
    guard ending != nil, game.verdict == nil, mover == .human else { return false }
    ending = nil
    takeBackClocks()
    return true
  }

  /// Takes back to the last position in which a person moved; one move in a game that the model plays alone.
  ///
  /// - Returns: how many moves were taken back, 0 when no person has moved.
  public mutating func undo() -> Int {
    let count = game.moves.count
    let goal = (0..<count).last { isWatched || self[game.positions[$0].sideToMove] == .human }
    guard let goal else { return 0 }
    while game.moves.count > goal, let move = game.takeBack() { undone.append(move) }
    ending = nil
    takeBackClocks()
    return count - goal
  }

  /// Plays taken-back moves again up to the next position in which a person is to move.
  ///
  /// - Returns: how many moves were played again.
  public mutating func redo() -> Int {
    var count = 0
    repeat {
      guard ending == nil, let move = undone.last, game.refusal(of: move) == nil else { break }
      let rest = undone.dropLast()
      do { try game.play(move) } catch { break }
      undone = Array(rest)
      isKept = false
      count += 1
    } while mover != .human && !isWatched
    return count
  }

  /// Seats people where the model would play.
  mutating func leaveModelSeats() {
    if red.opponent != nil { red = .human }
    if black.opponent != nil { black = .human }
  }

  /// Lets the model go on at another level, wherever it plays.
  mutating func setLevel(_ level: Level) {
    func changed(_ seat: Seat) -> Seat {
      seat.opponent.map { .model(OpponentChoice(level: level, persona: $0.persona)) } ?? seat
    }
    (red, black) = (changed(red), changed(black))
  }

  /// Ends the game off the board; a game that is over stays as it is.
  public mutating func end(_ verdict: Verdict) {
    guard self.verdict == nil else { return }
    ending = verdict
    isKept = false
  }

  /// Sets the clocks to how they stood in the present position.
  ///
  /// Where that is not known (a game taken up again) they stay, but a side without time gets fresh ones: nobody loses
  /// on time in the position a move was taken back to.
  private mutating func takeBackClocks() {
    let count = game.moves.count
    let isOut = Side.allCases.contains { clock.remaining($0) == 0 }
    clock = clocks[count] ?? (count == 0 || isOut ? GameClock(clock.control) : clock)
    clocks = clocks.filter { $0.key <= count }
  }

  /// Sets the clocks of a game taken up again; what they showed before is not known.
  mutating func setClock(_ clock: GameClock) {
    self.clock = clock
    clocks = [game.moves.count: clock]
  }

  /// Drops the moves after `ply` and what ended the game, to play on from there.
  public mutating func rewind(to ply: Int) {
    while game.moves.count > max(0, ply) { game.takeBack() }
    undone = []
    ending = nil
    takeBackClocks()
    thoughts = thoughts.filter { $0.key <= game.moves.count }
    engineReports = engineReports.filter { $0.key <= game.moves.count }
  }

  /// The pieces of `side` that have been captured by `ply`, the most valuable first.
  public func captured(of side: Side, by ply: Int) -> [PieceKind] {
    let now = game.positions[min(max(0, ply), game.moves.count)]
    let kinds: [PieceKind] = [.chariot, .cannon, .horse, .elephant, .advisor, .soldier]
    return kinds.flatMap { kind in
      let piece = Piece(side, kind)
      let missing = game.start.squares(of: piece).count - now.squares(of: piece).count
      return Array(repeating: kind, count: max(0, missing))
    }
  }
}
