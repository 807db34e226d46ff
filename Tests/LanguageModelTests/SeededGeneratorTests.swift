import Testing

@testable import LanguageModel

struct SeededGeneratorTests {
  /// From the authors' C program with the state 1, 2, 3, 4.
  @Test func theNumbersAreThosePublished() {
    var generator = SeededGenerator(state: (1, 2, 3, 4))
    let expected: [UInt64] = [
      11520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360,
      607_988_272_756_665_600, 16_172_922_978_634_559_625, 8_476_171_486_693_032_832,
      10_595_114_339_597_558_777, 2_904_607_092_377_533_576,
    ]
    #expect(expected.map { _ in generator.next() } == expected)
  }

  /// splitmix64 with the seed 1234567.
  @Test func seedsAreSpreadAsPublished() {
    var mixer = SplitMix(state: 1_234_567)
    let expected: [UInt64] = [
      6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
      4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
    ]
    #expect(expected.map { _ in mixer.next() } == expected)
  }

  @Test func seedsDifferFromTheFirstNumberOn() {
    let firsts = (0..<1_000).map { seed -> UInt64 in
      var generator = SeededGenerator(seed: UInt64(seed))
      return generator.next()
    }
    #expect(Set(firsts).count == firsts.count)
  }
}
