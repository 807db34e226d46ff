import Glibc
import Screen
import Testing

@Suite struct TerminalWidthTests {
  @Test(
    arguments: [
      ("a", 1), ("车", 2), ("。", 2), ("ｗ", 2), ("あ", 2), ("한", 2), ("─", 1), ("●", 1), ("…", 1), ("“", 1),
      ("e\u{301}", 1), ("\u{301}", 0), ("\u{200D}", 0), ("\u{FE0F}", 0), ("❤\u{FE0F}", 1), ("😀", 2),
      ("👨\u{200D}👩\u{200D}👧", 2), ("👍\u{1F3FD}", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("𠮷", 2), ("\u{7}", 1),
      ("\r\n", 1), ("\u{AD}", 0), ("\u{FFFD}", 1),
    ] as [(Character, Int)])
  func columnsOfACharacter(character: Character, columns: Int) {
    #expect(TerminalWidth.of(character) == columns)
  }

  @Test func textIsAsWideAsItsCharacters() {
    #expect(TerminalWidth.of("炮二平五 h2e2") == 13)
    #expect(TerminalWidth.of("") == 0)
  }

  /// The C library's table is what ncurses and most terminals go by.
  @Test(
    arguments: [
      ("printable ASCII", 0x20...0x7E), ("Latin", 0xA0...0x17F), ("combining marks", 0x300...0x36F),
      ("Cyrillic", 0x400...0x482), ("Hangul vowels and finals", 0x1160...0x11FF),
      ("punctuation", 0x2010...0x2027), ("arrows to shapes", 0x2190...0x25FF), ("symbols", 0x2600...0x27BF),
      ("radicals to full stops", 0x2E80...0x2E99), ("CJK punctuation and kana", 0x3000...0x3029),
      ("kana", 0x3041...0x3096), ("compatibility", 0x3200...0x33FF), ("Han extension A", 0x3400...0x4DBF),
      ("hexagrams", 0x4DC0...0x4DFF), ("Han", 0x4E00...0x9FFF), ("Hangul", 0xAC00...0xD7A3),
      ("compatibility Han", 0xF900...0xFA6D), ("variation selectors", 0xFE00...0xFE0F),
      ("half and full width", 0xFF01...0xFFBE), ("full width signs", 0xFFE0...0xFFE6),
      ("emoji", 0x1F600...0x1F64F), ("xiangqi symbols", 0x1FA60...0x1FA6D),
      ("Han extension B", 0x20000...0x2A6DF),
    ] as [(String, ClosedRange<UInt32>)])
  func widthsAgreeWithTheCLibrary(block: String, scalars: ClosedRange<UInt32>) throws {
    let locale = try #require(newlocale(1 << LC_CTYPE, "C.UTF-8", nil), "no locale C.UTF-8")
    let previous = uselocale(locale)
    defer {
      uselocale(previous)
      freelocale(locale)
    }
    // Swift does not import it, so it is looked up.
    let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "wcwidth"))
    let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> Int32).self)
    var different: [String] = []
    for value in scalars where value != 0xAD {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let expected = Int(wcwidth(wchar_t(value)))
      if expected >= 0, TerminalWidth.of(scalar) != expected { different.append(String(value, radix: 16)) }
    }
    #expect(different.isEmpty, "\(block)")
  }
}
