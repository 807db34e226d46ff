import Screen
import Testing

@Suite struct ColorTests {
  @Test(
    arguments: [
      (Color.default, 256, nil), (.red, 256, 1), (.brightRed, 256, 9), (.palette(180), 256, 180),
      (.brightRed, 8, 1), (.brightBlack, 8, 7), (.brightWhite, 8, 7), (.red, 0, nil), (.palette(180), 0, nil),
      (.palette(196), 16, 9), (.palette(196), 8, 1), (.palette(21), 16, 12), (.palette(46), 8, 2),
      (.palette(52), 16, 1), (.palette(180), 8, 3), (.palette(232), 16, 0), (.palette(244), 16, 8),
      (.palette(250), 16, 7), (.palette(255), 16, 15), (.palette(255), 8, 7), (.palette(5), 8, 5),
      (.palette(13), 8, 5),
    ] as [(Color, Int, Int?)])
  func terminalsWithFewerColoursShowTheNearest(color: Color, colors: Int, expected: Int?) {
    #expect(color.index(withinColors: colors) == expected)
  }

  @Test func everyColourFitsEveryTerminal() {
    for colors in [8, 16, 88, 256] {
      for index in 0...255 as ClosedRange<UInt8> {
        let shown = Color.palette(index).index(withinColors: colors)
        #expect(shown.map { $0 < colors } == true, "entry \(index) with \(colors) colours")
      }
    }
  }

  @Test func stylesChainAndDescribeThemselves() {
    let style = Style.bold.foreground(.red).background(.palette(7)).underline().reverse()
    #expect(
      style == Style(foreground: .red, background: .palette(7), bold: true, underline: true, reverse: true))
    #expect(style.description == "bold underline reverse red on palette 7")
    #expect(style.bold(false).underline(false).reverse(false).description == "red on palette 7")
    #expect(Style.plain.description == "plain")
  }
}
