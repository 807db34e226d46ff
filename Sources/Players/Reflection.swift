/// One of the four guises in which a model can be shown the same game; the answer is turned back.
struct Reflection: Sendable, Hashable {
  /// Whether the files are exchanged.
  var mirrorsFiles = false
  /// Whether Red is called Black and Black Red.
  ///
  /// Only models that read keyframes know their side by a token alone and can be asked so.
  var exchangesColours = false

  /// The guises asked for that make sense in a layout, the plain one first.
  static func all(mirror: Bool, colours: Bool, layout: SequenceLayout) -> [Reflection] {
    let exchanges = colours && layout != .game ? [false, true] : [false]
    return exchanges.flatMap { exchange in
      (mirror ? [false, true] : [false]).map { Reflection(mirrorsFiles: $0, exchangesColours: exchange) }
    }
  }
}
