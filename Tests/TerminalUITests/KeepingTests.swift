import GameFiles
import Players
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

/// Nothing that was played is lost, and nothing is kept twice.
@Suite struct KeepingTests {
  private static func archived(_ effects: [TableEffect]) -> [GameRecord] {
    effects.compactMap { if case .archive(let record) = $0 { record } else { nil } }
  }

  private static func saved(_ effects: [TableEffect]) -> GameRecord? {
    effects.compactMap { if case .autosave(let record) = $0 { record } else { nil } }.last
  }

  private static func resigned() throws -> Sitting {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    sitting.type("x")
    sitting.press(.enter)
    return sitting
  }

  @Test func aGameThatIsOverIsKeptOnceWhenAnotherBegins() throws {
    var sitting = try Self.resigned()
    #expect(Self.archived(sitting.all).isEmpty)
    #expect(Self.saved(sitting.effects)?.outcome == .blackWins, "until then it is what the next start finds")
    sitting.type("u")
    #expect(sitting.screen.table.verdict == nil)
    #expect(sitting.moves == ["h2e2", "h9g7"], "the resignation alone is taken back")
    sitting.type("x")
    sitting.press(.enter, .function(2), .enter)
    #expect(Self.archived(sitting.all).map(\.outcome) == [.blackWins])
    #expect(sitting.noticeText == "新对局开始；上一局已存入下过的对局")
    sitting.type("q")
    #expect(Self.archived(sitting.all).count == 1)
  }

  @Test func aGameThatIsOverIsKeptWhenTheProgramIsLeft() throws {
    var sitting = try Self.resigned()
    sitting.type("q")
    #expect(Self.archived(sitting.effects).count == 1)
    #expect(Self.saved(sitting.effects) == nil)
  }

  @Test func aGameThatWasOverWhenTheProgramWasKilledIsFoundAgain() throws {
    let sitting = try Self.resigned()
    let record = try #require(Self.saved(sitting.effects))
    var next = try Sitting { $0.unfinished = record }
    #expect(next.screen.table.verdict == Verdict(outcome: .blackWins, reason: .resignation))
    next.press(.function(2), .enter)
    #expect(Self.archived(next.all).map(\.outcome) == [.blackWins])
  }

  @Test func aSavedGameGoesOnWithItsOpponentWhenOpened() throws {
    var sitting = try Sitting { $0.settings.level = .expert }
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    let record = sitting.screen.fileRecord
    #expect(record["Red"] == "棋手")
    var next = try Sitting()
    next.send(.message(.opened(path: "a.pgn", games: [record])))
    #expect(next.screen.table.black == .model(OpponentChoice(level: .expert)))
    #expect(next.screen.isPersonsTurn)
    next.press(.function(2), .enter)
    #expect(Self.archived(next.all).isEmpty, "it is in a file already")
    next.send(.message(.opened(path: "a.pgn", games: [record])))
    next.enter("h0g2")
    next.press(.function(2), .enter)
    #expect(Self.archived(next.all).map(\.moves.count) == [3], "now it is not")
  }

  @Test func aLevelOfSecondsIsKeptWithTheGame() throws {
    var sitting = try Sitting { $0.settings.level = .timed(milliseconds: 5000) }
    #expect(sitting.screen.name(of: .black) == "模型（每步 5 秒）")
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    let record = try #require(sitting.screen.unfinishedRecord)
    #expect(record["YiwenBlack"] == "model 5s" && record["Black"] == "模型（每步 5 秒）")
    let next = try Sitting { $0.unfinished = record }
    #expect(next.screen.table.black == .model(OpponentChoice(level: .timed(milliseconds: 5000))))
    #expect(next.screen.settings.level == .amateur)
    // A level asked for at the start is that of the game taken up, and of the next.
    let asked = try Sitting {
      $0.unfinished = record
      $0.level = .club
      $0.settings.engines = ["/b"]
      $0.settings.opponentEngine = "/b"
    }
    #expect(asked.screen.table.black == .model(OpponentChoice(level: .club)))
    #expect(asked.screen.settings.level == .club && asked.screen.settings.opponentEngine == nil)
  }

  @Test func aMoveTakenBackGivesItsTimeBack() throws {
    var sitting = try Sitting { $0.settings.clock = .perMove(seconds: 30) }
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    sitting.send(.tick(milliseconds: 40_000))
    #expect(sitting.screen.table.verdict?.reason == .timeForfeit)
    sitting.type("u")
    #expect(sitting.screen.table.verdict == nil)
    sitting.send(.tick(milliseconds: 1000))
    #expect(sitting.screen.table.verdict == nil, "time that was up is not up again at once")
    #expect(sitting.screen.table.clock.remaining(.red) == 29_000)
  }

  @Test func whoWatchesCanTakeOver() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.type("w")
    sitting.press(.enter)
    try sitting.reply("h2e2")
    sitting.type("z")
    #expect(sitting.screen.isPersonsTurn)
    #expect(sitting.screen.table.red != .human)
  }

  @Test func theKeyForThoughtsSaysWhatItDid() throws {
    var sitting = try Sitting()
    sitting.resize(80, 24)
    sitting.type("T")
    #expect(sitting.screen.settings.thoughts == .always)
    #expect(sitting.noticeText == "模型所想：总是显示")
    sitting.type("TT")
    #expect(sitting.screen.settings.thoughts == .opponent)
  }
}
