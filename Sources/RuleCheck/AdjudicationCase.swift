internal import Xiangqi

/// A file of schema `xiangqi-adjudication/1`.
struct AdjudicationFile: Decodable {
  /// The ruleset of `expect` in all cases.
  let profile: String
  let cases: [CaseEntry<AdjudicationCase>]
}

/// A position, moves played from it, and the state of the game after the last of them.
///
/// Up to the last move the game must be running. The case is run four times, also with the files mirrored,
/// the colours exchanged, and both: the rules know no left and right, and no colour.
struct AdjudicationCase: RuleCase {
  struct State: Decodable {
    let result: String
    let reason: String?
  }

  let id: String
  let fen: String
  let moves: [String]
  let expect: State
  let finalFEN: String?
  let inCheck: Bool?
  /// Results under rulesets other than the file's, by their names.
  let otherProfiles: [String: String]?

  enum CodingKeys: String, CodingKey {
    case id, fen, moves, expect
    case finalFEN = "final_fen"
    case inCheck = "in_check"
    case otherProfiles = "other_profiles"
  }

  func findings(ruleset: Ruleset) -> CaseFindings {
    var findings = CaseFindings()
    guard let start = findings.position(fen), let moves = findings.moves(moves) else { return findings }
    for symmetry in Symmetry.all {
      guard let game = play(moves, from: start, under: ruleset, symmetry, &findings) else { continue }
      let expected = symmetry.state(expect.result) + (expect.reason.map { " " + $0 } ?? "")
      findings.compare("\(symmetry.name)state", expected: expected, found: state(of: game, withReason: true))
      if symmetry.isIdentity {
        findings.compare("final FEN", expected: finalFEN, found: game.position.fen)
        findings.compare("check", expected: inCheck, found: game.position.isCheck)
      }
    }
    for (profile, result) in (otherProfiles ?? [:]).sorted(by: { $0.key < $1.key }) {
      guard let other = Ruleset(named: profile) else {
        findings.omit("profile \(String(quoting: profile)) is no ruleset of this program")
        continue
      }
      guard let game = play(moves, from: start, under: other, Symmetry.all[0], &findings) else { continue }
      findings.compare("\(other.name) state", expected: result, found: state(of: game, withReason: false))
    }
    return findings
  }

  /// The game after all moves, or nil after a failure has been noted.
  private func play(
    _ moves: [Move], from start: Position, under ruleset: Ruleset, _ symmetry: Symmetry,
    _ findings: inout CaseFindings,
  ) -> Game? {
    var game = Game(start: symmetry.position(start), ruleset: ruleset)
    for (index, move) in moves.enumerated() {
      let before = state(of: game, withReason: true)
      do {
        try game.play(symmetry.move(move))
      } catch {
        let found = error == .gameIsOver ? before : "\(error)"
        findings.fail(
          expected: "\(symmetry.name)move \(index + 1) \(symmetry.move(move)) to be playable",
          found: String(line: found))
        return nil
      }
    }
    return game
  }

  private func state(of game: Game, withReason: Bool) -> String {
    guard let verdict = game.verdict else { return "ongoing" }
    let result =
      switch verdict.outcome {
      case .redWins: "red_wins"
      case .blackWins: "black_wins"
      case .draw: "draw"
      }
    return withReason ? "\(result) \(verdict.reason.rawValue)" : result
  }
}

/// One of the four ways to look at the same game.
private struct Symmetry {
  let mirrors: Bool
  let swaps: Bool

  static let all = [
    Symmetry(mirrors: false, swaps: false), Symmetry(mirrors: true, swaps: false),
    Symmetry(mirrors: false, swaps: true), Symmetry(mirrors: true, swaps: true),
  ]

  var isIdentity: Bool { !mirrors && !swaps }

  /// How a failure names it: empty for the game as it is.
  var name: String { (mirrors ? "mirrored " : "") + (swaps ? "colour-swapped " : "") }

  func position(_ position: Position) -> Position {
    let mirrored = mirrors ? position.mirrored : position
    return swaps ? mirrored.coloursSwapped : mirrored
  }

  func move(_ move: Move) -> Move {
    let mirrored = mirrors ? move.mirrored : move
    return swaps ? mirrored.flipped : mirrored
  }

  func state(_ result: String) -> String {
    switch result {
    case "red_wins" where swaps: "black_wins"
    case "black_wins" where swaps: "red_wins"
    default: result
    }
  }
}
