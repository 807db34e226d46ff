import Testing

@testable import Xiangqi

/// What counts as threatening to win a piece: one condition of the definition a row.
@Suite struct ThreatTests {
  @Test(arguments: [
    ("a chariot threatens an unrooted horse", "4k4/9/9/9/n8/9/R8/9/9/5K3 w - - 0 1", ["a3a5"]),
    ("a horse that a chariot protects is rooted", "4k4/9/9/9/n7r/9/R8/9/9/5K3 w - - 0 1", []),
    ("a horse that its general protects is rooted", "4k4/4n4/9/9/9/9/9/9/9/4RK3 w - - 0 1", []),
    ("whose turn it is does not matter", "4k4/9/9/9/n8/9/R8/9/9/5K3 b - - 0 1", ["a3a5"]),
    ("a cannon threatens a rooted chariot", "4k4/9/9/9/r7r/p8/C8/9/9/5K3 w - - 0 1", ["a3a5"]),
    ("a cannon threatens no rooted horse", "4k4/9/9/9/n7r/p8/C8/9/9/5K3 w - - 0 1", []),
    ("an elephant threatens a rooted cannon", "4k4/9/9/9/9/2c5r/9/4B4/9/5K3 w - - 0 1", ["e2c4"]),
    ("an advisor threatens a rooted horse", "4k4/9/9/9/9/9/9/3n4r/4A4/5K3 w - - 0 1", ["e1d2"]),
    ("a soldier at home is no victim", "4k4/9/9/p8/9/9/9/9/R8/5K3 w - - 0 1", []),
    ("a soldier across the river is a victim", "4k4/9/9/9/9/p8/9/9/R8/5K3 w - - 0 1", ["a1a4"]),
    ("soldiers and generals threaten nothing", "5k3/9/3n5/3P5/9/9/9/9/4c4/4K4 w - - 0 1", []),
    ("like against like is an exchange", "4k4/9/9/9/r8/9/R8/9/9/5K3 w - - 0 1", []),
    ("a horse blocked at its leg cannot answer", "4k4/9/9/9/4p4/4n4/9/3N5/9/5K3 w - - 0 1", []),
    (
      "a horse whose own leg is free threatens one that is blocked",
      "4k4/9/9/9/9/4n4/4p4/3N5/9/5K3 w - - 0 1", ["d2e4"]
    ),
    ("horses that see each other offer an exchange", "4k4/9/9/9/9/4n4/9/3N5/9/5K3 w - - 0 1", []),
    ("a pinned chariot threatens only its pinner", "4k4/9/9/9/4r4/9/n3R4/9/9/4K4 w - - 0 1", []),
    ("a pinned protector protects nothing", "4k4/9/9/9/n3r4/9/R8/9/4R4/5K3 w - - 0 1", ["a3a5"]),
    (
      "a protector needed as a screen protects nothing",
      "4k4/4a4/9/9/n3r4/9/9/9/R3C4/5K3 w - - 0 1", ["a1a5"]
    ),
    (
      "a check that stands already does not matter",
      "3k5/9/9/9/n8/9/R8/9/9/4KrB2 w - - 0 1", ["a3a5"]
    ),
  ])
  func threatsAreCapturesThatWinSomething(name: String, fen: String, threats: [String]) throws {
    let position = try Position(fen: fen)
    #expect(position.threats(by: .red).map(\.iccs).sorted() == threats, "\(name)")
    #expect(
      position.coloursSwapped.threats(by: .black).map(\.flipped.iccs).sorted() == threats, "\(name), swapped")
    #expect(position.mirrored.threats(by: .red).map(\.mirrored.iccs).sorted() == threats, "\(name), mirrored")
  }

  @Test func aHorsePinsTheChariotOnItsLeg() throws {
    // A horse on g7 would reach e8 but for the chariot on its leg f7.
    let pinned = try Position(fen: "9/4k4/5rN2/9/9/9/9/9/9/3K5 w - - 0 1")
    #expect(pinned.chariotsPinnedByHorses(of: .red).map(\.description) == ["f7"])
    let free = try Position(fen: "9/4k4/6N2/5r3/9/9/9/9/9/3K5 b - - 0 1")
    #expect(free.chariotsPinnedByHorses(of: .red) == [])
  }
}
