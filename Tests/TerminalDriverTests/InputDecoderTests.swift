import Screen
import Testing

@testable import TerminalDriver

@Suite struct InputDecoderTests {
  /// What bytes decode to when a pause follows them.
  private func inputs(_ bytes: [UInt8]) -> [TerminalInput] {
    var decoder = InputDecoder()
    for byte in bytes { decoder.take(byte) }
    decoder.pause()
    var inputs: [TerminalInput] = []
    while let input = decoder.next() { inputs.append(input) }
    return inputs
  }

  @Test(
    arguments: [
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
    #expect(inputs(Array(text.utf8)) == expected.map { .key($0) })
  }

  @Test(
    arguments: [
      ([0xC0, 0xAF], []),  // overlong
      ([0xED, 0xA0, 0x80, 0x61], [.character("a")]),  // a surrogate
      ([0xE8, 0xBD, 0x61], [.character("a")]),  // broken off
      ([0xFF, 0x80, 0x61], [.character("a")]),
      ([0xE8, 0xBD], []),
    ] as [([UInt8], [Key])])
  func whatIsNotUTF8IsLeftOut(bytes: [UInt8], expected: [Key]) {
    #expect(inputs(bytes) == expected.map { .key($0) })
  }

  @Test func aPauseInsideACharacterLosesNothing() {
    var decoder = InputDecoder()
    for byte in Array("车".utf8) {
      #expect(decoder.next() == nil)
      decoder.take(byte)
      decoder.pause()
    }
    #expect(decoder.next() == .key(.character("车")))
  }

  @Test func anEndlessSequenceIsGivenUp() {
    let digits = String(repeating: "1", count: 100)
    #expect(inputs(Array("\u{1B}[\(digits)".utf8)).count == 100 - 32 - 1 + 1)
  }

  @Test(arguments: [
    ("\u{1B}[<0;7;3M", MouseEvent(column: 6, row: 2, kind: .press)),
    ("\u{1B}[<0;7;3m", MouseEvent(column: 6, row: 2, kind: .release)),
    ("\u{1B}[<16;300;120M", MouseEvent(column: 299, row: 119, kind: .press)),  // with control
    ("\u{1B}[<64;1;1M", MouseEvent(column: 0, row: 0, kind: .wheelUp)),
    ("\u{1B}[<65;1;1M", MouseEvent(column: 0, row: 0, kind: .wheelDown)),
    ("\u{1B}[M '#", MouseEvent(column: 6, row: 2, kind: .press)),
    ("\u{1B}[M#'#", MouseEvent(column: 6, row: 2, kind: .release)),
    ("\u{1B}[M`'#", MouseEvent(column: 6, row: 2, kind: .wheelUp)),
    ("\u{1B}[Ma'#", MouseEvent(column: 6, row: 2, kind: .wheelDown)),
  ])
  func bothFormsOfMouseReportsAreRead(text: String, expected: MouseEvent) {
    #expect(
      inputs(Array("a\(text)b".utf8)) == [.key(.character("a")), .mouse(expected), .key(.character("b"))])
  }

  @Test(arguments: [
    "\u{1B}[<32;7;3M", "\u{1B}[<1;7;3M", "\u{1B}[<2;7;3m", "\u{1B}[<35;7;3M", "\u{1B}[<66;1;1M",
    "\u{1B}[M@'#", "\u{1B}[M\"'#", "\u{1B}[MC'#",
    "\u{1B}[<0;7M", "\u{1B}[<;;M", "\u{1B}[<0;0;0M", "\u{1B}[<0;-1;3M", "\u{1B}[<99999999999999999999;1;1M",
  ])
  func movementsAndOtherButtonsAndNonsenseAreLeftOut(text: String) {
    #expect(inputs(Array("\(text)b".utf8)) == [.key(.character("b"))])
  }

  @Test func aPressAndItsReleaseInOneGoAreBothSeen() {
    let kinds = inputs(Array("\u{1B}[<0;1;1M\u{1B}[<0;1;1m".utf8)).map { input -> MouseEvent.Kind? in
      if case .mouse(let event) = input { event.kind } else { nil }
    }
    #expect(kinds == [.press, .release])
  }
}
