import Catalog
import EngineProtocol
import GameFiles
import Players
import Testing
import Xiangqi

/// Every sentence in both languages.
@Suite struct CatalogTests {
  /// The texts of every phrase of every theme, with its name.
  static let phrases: [(name: String, texts: Texts)] =
    all(BoardText.self) + all(StatusText.self) + all(PanelText.self) + all(DialogText.self)
    + all(HandicapText.self)
    + all(KeyText.self) + all(LineText.self)
    + all(ShellText.self) + all(HomeText.self) + all(ClozeScreenText.self) + all(SummaryScreenText.self)
    + all(WritingText.self) + all(TextKeyText.self) + all(AnalysisText.self)

  private static func all<Theme: Phrase>(_ theme: Theme.Type) -> [(name: String, texts: Texts)] {
    Theme.allCases.map { ("\(theme).\($0)", $0.texts) }
  }

  static func hasHan(_ text: String) -> Bool {
    text.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }
  }

  /// The places `{1}` … that a text has.
  static func places(_ text: String) -> [String] {
    (1...9).map { "{\($0)}" }.filter { text.contains($0) }
  }

  @Test func levelsTellTheirStrengthAndTheirTime() {
    let speed = SearchSpeed(positionsPerSecond: 600)
    let (english, chinese) = (Catalog(.english), Catalog(.chinese))
    let levels: [Level] = [.master, .shallow, .careful, .deep, .timed(milliseconds: 5000)]
    #expect(
      levels.map { english.strength(of: $0, at: speed) } == [
        "1773 Elo, at once", "2007 Elo, about 0.1 s", "2195 Elo, about 0.7 s", "Elo not measured, about 3 s",
        "Elo not measured, about 3000 positions",
      ])
    #expect(
      levels.map { chinese.strength(of: $0, at: speed) } == [
        "Elo 1773，立即", "Elo 2007，约 0.1 秒", "Elo 2195，约 0.7 秒", "Elo 未测，约 3 秒", "Elo 未测，约 3000 个局面",
      ])
    // What is not known, or would take too long, is told by the bound.
    #expect(english.strength(of: .careful, at: nil) == "2195 Elo, at most 5 s")
    let slow = SearchSpeed(positionsPerSecond: 10)
    #expect(chinese.strength(of: .deep, at: slow) == "Elo 未测，最多 10 秒")
    let fast = SearchSpeed(positionsPerSecond: 5000)
    #expect(english.strength(of: .shallow, at: fast) == "2007 Elo, under 0.1 s")
    #expect(english.name(of: .timed(milliseconds: 500)) == "0.5 s a move")
    #expect(chinese.name(of: .timed(milliseconds: 5000)) == "每步 5 秒")
  }

  @Test func everyPhraseIsInBothLanguages() {
    #expect(Self.phrases.count > 200)
    for (name, texts) in Self.phrases {
      #expect(Self.hasHan(texts.chinese), "\(name): \(texts.chinese)")
      #expect(!texts.english.isEmpty, "\(name)")
      #expect(Self.places(texts.chinese) == Self.places(texts.english), "\(name)")
    }
  }

  @Test func englishIsAsciiButForExamplesOfNotation() {
    let allowed = Set("炮二平五砲中文車车俥帅仕相马兵将士象馬卒“”…")
    for (name, texts) in Self.phrases {
      let foreign = texts.english.filter { !$0.isASCII && !allowed.contains($0) }
      #expect(foreign.isEmpty, "\(name): \(foreign)")
    }
  }

  @Test func placesAreFilledOnce() {
    let say = Catalog(.english)
    #expect(say(StatusText.loadedMany, "{2}.pgn", "7") == "{2}.pgn holds 7 games: choose one")
    #expect(say(StatusText.loadedMany) == "{1} holds {2} games: choose one")
  }

  @Test(arguments: Level.allCases)
  func everyLevelHasANameAndASentence(_ level: Level) {
    for language in Language.allCases {
      let say = Catalog(language)
      #expect(!say.name(of: level).isEmpty)
      #expect(say.description(of: level).count > 10)
      #expect(Self.hasHan(say.description(of: level)) == (language == .chinese))
    }
  }

  static let verdicts: [(Verdict, String, String)] = [
    (Verdict(outcome: .redWins, reason: .checkmate), "将死，红方胜", "Checkmate: Red wins"),
    (
      Verdict(outcome: .blackWins, reason: .stalemate), "红方无子可动（困毙），黑方胜",
      "Red has no legal move and loses: Black wins"
    ),
    (
      Verdict(outcome: .blackWins, reason: .perpetualCheck, offender: .red), "红方长将，判负",
      "Red checks perpetually and loses"
    ),
    (
      Verdict(outcome: .redWins, reason: .perpetualChase, offender: .black, chased: Piece(.red, .chariot)),
      "黑方长捉红车，判负", "Black chases the Red chariot perpetually and loses"
    ),
    (Verdict(outcome: .draw, reason: .repetition), "同一局面出现三次，双方不变作和", "The same position three times: draw"),
    (Verdict(outcome: .redWins, reason: .resignation), "黑方认输，红方胜", "Black resigns: Red wins"),
  ]

  @Test(arguments: verdicts)
  func verdictsAreSentencesAPlayerUnderstands(_ verdict: Verdict, _ chinese: String, _ english: String) {
    #expect(Catalog(.chinese).sentence(verdict) == chinese)
    #expect(Catalog(.english).sentence(verdict) == english)
  }

  @Test(arguments: EndReason.allCases)
  func everyReasonHasItsOwnSentence(_ reason: EndReason) {
    for outcome in Outcome.allCases {
      let verdict = Verdict(outcome: outcome, reason: reason)
      #expect(Self.hasHan(Catalog(.chinese).sentence(verdict)))
      #expect(!Self.hasHan(Catalog(.english).sentence(verdict)))
    }
    let others = EndReason.allCases.filter { $0 != reason }
    let own = Catalog(.english).sentence(Verdict(outcome: .draw, reason: reason))
    for other in others { #expect(own != Catalog(.english).sentence(Verdict(outcome: .draw, reason: other))) }
  }

  static let refusals: [MoveRefusal] = {
    guard let square = Square("e4") else { return [] }
    return [
      .noPiece(at: square), .opponentsPiece(at: square), .ownPieceOn(square), .horseLegBlocked(at: square),
      .elephantEyeBlocked(at: square), .elephantCannotCrossRiver, .mustStayInPalace(.advisor),
      .cannonNeedsScreen,
      .cannonTooManyScreens(3), .pathBlocked(at: square), .soldierCannotRetreat, .soldierNotAcrossRiver,
      .notHowItMoves(.elephant), .leavesGeneralInCheck(by: square), .exposesGeneral(to: square),
      .generalsFaceEachOther, .gameIsOver,
    ]
  }()

  @Test func everyRefusalHasItsOwnSentence() {
    for language in Language.allCases {
      let sentences = Self.refusals.map { Catalog(language).sentence($0) }
      #expect(Set(sentences).count == Self.refusals.count)
      for sentence in sentences { #expect(Self.hasHan(sentence) == (language == .chinese), "\(sentence)") }
    }
  }

  @Test func refusalsNameThePieceInTheWayAsTheBoardShowsIt() throws {
    let refusal = MoveRefusal.horseLegBlocked(at: try #require(Square("g0")))
    let chinese = Catalog(.chinese)
    #expect(chinese.sentence(refusal, in: .start, notation: .chinese) == "马腿被绊（红相）")
    #expect(chinese.sentence(refusal, in: .start, notation: .iccs) == "马腿被绊（g0 红相）")
    #expect(chinese.sentence(refusal, in: .start, notation: .uciFairy) == "马腿被绊（g1 红相）")
    #expect(
      Catalog(.english).sentence(refusal, in: .start, notation: .wxf)
        == "The horse's leg is blocked by the Red elephant")
  }

  @Test(arguments: [
    (XiangqiModelError.noOutcomeHead(outputs: 2) as any Error, "这不是能用的象棋模型"),
    (PlayerError.unknownPlayer("甲"), "模型不认识棋手“甲”"), (PlayerError.notOnMove, "还没轮到它走"),
  ])
  func modelErrorsAreSentences(_ error: any Error, _ chinese: String) {
    #expect(Catalog(.chinese).sentence(modelError: error).hasPrefix(chinese))
    #expect(Catalog(.english).sentence(modelError: error) == "\(error)")
  }

  @Test(arguments: [
    ("马腿被绊", MoveRefusal.horseLegBlocked(at: Square(file: 1, rank: 1))),
    ("象眼被塞", .elephantEyeBlocked(at: Square(file: 1, rank: 1))),
    ("送将", .exposesGeneral(to: Square(file: 1, rank: 1))), ("将帅照面", .generalsFaceEachOther),
  ])
  func refusalsUseThePlayersWords(_ words: String, _ refusal: MoveRefusal) {
    #expect(Catalog(.chinese).sentence(refusal).hasPrefix(words))
  }

  @Test(arguments: [
    "", "9/9 w", "4k4/9/9/9/9/9/9/9/9/4K3 w", "4k4/9/9/9/9/9/9/9/9/4X4 w", "4k4/9/9/9/9/9/9/9/9/4K4 g",
    "4k4/9/9/9/9/9/9/9/9/9 w", "4k4/9/9/9/9/9/9/9/9/4K4 w x - 0 1", "4k4/9/9/9/9/9/9/9/9/4K4 w - - a 1",
    "4k4/9/9/9/9/9/9/9/9/4KP3 w", "4k4/9/9/9/9/9/9/9/9/RRR1K4 w", "4k4/4R4/9/9/9/9/9/9/9/4K4 w",
    "4k4/9/9/9/9/9/9/9/9/4K4 w - - 0 1 7",
  ])
  func brokenPositionsAreExplainedInBothLanguages(_ fen: String) {
    do {
      _ = try Position(fen: fen)
      Issue.record("\(fen) was read")
    } catch {
      #expect(Self.hasHan(Catalog(.chinese).sentence(error)), "\(error)")
      #expect(Catalog(.english).sentence(error) == error.description)
    }
  }

  @Test(arguments: ["xyzzy", "炮二平二", "h5h6", "马二进四"])
  func wrongMovesAreExplainedInBothLanguages(_ text: String) {
    do {
      _ = try Position.start.move(text)
      Issue.record("\(text) was read")
    } catch {
      let chinese = Catalog(.chinese).sentence(error)
      let english = Catalog(.english).sentence(error)
      #expect(chinese.contains(text) && english.contains(text))
      #expect(chinese != english)
    }
  }

  @Test func fileErrorsAreExplainedInChinese() {
    let errors: [GameFileError] = [
      .system(action: "opened", path: "a", reason: "x"), .tooLarge(name: "a", limit: 1), .unknownFormat,
      .malformed(.xqf, game: 1, .offset(3), "x"),
      .move(.pgn, game: 2, .line(7), number: 3, side: .red, text: "炮九平九", reason: "x"),
    ]
    for error in errors {
      #expect(CatalogTests.hasHan(Catalog(.chinese).sentence(error)))
      #expect(Catalog(.english).sentence(error) == error.description)
    }
  }

  @Test(arguments: [
    Remark.onlyLegalMove, .resigns, .acceptsDraw, .acceptsDrawWithoutAttackers, .declinesDrawTooEarly,
    .declinesDrawStandsBetter,
  ])
  func remarksAreSentences(_ remark: Remark) {
    #expect(Self.hasHan(Catalog(.chinese).sentence(remark)))
    #expect(Catalog(.english).sentence(remark).hasSuffix("."))
  }
}

@Suite struct LanguageTests {
  @Test(arguments: [
    (["LANG": "zh_CN.UTF-8"], Language.chinese), (["LANG": "en_US.UTF-8"], .english), ([:], .english),
    (["LANG": "zh_TW.UTF-8", "LC_ALL": "C"], .english),
    (["LC_ALL": "", "LC_MESSAGES": "zh_CN", "LANG": "en"], .chinese),
    (["LANG": "C"], .english),
  ])
  func theLocaleDecides(_ environment: [String: String], _ language: Language) {
    #expect(Language(environment: environment) == language)
  }

  @Test(arguments: [
    ("zh", Language.chinese), ("zh_CN", .chinese), ("ZH", .chinese), ("中文", .chinese), ("en", .english),
    ("English", .english), ("fr", nil), ("", nil),
  ])
  func optionsNameLanguages(_ option: String, _ language: Language?) {
    #expect(Language(option: option) == language)
  }
}

/// Engines and the strength of levels.
@Suite struct EngineSentenceTests {
  static let engineErrors: [EngineError] = [
    .malformedCommand("x,y", reason: "z"), .couldNotStart(path: "/x", reason: "no such file"),
    .noProtocol(engine: "x", limit: .seconds(10)), .unknownOption(engine: "x", option: "y"),
    .badOption(engine: "x", option: "y", value: "z", reason: "w"), .notXiangqi(engine: "x", move: "e2e4"),
    .exited(engine: "x", status: 3, signal: 0), .exited(engine: "x", status: 0, signal: 11),
    .closedOutput(engine: "x"), .timedOut(engine: "x", waitingFor: "bestmove"),
    .lineTooLong(engine: "x", bytes: 9), .malformedAnswer(engine: "x", line: "y"),
    .illegalMove(engine: "x", move: "y", fen: "z"), .closed(engine: "x"),
  ]

  @Test(arguments: engineErrors)
  func engineErrorsAreSentencesInBothLanguages(_ error: EngineError) {
    #expect(Catalog(.english).sentence(error) == "\(error)")
    #expect(CatalogTests.hasHan(Catalog(.chinese).sentence(error)))
  }

  @Test(arguments: Level.allCases)
  func aLevelsStrengthIsANumberOrSaysThatThereIsNone(_ level: Level) {
    let (chinese, english) = (level.measuredElo.map { "Elo \($0)" }, level.measuredElo.map { "\($0) Elo" })
    #expect(Catalog(.chinese).strength(of: level, at: nil).hasPrefix(chinese ?? "Elo 未测"))
    #expect(Catalog(.english).strength(of: level, at: nil).hasPrefix(english ?? "Elo not measured"))
  }
}
