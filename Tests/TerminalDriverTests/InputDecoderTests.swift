import Screen
import Testing

@testable import TerminalDriver

@Suite struct InputDecoderTests {
  /// The keys that bytes decode to when a pause follows them.
  private func keys(_ bytes: [UInt8]) -> [Key] {
    var decoder = InputDecoder()
    for byte in bytes { decoder.take(byte) }
    decoder.pause()
    var keys: [Key] = []
    while let key = decoder.next() { keys.append(key) }
    return keys
  }

  @Test(arguments: [
    ("", []),
    ("a车é😀", [.character("a"), .character("车"), .character("é"), .character("😀")]),
    ("\r\n\t\u{7F}\u{8}", [.enter, .enter, .tab, .backspace, .backspace]),
    ("\u{1}\u{1A}", [.control("a"), .control("z")]),
    ("\u{1B}", [.escape]),
    ("\u{1B}\u{1B}", [.escape, .escape]),
    ("\u{1B}x", [.escape, .character("x")]),
    ("\u{1B}[A\u{1B}OB", [.up, .down]),
    ("\u{1B}[1;5C\u{1B}[3~\u{1B}[6~", [.right, .delete, .pageDown]),
    ("\u{1B}[200~pasted\u{1B}[201~", "pasted".map { .character($0) }),
    ("\u{1B}[?1;2c\u{1B}[99~b", [.character("b")]),
    ("\u{1B}[", []),
    ("\u{1B}[12\u{1B}[A", [.up]),
    ("\0\u{1C}", []),
  ] as [(String, [Key])])
  func textAndSequencesBecomeKeys(text: String, expected: [Key]) {
    #expect(keys(Array(text.utf8)) == expected)
  }

  @Test(arguments: [
    ([0xC0, 0xAF], []),  // overlong
    ([0xED, 0xA0, 0x80, 0x61], [.character("a")]),  // a surrogate
    ([0xE8, 0xBD, 0x61], [.character("a")]),  // broken off
    ([0xFF, 0x80, 0x61], [.character("a")]),
    ([0xE8, 0xBD], []),
  ] as [([UInt8], [Key])])
  func whatIsNotUTF8IsLeftOut(bytes: [UInt8], expected: [Key]) {
    #expect(keys(bytes) == expected)
  }

  @Test func aPauseInsideACharacterLosesNothing() {
    var decoder = InputDecoder()
    for byte in Array("车".utf8) {
      #expect(decoder.next() == nil)
      decoder.take(byte)
      decoder.pause()
    }
    #expect(decoder.next() == .character("车"))
  }

  @Test func anEndlessSequenceIsGivenUp() {
    let digits = String(repeating: "1", count: 100)
    #expect(keys(Array("\u{1B}[\(digits)".utf8)).count == 100 - 32 - 1 + 1)
  }
}
