internal import Players
internal import Xiangqi

/// One of the boards of a match, with contestants of its own.
struct MatchWorker {
  let settings: Match.Settings

  /// Plays games from the desk until none is left.
  func play(_ desk: SelfPlayDesk) async throws {
    var team = Team()
    do {
      try await play(desk, with: &team)
    } catch {
      await team.close()
      throw error
    }
    await team.close()
  }

  private func play(_ desk: SelfPlayDesk, with team: inout Team) async throws {
    let referee = Referee(rules: settings.rules, timekeeper: settings.timekeeper)
    let order = settings.book.order(seed: settings.seed)
    while let number = desk.next() {
      try Task.checkCancellation()
      if team.first == nil { team.first = try await settings.first.contestant() }
      if team.second == nil { team.second = try await settings.second.contestant() }
      guard let first = team.first, let second = team.second else { return }
      let seats = [Seat(first, limits: settings.first.limits), Seat(second, limits: settings.second.limits)]
      let firstSide = Match.side(ofFirstInGame: number)
      let played = try await referee.conduct(
        settings.book.opening(ofPair: Match.pair(ofGame: number), order: order),
        red: seats[firstSide == .red ? 0 : 1], black: seats[firstSide == .red ? 1 : 0],
        seed: DecisionSeed.game(number, of: settings.seed))
      try desk.deliver(played.record(tags: tags(number, firstSide: firstSide)))
      if let culprit = played.culprit { await team.dismiss(first: culprit == firstSide) }
    }
  }

  private func tags(_ number: Int, firstSide: Side) -> [GameRecord.Tag] {
    let names = [settings.first.name, settings.second.name]
    let tags = [
      ("Event", settings.event), ("Round", String(number)), ("Red", names[firstSide == .red ? 0 : 1]),
      ("Black", names[firstSide == .red ? 1 : 0]), ("Seed", String(settings.seed)),
    ]
    return tags.map { GameRecord.Tag(name: $0.0, value: $0.1) }
  }
}

/// The two contestants of a board; `nil` for one that has yet to come.
private struct Team {
  var first: (any Contestant)?
  var second: (any Contestant)?

  /// Sends away one that did something wrong; a new one comes for the next game.
  mutating func dismiss(first isFirst: Bool) async {
    let leaving = isFirst ? first : second
    if isFirst { first = nil } else { second = nil }
    await Self.close(leaving)
  }

  mutating func close() async {
    let leaving = [first, second]
    (first, second) = (nil, nil)
    for contestant in leaving { await Self.close(contestant) }
  }

  /// How long a contestant may take to end.
  private static let patience = Duration.seconds(10)

  private static func close(_ contestant: (any Contestant)?) async {
    guard let contestant else { return }
    // Not in this task, which may be cancelled: the processes of engines end all the same.
    await Task {
      do { _ = try await Timekeeper.machine.within(patience) { await contestant.close() } } catch {
        // It does not end; whoever started it has done what can be done.
      }
    }.value
  }
}
