extension Double {
  /// With a fixed number of decimals.
  func fixed(_ decimals: Int) -> String {
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    guard isFinite, abs(self) * scale < 9e18 else { return "\(self)" }
    let scaled = Int64((abs(self) * scale).rounded())
    let digits = String(scaled)
    let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
    let sign = self < 0 && scaled != 0 ? "-" : ""
    return decimals == 0 ? sign + padded : sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
  }

  /// As a percentage with one decimal.
  var percent: String { (self * 100).fixed(1) + " %" }
}
