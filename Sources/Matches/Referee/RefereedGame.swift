internal import Players
internal import Xiangqi

/// A game of a match, from its opening on.
struct RefereedGame: Sendable {
  private(set) var game: Game
  /// The plies that were given, not played.
  let openingPlies: Int
  /// What was said of each ply; `nil` for those of the opening and where nothing was said.
  private(set) var comments: [String?]
  /// The score expected for Red at each ply.
  private(set) var expectations: [Double?]
  /// How it came out and why; `nil` while it runs.
  private(set) var ending: (outcome: Outcome, end: GameEnd, detail: String?)?

  init(_ opening: Opening, ruleset: Ruleset) {
    var game = Game(start: opening.start, ruleset: ruleset)
    for move in opening.moves where game.verdict == nil {
      do { try game.play(move) } catch {
        preconditionFailure("An opening holds \(move), which cannot be played: \(error)")
      }
    }
    self.game = game
    openingPlies = game.moves.count
    comments = Array(repeating: nil, count: openingPlies)
    expectations = comments.map { _ in nil }
    endByVerdict()
  }

  var isOver: Bool { ending != nil }

  /// The player whose fault ended it, if one's did.
  var culprit: Side? {
    guard let ending, ending.end.isFault else { return nil }
    return ending.outcome.winner?.opponent
  }

  /// Carries out a decision, or ends the game where it cannot be.
  mutating func go(on turn: Turn, time: Duration?) {
    let side = game.position.sideToMove
    guard case .move(let move) = turn.action else {
      end(.win(for: side.opponent), .rule(.resignation))
      return
    }
    do { try game.play(move) } catch {
      end(lostBy: side, .illegalMove("\(move): \(error)"))
      return
    }
    comments.append(turn.report.map { $0.comment(by: side, time: time) })
    expectations.append(turn.report?.wdl.expectation(for: .red))
    endByVerdict()
  }

  /// Ends the game, unless it has ended.
  mutating func end(_ outcome: Outcome, _ end: GameEnd, detail: String? = nil) {
    if ending == nil { ending = (outcome, end, detail) }
  }

  /// Ends the game by what a player did wrong.
  mutating func end(lostBy side: Side, _ fault: ContestantError) {
    let end: GameEnd =
      switch fault {
      case .illegalMove: .rule(.illegalMove)
      case .noAnswer: .noAnswer
      case .crash: .crash
      }
    self.end(.win(for: side.opponent), end, detail: fault.description)
  }

  private mutating func endByVerdict() {
    if let verdict = game.verdict { end(verdict.outcome, .rule(verdict.reason)) }
  }

  /// The record, with `tags` before its own.
  func record(tags: [GameRecord.Tag]) -> GameRecord {
    var record = GameRecord(game: game, outcome: ending?.outcome, tags: tags)
    for (place, comment) in comments.enumerated() { record.line[place].comment = comment }
    record["Termination"] = ending?.end.identifier ?? "unterminated"
    record["PlyCount"] = String(game.moves.count)
    record["OpeningPlies"] = String(openingPlies)
    if let detail = ending?.detail { record["Fault"] = String(detail.prefix(200)) }
    return record
  }
}

extension SearchReport {
  /// What a player thought of its move, as match files have it: its score, then the depth and the number of positions
  /// where it looked ahead, and the seconds where they mattered.
  func comment(by side: Side, time: Duration?) -> String {
    let score = lines.first?.mate.map { SpokenScore.mate($0) } ?? SpokenScore(wdl, for: side)
    var words = [score.description]
    if depth > 1 || evaluations > 1 { words.append("d\(depth)") }
    if evaluations > 1 { words.append("n\(evaluations)") }
    if let time { words.append("\(time.seconds)s") }
    return words.joined(separator: " ")
  }
}
