/// The frame of a chart as SVG: where values lie on the picture, the axes and their marks.
struct ChartFrame {
  /// A mark of an axis.
  typealias Tick = (value: Double, text: String)

  static let (width, height) = (800.0, 450.0)
  static let (left, right, top, bottom) = (64.0, 24.0, 48.0, 48.0)

  /// The values from left to right; not empty.
  let across: ClosedRange<Double>
  /// The values from bottom to top; not empty.
  let up: ClosedRange<Double>

  func x(_ value: Double) -> Double {
    Self.left + (value - across.lowerBound) / (across.upperBound - across.lowerBound)
      * (Self.width - Self.left - Self.right)
  }

  func y(_ value: Double) -> Double {
    Self.height - Self.bottom
      - (value - up.lowerBound) / (up.upperBound - up.lowerBound)
      * (Self.height - Self.top - Self.bottom)
  }

  /// A whole picture with what stands in its frame.
  ///
  /// - Parameters:
  ///   - title: the heading, as plain text.
  ///   - labels: what the axes show.
  ///   - ticks: the marks of the axis across and of the one up; round numbers where none are given.
  ///   - legend: texts in the frame's letters, in front of the axes.
  ///   - content: what is drawn inside.
  /// - Returns: the text of the picture.
  func svg(
    title: String, labels: (across: String, up: String), ticks: (across: [Tick]?, up: [Tick]?) = (nil, nil),
    legend: [String] = [], content: [String]
  ) -> String {
    let font = "font-family=\"sans-serif\" font-size=\"13\" fill=\"#444\""
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
      "<g \(font)>",
      "<text x=\"\(Self.left)\" y=\"28\" font-size=\"16\" fill=\"#111\">\(Self.escaped(title))</text>",
    ]
    for tick in ticks.up ?? Self.ticks(up, count: 6) {
      let y = self.y(tick.value).fixed(1)
      parts.append(
        "<path d=\"M\(Self.left) \(y)H\(Self.width - Self.right)\" stroke=\"#ddd\"/>"
          + "<text x=\"\(Self.left - 8)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(tick.text)</text>")
    }
    for tick in ticks.across ?? Self.ticks(across, count: 7) {
      let x = self.x(tick.value).fixed(1)
      parts.append(
        "<path d=\"M\(x) \(Self.height - Self.bottom)v5\" stroke=\"#444\"/>"
          + "<text x=\"\(x)\" y=\"\(Self.height - Self.bottom + 20)\" text-anchor=\"middle\">\(tick.text)</text>"
      )
    }
    parts.append(
      "<path d=\"M\(Self.left) \(Self.top)V\(Self.height - Self.bottom)H\(Self.width - Self.right)\" fill=\"none\" "
        + "stroke=\"#444\"/>")
    parts.append(
      "<text x=\"\(Self.width - Self.right)\" y=\"\(Self.height - 10)\" text-anchor=\"end\">"
        + "\(Self.escaped(labels.across))</text>")
    parts.append(
      "<text x=\"\(Self.left)\" y=\"\(Self.top - 6)\" text-anchor=\"\(labels.up.count > 8 ? "start" : "end")\">"
        + "\(Self.escaped(labels.up))</text>")
    return (parts + legend + ["</g>"] + content + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// A text of the legend, flush right.
  static func legendText(_ text: String, row: Int, colour: String) -> String {
    "<text x=\"\(width - right)\" y=\"\(24 + row * 17)\" text-anchor=\"end\" "
      + "fill=\"\(colour)\">\(escaped(text))</text>"
  }

  /// A line through points, at most about one a pixel: more would not be seen.
  func line(_ points: [(x: Double, y: Double)], colour: String, width: Double) -> String {
    let every = max(1, points.count / Int(Self.width))
    let shown = points.indices.filter { $0 % every == 0 || $0 == points.count - 1 }.map { points[$0] }
    let path = shown.map { "\(x($0.x).fixed(1)),\(y($0.y).fixed(1))" }.joined(separator: " ")
    return "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(width)\"/>"
  }

  /// Round numbers within a range, at most about `count` of them, with their texts.
  static func ticks(_ range: ClosedRange<Double>, count: Int) -> [Tick] {
    let raw = (range.upperBound - range.lowerBound) / Double(count)
    var power = 1.0
    var decimals = 0
    while power > raw {
      power /= 10
      decimals += 1
    }
    while power * 10 <= raw {
      power *= 10
      decimals -= 1
    }
    let step = power * ([1, 2, 5, 10].first { power * $0 >= raw } ?? 10)
    let first = (range.lowerBound / step).rounded(.up)
    let last = (range.upperBound / step).rounded(.down)
    guard first <= last, last - first < 100 else { return [] }
    return stride(from: first, through: last, by: 1).map { ($0 * step, ($0 * step).fixed(max(0, decimals))) }
  }

  /// Text as XML has it; characters that XML 1.0 (production 2) does not allow are left out.
  static func escaped(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;".unicodeScalars
      case "<": escaped += "&lt;".unicodeScalars
      case ">": escaped += "&gt;".unicodeScalars
      case "\"": escaped += "&quot;".unicodeScalars
      case "\t", "\n", "\r": escaped.append(scalar)
      case _ where scalar.value < 0x20 || (0xFFFE...0xFFFF).contains(scalar.value): continue
      default: escaped.append(scalar)
      }
    }
    return String(escaped)
  }
}
