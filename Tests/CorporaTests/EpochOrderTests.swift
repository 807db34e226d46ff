import Testing

@testable import Corpora

struct EpochOrderTests {
  @Test(arguments: [1, 2, 3, 4, 5, 16, 17, 255, 256, 1000, 4097])
  func everyItemHasOneTurnAPass(count: Int) {
    let order = EpochOrder(count: count, seed: 7)
    for epoch in 0..<3 {
      let items = (0..<count).map { order.item(at: epoch * count + $0) }
      #expect(items.sorted() == Array(0..<count), "pass \(epoch)")
    }
  }

  @Test func passesAndSeedsDiffer() {
    let order = EpochOrder(count: 1000, seed: 7)
    let first = (0..<1000).map { order.item(at: $0) }
    #expect(first != (1000..<2000).map { order.item(at: $0) })
    #expect(first != (0..<1000).map { EpochOrder(count: 1000, seed: 8).item(at: $0) })
    #expect(first == (0..<1000).map { EpochOrder(count: 1000, seed: 7).item(at: $0) })
    #expect(first != Array(0..<1000))
  }

  /// Neighbours do not stay together, and no part of the list comes early.
  @Test func theOrderLooksRandom() {
    let order = EpochOrder(count: 10_000, seed: 3)
    let items = (0..<10_000).map { order.item(at: $0) }
    let neighbours = zip(items, items.dropFirst()).count { abs($0 - $1) == 1 }
    #expect(neighbours < 20)
    let early = items.prefix(2000).reduce(0, +) / 2000
    #expect((4700..<5300).contains(early), "\(early)")
  }
}
