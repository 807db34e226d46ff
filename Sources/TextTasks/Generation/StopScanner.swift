/// Lets a text through as it comes, but never a part of a stop string.
struct StopScanner {
  private let stops: [(text: String, bytes: [UInt8])]
  /// The end of the text that a stop string may begin with.
  private var held: [UInt8] = []
  /// The stop string that came.
  private(set) var found: String?

  init(_ stops: [String]) {
    self.stops = stops.map { ($0, Array($0.utf8)) }
  }

  /// The text that can be shown now that `text` has come.
  ///
  /// A stop string begins with a whole character, so what is held back does too.
  mutating func append(_ text: String) -> String {
    guard !stops.isEmpty else { return text }
    guard found == nil else { return "" }
    held += text.utf8
    for start in held.indices {
      guard let stop = stops.first(where: { held[start...].starts(with: $0.bytes) }) else { continue }
      found = stop.text
      defer { held = [] }
      return String(decoding: held[..<start], as: UTF8.self)
    }
    let kept =
      held.indices.first { start in
        stops.contains { $0.bytes.starts(with: held[start...]) }
      } ?? held.count
    defer { held.removeSubrange(..<kept) }
    return String(decoding: held[..<kept], as: UTF8.self)
  }

  /// What was held back, now that nothing follows.
  mutating func finish() -> String {
    defer { held = [] }
    return String(decoding: held, as: UTF8.self)
  }
}
