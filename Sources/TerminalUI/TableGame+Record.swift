import Players
public import Xiangqi

/// The tags with which an unfinished game keeps what PGN has no tags for.
private enum OwnTag {
  static let red = "YiwenRed"
  static let black = "YiwenBlack"
  static let clock = "YiwenClock"
  static let times = "YiwenTimes"
  static let rules = "YiwenRules"
  static let seed = "YiwenSeed"
  static let all = [red, black, clock, times, rules, seed]
}

extension TableGame {
  /// The game as a record.
  ///
  /// - Parameters:
  ///   - date: the date for the `Date` tag of a game that has none, as `2026.11.21`.
  ///   - names: how the players are called.
  ///   - resumable: whether seats, clocks and rules are kept in tags of our own, for `reading(_:)`.
  /// - Returns: the game as a game file holds it.
  public func record(date: String, names: (red: String, black: String), resumable: Bool) -> GameRecord {
    var record = GameRecord(
      tags: tags.filter { !OwnTag.all.contains($0.name) }, start: game.start,
      line: game.moves.map { GameRecord.Node(move: $0) }, outcome: verdict?.outcome)
    func fill(_ tag: String, _ value: String) {
      if record[tag] == nil { record[tag] = value }
    }
    fill("Event", "Yiwen")
    fill("Date", date)
    fill("Red", names.red)
    fill("Black", names.black)
    record["Result"] = record.outcome?.notation ?? "*"
    if let verdict { record["Termination"] = verdict.reason.rawValue }
    if clock.control != .none { fill("TimeControl", clock.control.description) }
    if resumable {
      record[OwnTag.red] = Self.word(for: red)
      record[OwnTag.black] = Self.word(for: black)
      record[OwnTag.clock] = clock.control.description
      record[OwnTag.times] = "\(clock.remaining(.red) ?? 0) \(clock.remaining(.black) ?? 0)"
      record[OwnTag.rules] = game.ruleset.name
      record[OwnTag.seed] = String(seed)
    }
    return record
  }

  /// A game from a record, for going on with it or looking at it.
  ///
  /// Seats, clocks and rules come from our own tags where it has them; otherwise people play both sides without a clock
  /// by the standard rules. Moves after the first illegal one are left out. A game names the program of an engine;
  /// only one that is among `engines` is seated, since a file from elsewhere may name anything.
  ///
  /// - Returns: the game and the number of moves left out.
  public static func reading(
    _ record: GameRecord, engines: [String] = []
  ) -> (table: TableGame, movesLeftOut: Int) {
    let control = record[OwnTag.clock].flatMap { TimeControl($0) } ?? .none
    var table = TableGame(
      start: record.start, ruleset: record[OwnTag.rules].flatMap { Ruleset(named: $0) } ?? .standard,
      red: record[OwnTag.red].map { seat(for: $0, engines: engines) } ?? .human,
      black: record[OwnTag.black].map { seat(for: $0, engines: engines) } ?? .human,
      clock: control, seed: record[OwnTag.seed].flatMap { UInt64($0) } ?? 0)
    table.tags = record.tags.filter {
      !OwnTag.all.contains($0.name) && $0.name != "Result" && $0.name != "FEN"
    }
    var played = 0
    for move in record.moves {
      do { try table.play(move) } catch { break }
      played += 1
    }
    let times = (record[OwnTag.times] ?? "").split(separator: " ").compactMap { Int($0) }
    if times.count == 2 { table.setClock(GameClock(control, red: times[0], black: times[1])) }
    if let outcome = record.outcome, played == record.moves.count {
      let reason = record["Termination"].flatMap { EndReason(rawValue: $0) }
      table.end(Verdict(outcome: outcome, reason: reason ?? (outcome == .draw ? .agreement : .resignation)))
    }
    if record[OwnTag.red] != nil { table.tags.removeAll { ["Red", "Black"].contains($0.name) } }
    return (table, record.moves.count - played)
  }

  /// `human`, `model amateur 胡荣华`, or `engine 1000 /usr/games/fairy-stockfish`: the milliseconds and the command.
  private static func word(for seat: Seat) -> String {
    if let engine = seat.engine { return "engine \(engine.milliseconds) \(engine.command)" }
    guard let choice = seat.opponent else { return "human" }
    return (["model", choice.level.identifier] + (choice.persona.map { [$0] } ?? [])).joined(separator: " ")
  }

  private static func seat(for word: String, engines: [String]) -> Seat {
    let parts = word.split(separator: " ", maxSplits: 2).map(String.init)
    if parts.count == 3, parts[0] == "engine", let time = Int(parts[1]), engines.contains(parts[2]) {
      return .engine(EngineChoice(command: parts[2], milliseconds: time))
    }
    guard parts.count >= 2, parts[0] == "model", let level = Level(identifier: parts[1]) else {
      return .human
    }
    return .model(OpponentChoice(level: level, persona: parts.count == 3 ? parts[2] : nil))
  }
}
