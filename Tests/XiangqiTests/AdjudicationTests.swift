import FoundationEssentials
import TestSupport
import Testing
import Xiangqi

/// What the case runner does not look at: rulesets, offenders, victims and the conduct of both sides.
@Suite struct AdjudicationTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    struct State: Decodable, Sendable {
      let result: String
      let reason: String?
    }
    let id: String
    let fen: String
    let moves: [String]
    let expect: State
    let detail: String?

    var testDescription: String { id }

    func game(_ ruleset: Ruleset = .standard) throws -> Game {
      let moves = try moves.map { try #require(Move(iccs: $0)) }
      return try Game(start: Position(fen: fen), moves: moves, ruleset: ruleset)
    }
  }

  struct File: Decodable {
    let cases: [Case]
  }

  static let cases: [Case] = {
    guard
      let file = try? JSONDecoder().decode(File.self, from: Data(fixture("adjudication.json")))
    else { fatalError("adjudication.json cannot be decoded") }
    return file.cases
  }()

  @Test(arguments: cases) func theSimpleRulesetKnowsPerpetualCheckOnly(_ each: Case) throws {
    let standard = try each.game(.standard)
    let simple = try each.game(.simple)
    if standard.verdict?.reason == .perpetualChase {
      #expect(simple.verdict == Verdict(outcome: .draw, reason: .repetition))
    } else {
      #expect(simple.verdict == standard.verdict)
    }
  }

  @Test(arguments: cases) func theFreeRulesetKnowsMateOnly(_ each: Case) throws {
    let verdict = try each.game(.free).verdict
    let isMate = each.expect.reason == "checkmate" || each.expect.reason == "stalemate"
    #expect(verdict?.reason.rawValue == (isMate ? each.expect.reason : nil))
  }

  @Test(arguments: cases) func theOffenderLosesAndOnlyAChaseHasAVictim(_ each: Case) throws {
    let verdict = try each.game().verdict
    #expect(verdict?.reason.rawValue == each.expect.reason)
    switch verdict?.reason {
    case .perpetualChase:
      let offender = try #require(verdict?.offender)
      #expect(verdict?.outcome.winner == offender.opponent)
      #expect(verdict?.chased?.side == offender.opponent)
    case .perpetualCheck:
      #expect(verdict?.offender == verdict?.outcome.winner?.opponent)
      #expect(verdict?.offender != nil)
      #expect(verdict?.chased == nil)
    default:
      #expect(verdict?.offender == nil)
      #expect(verdict?.chased == nil)
    }
  }

  @Test(arguments: cases.filter { $0.detail != nil })
  func aDrawnLoopTellsWhatBothSidesDid(_ each: Case) throws {
    let conduct = try #require(each.game().loop).conduct
    switch each.detail {
    case "no_violation":
      #expect(conduct.red == .allowed)
      #expect(conduct.black == .allowed)
    case "mutual_chase":
      #expect(conduct.red.chased != nil)
      #expect(conduct.black.chased != nil)
    case "mutual_perpetual_check":
      #expect(conduct.red == .perpetualCheck)
      #expect(conduct.black == .perpetualCheck)
    default:
      Issue.record("unknown detail \(each.detail ?? "none")")
    }
  }
}
