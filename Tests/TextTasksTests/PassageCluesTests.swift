import Testing

@testable import TextTasks

/// What a passage says of a blank before any model is asked.
struct PassageCluesTests {
  static func weights(
    _ passage: String, _ before: String, _ after: String, _ words: Set<String>
  ) -> [String: Double] {
    PassageClues(passage: passage, before: before, after: after).weights(of: words)
  }

  @Test func neighboursAndTheSentenceSpeakForAWord() throws {
    let weights = Self.weights("小猫爱鱼。小狗爱肉。", "小狗爱", "。", ["鱼", "肉"])
    // 爱 and 。 are next to both words, 狗 before one; of 小, 狗 and 爱 the rarest is missing from the other sentence.
    let (meat, fish) = (try #require(weights["肉"]), try #require(weights["鱼"]))
    #expect(abs(Natural.log(meat) - (2 * 3 + 8)) < 1e-9)
    #expect(abs(Natural.log(fish) - (2 * 2 + 8 * (2.0 / 3) / (7.0 / 6))) < 1e-9)
  }

  @Test func withinThePassageTheNearWordIsLikelier() throws {
    let weights = Self.weights("", "大象先说。接着狮子说。最后", "睡了。", ["大象", "狮子"])
    let (near, far) = (try #require(weights["狮子"]), try #require(weights["大象"]))
    #expect(abs(Natural.log(near / far) - 0.4 / 3 * (Natural.log(14) - Natural.log(7))) < 1e-9)
  }

  @Test func occurrencesAddUp() throws {
    // The same neighbours each time.
    let weights = Self.weights("甲鱼乙。甲鱼乙。甲肉乙。", "丙", "丁", ["鱼", "肉"])
    let (often, once) = (try #require(weights["鱼"]), try #require(weights["肉"]))
    #expect(abs(often / once - 2 * Natural.power(2, 0.75)) < 1e-9)
  }

  @Test func whatTheQuestionSaysIsHardlyItsAnswer() throws {
    let weights = Self.weights("甲鱼乙。甲肉乙。", "鱼和", "", ["鱼", "肉"])
    #expect(try #require(weights["鱼"]) < #require(weights["肉"]))
  }

  @Test(arguments: [
    ("老乌龟走到河边喝水。", "老乌龟走到", "喝水。", ["河边"]),
    ("大雨，河水涨了起来。", "", "涨了起来。", ["河水"]),
    ("他当了校书郎。", "他当了", "。", ["校书郎"]),
    ("他看，他走看", "他", "看", ["走"]),
    ("他非常非常非常非常高兴了", "他", "了", []), ("他1984年了", "他", "了", ["1984年"]),
    ("没有", "他", "了", []), ("", "", "", []), ("一二", "", "", ["一二"]),
  ])
  func whatStandsWhereTheBlankIsIsAWordToo(
    passage: String, before: String, after: String, stretches: [String]
  ) {
    let clues = PassageClues(passage: passage, before: before, after: after)
    #expect(clues.stretches() == Set(stretches))
    let blank = ClozeText.Blank(words: ["走"], stretches: Set(stretches), clues: clues)
    #expect(
      blank.candidates == Set(stretches + ["走"]).sorted() && blank.weights.count == blank.candidates.count)
  }

  @Test func nothingIsCertainOfWordsThatAreNotThere() {
    let weights = Self.weights("甲乙。", "", "", ["鱼", "", "甲"])
    #expect(weights["鱼"].map { $0 > 0 && $0 < 1e-3 } == true)
    #expect(weights.values.allSatisfy { $0.isFinite && $0 > 0 })
    let none = Self.weights("", "", "", ["鱼"])
    #expect(none["鱼"].map { $0 > 0 } == true)
  }

  @Test func questionsOfAnyLettersAreRead() {
    // More letters than are looked at, letters beyond the basic plane, and the letter that marks the blank itself.
    let letters = String(String.UnicodeScalarView((0x4E00..<0x4E80).compactMap(Unicode.Scalar.init)))
    for around in [letters, "\u{20000}\u{20001}", "\u{FFFF}", "e\u{301}", "\r\n"] {
      let weights = Self.weights(around + "小鱼。" + around, around, around, ["小鱼", "e\u{301}"])
      #expect(weights["小鱼"].map { $0.isFinite && $0 > 1 } == true, "\(around)")
    }
  }

  @Test(arguments: [
    ("小金鱼游，小金鱼睡，金鱼。", ["小金鱼", "金鱼"]),
    ("大灰狼看见小羊，小羊看见大灰狼", ["大灰狼", "小羊", "看见"]),
    ("一二三四五六，一二三四五六", ["一二三四", "二三四五", "三四五六"]),
    ("Linux Linux 鱼 鱼", []), ("", []),
  ])
  func wordsAreFoundWhereTheyAreSaidAgain(text: String, words: [String]) {
    #expect(RepeatedWords.of(text) == Set(words))
  }
}
