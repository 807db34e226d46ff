internal import LanguageModel
internal import Players
internal import Xiangqi

/// One engine that labels lines.
struct LabelWorker {
  let settings: Labelling.Settings

  /// So many failures in a row end the run.
  private static let failureLimit = 3

  /// Labels lines from the desk until none is left.
  ///
  /// A line with which the engine crashes or breaks the protocol is left out; the engine is started anew.
  func work(_ desk: SelfPlayDesk) async throws {
    var engine: (any Contestant)?
    var failures = 0
    let slips = try await settings.slips.contestant()
    let student = try await settings.student?.contestant()
    do {
      while let number = desk.next() {
        try Task.checkCancellation()
        let asked: any Contestant
        if let engine { asked = engine } else { asked = try await settings.engine.contestant() }
        engine = asked
        do {
          if let record = try await line(number, engine: asked, slips: slips, student: student) {
            try desk.deliver(record)
          }
          failures = 0
        } catch let error as ContestantError {
          failures += 1
          guard failures < Self.failureLimit else { throw error }
          await asked.close()
          engine = nil
        }
      }
    } catch {
      for contestant in [engine, slips, student] { await contestant?.close() }
      throw error
    }
    for contestant in [engine, slips, student] { await contestant?.close() }
  }

  /// The line of that number; nil where nothing of it could be labelled.
  private func line(
    _ number: Int, engine: any Contestant, slips: any Contestant, student: (any Contestant)?
  ) async throws -> GameRecord? {
    let plan = LabelPlan(line: number, settings: settings)
    var generator = plan.generator
    // Repetitions are no matter here: a line is not a game to be judged.
    var game = Game(start: plan.start, ruleset: .free)
    var comments: [String?] = []
    try await engine.newGame(side: plan.start.sideToMove, seed: plan.seed)
    while comments.count < settings.plies, game.verdict == nil, plan.goesOn(after: comments.count) {
      try Task.checkCancellation()
      let turn = try await engine.turn(in: game, limits: settings.engine.limits, opponentClock: nil)
      guard let label = turn.report?.label(for: game.position.sideToMove) else { break }
      let isKept = student == nil ? true : try await errs(student, in: game, label, seed: plan.seed)
      let move: Move
      switch plan.course {
      case .moves(let moves): move = moves[comments.count]
      case .slips(let chance):
        move =
          Double.random(in: 0..<1, using: &generator) < chance
          ? try await weakMove(of: slips, in: game, seed: plan.seed) ?? label.lines[0].move
          : label.lines[0].move
      }
      // A game of a file may hold a move that is not legal.
      guard game.refusal(of: move) == nil else { break }
      try game.play(move)
      comments.append(isKept ? label.comment : nil)
    }
    return record(number, game, comments)
  }

  /// Whether a student's move is worse than the best of a label by the margin or more; one without a score is.
  private func errs(
    _ student: (any Contestant)?, in game: Game, _ label: PositionLabel, seed: UInt64
  ) async throws -> Bool {
    try await student?.newGame(side: game.position.sideToMove, seed: seed)
    guard let student, let limits = settings.student?.limits,
      case .move(let move) = try await student.turn(in: game, limits: limits, opponentClock: nil).action
    else { return true }
    guard let line = label.lines.first(where: { $0.move == move }) else { return true }
    return Int(label.lines[0].score.code) - Int(line.score.code) >= settings.margin
  }

  private func weakMove(of slips: any Contestant, in game: Game, seed: UInt64) async throws -> Move? {
    // It moves for both sides, and a player sits on one.
    try await slips.newGame(side: game.position.sideToMove, seed: seed)
    let turn = try await slips.turn(in: game, limits: settings.slips.limits, opponentClock: nil)
    guard case .move(let move) = turn.action else { return nil }
    return move
  }

  private func record(_ number: Int, _ game: Game, _ comments: [String?]) -> GameRecord? {
    guard comments.contains(where: { $0 != nil }) else { return nil }
    let tags = [
      ("Event", settings.event), ("Round", String(number)), ("Red", XiangqiVocabulary.engineName),
      ("Black", XiangqiVocabulary.engineName), ("Result", "*"), ("Seed", String(settings.seed)),
    ]
    var record = GameRecord(
      tags: tags.map { GameRecord.Tag(name: $0.0, value: $0.1) }, start: game.start,
      line: game.moves.map { GameRecord.Node(move: $0) })
    for (place, comment) in comments.enumerated() { record.line[place].comment = comment }
    return record
  }
}

extension SearchReport {
  /// What an engine's report says of the position, as a label; each move once.
  func label(for side: Side) -> PositionLabel? {
    var known: Set<Move> = []
    let labelled = lines.compactMap { line -> PositionLabel.Line? in
      guard let move = line.moves.first, known.insert(move).inserted else { return nil }
      return PositionLabel.Line(move: move, score: EngineScore(of: line, for: side))
    }
    return PositionLabel(expectation: wdl.expectation(for: side), lines: labelled)
  }
}
