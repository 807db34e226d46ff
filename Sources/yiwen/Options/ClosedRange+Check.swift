import ArgumentParser

extension ClosedRange<Int> {
  /// Refuses a value outside the range, as wrong usage of an option.
  func check(_ value: Int, option: String) throws {
    guard contains(value) else {
      throw ValidationError("\(option) \(value) is out of range; use \(lowerBound) to \(upperBound)")
    }
  }
}
