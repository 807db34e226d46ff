import TestSupport
import Testing
import Xiangqi

@Suite struct TestSupportTests {
  /// The first outputs of SplitMix64 for seed 0, as published with it.
  @Test func generatorGivesThePublishedNumbers() {
    var generator = SplitMix64(seed: 0)
    #expect(generator.next() == 0xE220_A839_7B1D_CDAF)
    #expect(generator.next() == 0x6E78_9E6A_A1B9_65F4)
  }

  @Test func sameSeedPlaysTheSameGame() {
    #expect(randomPlay(seed: 5, plies: 60) == randomPlay(seed: 5, plies: 60))
    #expect(randomPlay(seed: 5, plies: 60) != randomPlay(seed: 6, plies: 60))
    #expect(randomPlay(seed: 5, plies: 60).count == randomMoves(seed: 5, plies: 60).count + 1)
  }

  @Test func sameSeedGivesTheSameAttackPosition() {
    var (first, second) = (SplitMix64(seed: 9), SplitMix64(seed: 9))
    for _ in 0..<20 {
      #expect(randomAttackPosition(using: &first) == randomAttackPosition(using: &second))
    }
  }
}
