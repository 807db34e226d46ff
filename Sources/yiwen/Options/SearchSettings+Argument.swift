import ArgumentParser
import Players

extension SearchSettings {
  /// Takes an item such as `cpuct=1.4` of a searching player's specification; false for one that is none of these.
  ///
  /// - Throws: `ValidationError` for a value out of range.
  mutating func take(_ item: String) throws -> Bool {
    guard let sign = item.firstIndex(of: "="), let range = Self.ranges[String(item[..<sign])] else {
      return false
    }
    guard let value = Double(item[item.index(after: sign)...]), range.contains(value) else {
      throw ValidationError(
        "'\(item)' is out of range; use a number from \(range.lowerBound) to \(range.upperBound)")
    }
    switch item[..<sign] {
    case "cpuct": cPUCT = value
    case "fpu": fpuReduction = value
    case "policy-temperature": policyTemperature = value
    case "gain": gainWeight = value
    case "cpuct-growth": cPUCTGrowth = value
    case "cpuct-base": cPUCTBase = value
    case "transpositions": sharesTranspositions = value != 0
    case "engine-token": takesPlayersForEngines = value != 0
    case "safety": safetyPlies = Int(value)
    case "safety-margin": safetyMargin = Int(value)
    default: batch = Int(value)
    }
    return true
  }

  /// The items that are known, in the order of their names.
  static let names = ranges.keys.sorted()

  private static let ranges: [String: ClosedRange<Double>] = [
    "cpuct": 0...100, "fpu": 0...2, "policy-temperature": 0.05...20, "gain": 0...10, "batch": 1...1024,
    "cpuct-growth": 0...100, "cpuct-base": 1...1_000_000, "transpositions": 0...1, "engine-token": 0...1,
    "safety": 0...Double(SearchSettings.longestSafetyCheck), "safety-margin": 1...40,
  ]
}
