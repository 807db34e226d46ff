import Catalog
import Players
import Screen
import Testing
import Xiangqi

@testable import TerminalUI

@Suite struct ClockTests {
  @Test func clocksRunFromTheFirstMove() throws {
    var sitting = try Sitting { $0.settings.clock = .fischer(minutes: 5, increment: 3) }
    #expect(sitting.screen.wantsTicks == nil)
    sitting.send(.tick(milliseconds: 9000))
    #expect(sitting.screen.table.clock.remaining(.red) == 300_000)
    sitting.enter("h2e2")
    #expect(sitting.screen.table.clock.remaining(.red) == 303_000)
    #expect(sitting.screen.wantsTicks != nil)
    sitting.send(.tick(milliseconds: 1000))
    #expect(sitting.screen.table.clock.remaining(.black) == 299_000)
    try sitting.reply("h9g7")
    #expect(sitting.screen.table.clock.remaining(.black) == 302_000)
  }

  @Test func aSideOutOfTimeLoses() throws {
    var sitting = try Sitting { $0.settings.clock = .perMove(seconds: 30) }
    sitting.enter("h2e2")
    try sitting.reply("h9g7")
    for _ in 0..<29 { sitting.send(.tick(milliseconds: 1000)) }
    #expect(sitting.screen.table.verdict == nil)
    sitting.send(.tick(milliseconds: 1000))
    #expect(sitting.screen.table.verdict == Verdict(outcome: .blackWins, reason: .timeForfeit))
    #expect(sitting.render().description.contains("红方超时，黑方胜"))
    #expect(sitting.screen.wantsTicks == nil)
  }

  @Test(arguments: [
    (0, "0.0"), (9_999, "9.9"), (10_000, "0:10"), (61_000, "1:01"), (600_000, "10:00"),
    (3_661_000, "1:01:01"),
  ])
  func timesAsText(_ milliseconds: Int, _ text: String) {
    #expect(GameClock.text(milliseconds: milliseconds) == text)
  }

  @Test(arguments: TimeControl.usual)
  func timeControlsAreReadBack(_ control: TimeControl) {
    #expect(TimeControl(control.description) == control)
  }

  @Test(arguments: ["", "s", "0s", "99999999999999999999s", "5+", "+3", "0+3", "5+-1", "601+0", "5 + 3"])
  func otherTextsAreNoTimeControls(_ text: String) {
    #expect(TimeControl(text) == nil)
  }
}

@Suite struct SettingsTests {
  static let changed: Settings = {
    var settings = Settings()
    settings.language = .english
    settings.theme = .wood
    settings.notation = .wxf
    settings.pieces = .traditional
    settings.ascii = true
    settings.flipped = true
    settings.viKeys = false
    settings.thoughts = .always
    settings.bell = true
    settings.clock = .fischer(minutes: 10, increment: 5)
    settings.level = .master
    settings.persona = "胡荣华"
    settings.watchDelay = 250
    return settings
  }()

  /// A level by its seconds.
  static let timed: Settings = {
    var settings = Settings()
    settings.level = .timed(milliseconds: 1500)
    return settings
  }()

  @Test(arguments: [Settings(), changed, timed])
  func settingsAreReadBack(_ settings: Settings) {
    let (read, problems) = Settings.read(settings.fileText)
    #expect(read == settings)
    #expect(problems.isEmpty)
  }

  @Test func unknownLinesAreToldAndKept() {
    let (settings, problems) = Settings.read("# mine\ntheme = paper\nfont = big\nnonsense\nlevel = 99\n")
    #expect(settings.theme == .paper)
    #expect(settings.level == .amateur)
    #expect(
      problems == [
        .unknown(line: 3, text: "font = big"), .unknown(line: 4, text: "nonsense"),
        .badValue(key: "level", value: "99"),
      ])
    #expect(settings.fileText.hasSuffix("# mine\nfont = big\nnonsense\n"))
    #expect(Settings.read(settings.fileText).settings == settings)
  }

  @Test func theProblemIsShownAtTheStart() throws {
    let sitting = try Sitting { $0.problems = [.badValue(key: "theme", value: "pink")] }
    #expect(sitting.noticeText == "设置“theme”的值“pink”不对，用了默认值")
  }
}

@Suite struct OpeningBookTests {
  @Test func theBundledTableIsRead() throws {
    let book = try OpeningBook(projectFile("assets/openings.tsv"))
    #expect(book.count >= 80)
  }

  @Test func everyNameIsInBothLanguagesAndFitsThePanel() throws {
    let lines = try projectFile("assets/openings.tsv").split(separator: "\n").filter { !$0.hasPrefix("#") }
    for line in lines {
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      try #require(columns.count == 3)
      #expect(columns[1].unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(line)")
      #expect(columns[2].allSatisfy { $0.isASCII }, "\(line)")
      #expect(TerminalWidth.of(String(columns[1])) <= 38, "\(line)")
      #expect(columns[2].count <= 38, "\(line)")
    }
  }

  @Test(arguments: [
    ("h2e2", "中炮"), ("b2e2", "中炮"), ("h2e2 h7e7", "顺炮"), ("b2e2 b7e7", "顺炮"), ("h2e2 b7e7", "列炮"),
    ("h2e2 h9g7 h0g2 b9c7", "中炮对屏风马"), ("h2e2 b9c7 h0g2 h9g7", "中炮对屏风马"),
    ("b2e2 h9g7 b0c2 b9c7", "中炮对屏风马"), ("c3c4 b7c7", "仙人指路对卒底炮"), ("g3g4 h7g7", "仙人指路对卒底炮"),
    ("g0e2", "飞相局"), ("h2e2 h7e7 a3a4", "顺炮"),
  ])
  func openingsAreKnownInAnyOrderAndOnEitherWing(_ moves: String, _ name: String) throws {
    let book = try OpeningBook(projectFile("assets/openings.tsv"))
    var game = Game()
    for word in moves.split(separator: " ") { try game.play(#require(Move(iccs: word))) }
    #expect(book.name(of: game, upTo: game.moves.count)?.chinese == name)
  }

  @Test(arguments: [
    ("h2e2\t中炮", OpeningBookError.columns(line: 1, count: 2)),
    ("#\nh2e2 h2e2\ta\tb", .move(line: 2, text: "h2e2")), ("炮\ta\tb", .move(line: 1, text: "炮")),
  ])
  func brokenTablesAreRefused(_ table: String, _ error: OpeningBookError) {
    #expect(throws: error) { try OpeningBook(table) }
  }
}

@Suite struct PercentTests {
  @Test(arguments: [
    (0, "0.0%"), (0.0001, "<0.1%"), (0.412, "41.2%"), (0.07, "7.0%"), (0.99999, "99.9%"), (1, "100%"),
    (Double.nan, "0.0%"), (-1, "0.0%"), (7, "100%"),
  ])
  func probabilitiesAsText(_ probability: Double, _ text: String) {
    #expect(Percent.text(probability) == text)
  }

  @Test func wholesSumToAHundred() {
    for tenth in 0...1000 {
      let red = Double(tenth) / 1000
      #expect(Percent.wholes([red, (1 - red) / 3, (1 - red) * 2 / 3]).reduce(0, +) == 100)
    }
    #expect(Percent.wholes([0, 0, .nan]) == [0, 0, 0])
  }
}
