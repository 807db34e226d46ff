import Testing

@testable import Players

@Suite struct FixedPointTests {
  @Test(arguments: [
    (0.0, "0.0000"), (0.17236, "0.1724"), (1.0, "1.0000"), (0.99999, "1.0000"), (12.05, "12.0500"),
    (-0.5, "-0.5000"),
  ])
  func numbersHaveAsManyDigitsAsAskedFor(value: Double, text: String) {
    #expect(fixedPoint(value, digits: 4) == text)
  }
}
