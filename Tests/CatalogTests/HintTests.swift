import Catalog
import Players
import Testing
import Xiangqi

/// Hints in words.
@Suite struct HintTests {
  @Test(arguments: [
    (Language.english, "Hint: P5+1, takes the undefended chariot (80 %)"),
    (.chinese, "提示：兵五进一，吃掉无根的车（得分 80%）"),
  ])
  func aHintSaysWhatIsTakenAndWhy(language: Language, sentence: String) throws {
    var game = Game()
    for text in "a3a4 i9i8 a0a1 i8d8 a1a0 d8d4 a0a1 d4e4".split(separator: " ") {
      try game.play(try #require(Move(iccs: text)))
    }
    let wdl = WDL(red: 0.7, draw: 0.2, black: 0.1)
    let take = try #require(Move(iccs: "e3e4"))
    let report = SearchReport(
      lines: [SearchLine(moves: [take], prior: 0.5, visits: 9, wdl: wdl)], wdl: wdl, evaluations: 9, depth: 1,
      time: .zero)
    let hint = try #require(Hint(report, game: game))
    let notation: Notation = language == .english ? .wxf : .chinese
    #expect(Catalog(language).sentence(hint, in: game.position, notation: notation) == sentence)
  }

  @Test func aMateIsCountedInMoves() throws {
    let position = try Position(fen: "4k4/R8/1R7/9/9/9/9/9/9/3K5 w - - 0 1")
    let mating = try #require(Move(iccs: "b7b9"))
    let won = WDL(red: 1, draw: 0, black: 0)
    let report = SearchReport(
      lines: [SearchLine(moves: [mating], prior: 0.5, visits: 1, wdl: won, mate: 1)], wdl: won,
      evaluations: 1,
      depth: 1, time: .zero)
    let hint = try #require(Hint(report, game: Game(start: position)))
    #expect(Catalog(.english).sentence(hint, in: position, notation: .iccs) == "Hint: b7b9, mates")
  }

  @Test func theBalanceOfAMoveIsToldInSoldiers() throws {
    var game = Game()
    for text in "a3a4 i9i8 a0a1 i8d8 a1a0 d8d4 a0a1 d4e4".split(separator: " ") {
      try game.play(try #require(Move(iccs: text)))
    }
    let tactics = Tactics(of: game)
    let take = try #require(tactics.moves.first { $0.move.iccs == "e3e4" })
    #expect(Catalog(.english).balance(of: take) == "+9")
    let wait = try #require(tactics.moves.first { $0.move.iccs == "i0i1" })
    #expect(Catalog(.english).balance(of: wait).hasPrefix("-"))
    let mate = Tactics(of: try Position(fen: "4k4/R8/1R7/9/9/9/9/9/9/3K5 w - - 0 1"))
    let mating = try #require(mate.moves.first { $0.move.iccs == "b7b9" })
    #expect(Catalog(.english).balance(of: mating) == "mates")
    #expect(Catalog(.chinese).balance(of: mating) == "绝杀")
  }

  @Test func whatASearchMadeOfAMoveIsToldInAWord() throws {
    let move = try #require(Move(iccs: "h2e2"))
    let wdl = WDL(red: 1, draw: 0, black: 0)
    func line(_ visits: Int, _ mate: Int?) -> SearchLine {
      SearchLine(moves: [move], prior: 0, visits: visits, wdl: wdl, mate: mate)
    }
    func share(_ line: SearchLine?, _ language: Language) -> String {
      Catalog(language).share(of: line, among: 100) { "\(Int($0 * 100))%" }
    }
    for (language, words) in [
      (Language.english, ["-", "-", "40%", "mate 2", "mated"]), (.chinese, ["-", "-", "40%", "2步杀", "被杀"]),
    ] {
      let lines = [nil, line(0, nil), line(40, nil), line(1, 2), line(1, -3)]
      #expect(lines.map { share($0, language) } == words)
    }
  }

  @Test func aLineThatCannotBePlayedEndsThere() throws {
    let moves = ["h2e2", "h2e2"].compactMap { Move(iccs: $0) }
    let line = SearchLine(moves: moves, prior: 0, visits: 1, wdl: WDL(red: 0, draw: 1, black: 0))
    let hint = try #require(Hint(line, position: .start, tactics: Tactics(of: .start)))
    #expect(Catalog(.english).words(for: hint, in: .start, notation: .wxf, plies: 4) == "C2=5")
  }

  @Test func everyReasonHasWordsInBothLanguages() {
    let reasons: [MoveReason] = [
      .mates, .isOnlyMove, .takesUndefended(.horse), .winsExchange(taken: .chariot, lost: .cannon),
      .winsMaterial(8),
      .stopsMate, .saves(.horse), .protects(.cannon), .forks, .checks, .threatens,
    ]
    for language in [Language.chinese, .english] {
      let words = reasons.map { Catalog(language).words(for: $0) }
      #expect(Set(words).count == reasons.count)
      #expect(words.allSatisfy { !$0.isEmpty })
    }
  }
}
