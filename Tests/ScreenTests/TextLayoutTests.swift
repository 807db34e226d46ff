import Screen
import Testing

@Suite struct TextLayoutTests {
  @Test(arguments: [
    ("炮二平五", 8, "炮二平五"), ("炮二平五", 7, "炮二平…"), ("炮二平五", 6, "炮二…"), ("炮二平五", 1, "…"),
    ("炮二平五", 0, ""), ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("", 0, ""), ("", 5, ""),
    ("e\u{301}", 1, "e\u{301}"),
    ("a车", 2, "a…"), ("车a", 2, "…"), ("abc", -4, ""),
  ])
  func truncationEndsInAnEllipsis(text: String, columns: Int, expected: String) {
    let shown = TextLayout.truncate(text, columns: columns)
    #expect(shown == expected)
    #expect(TerminalWidth.of(shown) <= max(0, columns))
  }

  @Test func theASCIIEllipsisIsATilde() {
    #expect(TextLayout.truncate("abcd", columns: 3, ascii: true) == "ab~")
  }

  @Test(arguments: [
    ("车", 5, TextLayout.Alignment.left, "车   "), ("车", 5, .right, "   车"), ("车", 5, .center, " 车  "),
    ("炮二平五", 7, .right, "炮二平…"), ("炮二平五", 6, .right, " 炮二…"), ("", 2, .left, "  "), ("a", 0, .left, ""),
  ])
  func paddedTextHasItsWidth(text: String, columns: Int, alignment: TextLayout.Alignment, expected: String) {
    let shown = TextLayout.pad(text, columns: columns, alignment: alignment)
    #expect(shown == expected)
    #expect(TerminalWidth.of(shown) == columns)
  }

  @Test(arguments: [
    ("", 5, [""]),
    ("hello", 5, ["hello"]),
    ("hello world", 5, ["hello", "world"]),
    ("hello world", 11, ["hello world"]),
    ("a bc def", 4, ["a bc", "def"]),
    ("abcdefgh", 3, ["abc", "def", "gh"]),
    ("红先手炮二平五", 6, ["红先手", "炮二平", "五"]),
    ("红先手炮二平五", 7, ["红先手", "炮二平", "五"]),
    ("红abc方", 5, ["红abc", "方"]),
    ("红方abcd", 5, ["红方", "abcd"]),
    ("红先，黑后。", 4, ["红", "先，", "黑", "后。"]),
    ("红先，黑后。", 6, ["红先，", "黑后。"]),
    ("他说「炮」", 6, ["他说", "「炮」"]),
    ("one\ntwo\n\nfour", 9, ["one", "two", "", "four"]),
    ("a    b", 3, ["a", "b"]),
    ("  indented text", 10, ["  indented", "text"]),
    ("车", 1, [""]),
    ("abc", 0, []),
    ("好 (ok) 吗", 6, ["好", "(ok)", "吗"]),
  ])
  func textIsWrappedAtItsPlaces(text: String, columns: Int, expected: [String]) {
    #expect(TextLayout.wrap(text, columns: columns) == expected)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func wrappedLinesFitAndLoseNothingButBlanks(seed: UInt64) {
    var generator = SplitMix64(state: seed)
    let alphabet: [Character] = Array("ab车马，。「」 (“”") + ["e\u{301}"]
    for _ in 0..<50 {
      let text = String(
        (0..<Int.random(in: 0...30, using: &generator)).map { _ in
          alphabet[.random(in: 0..<alphabet.count, using: &generator)]
        })
      let columns = Int.random(in: 2...12, using: &generator)
      let lines = TextLayout.wrap(text, columns: columns)
      #expect(lines.allSatisfy { TerminalWidth.of($0) <= columns }, "seed \(seed): '\(text)' in \(columns)")
      #expect(
        lines.joined().filter { $0 != " " } == text.filter { $0 != " " },
        "seed \(seed): '\(text)' in \(columns)")
    }
  }
}
