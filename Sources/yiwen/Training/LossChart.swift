/// The curves of a run as an SVG picture: axes, the training loss, the validations.
struct LossChart {
  /// A loss after a step.
  struct Point: Equatable {
    let step: Int
    let loss: Double
  }

  private static let (width, height) = (800.0, 450.0)
  private static let (left, right, top, bottom) = (64.0, 24.0, 48.0, 48.0)
  private static let trainingColour = "#3b6ea5"
  private static let validationColour = "#c0392b"

  private let title: String
  private let training: [Point]
  private let validation: [Point]
  private let steps: ClosedRange<Double>
  private let losses: ClosedRange<Double>

  /// A chart of losses in the order of their steps; not all lists are empty.
  init(title: String, training: [Point], validation: [Point]) {
    self.title = title
    let smooth = Self.smoothed(training.filter { $0.loss.isFinite })
    self.training = smooth
    self.validation = validation.filter { $0.loss.isFinite }
    let points = self.training + self.validation
    let last = Double(points.map(\.step).max() ?? 1)
    steps = 0...max(1, last)
    let low = points.map(\.loss).min() ?? 0
    let high = points.map(\.loss).max() ?? 1
    // The first steps of a new model would flatten all that follows.
    let span = max(high - low, 1e-6)
    losses = low - span * 0.05...high + span * 0.05
  }

  /// The running mean over a hundredth of the points.
  static func smoothed(_ points: [Point]) -> [Point] {
    let window = max(1, points.count / 100)
    var sum = 0.0
    return points.indices.map { index in
      sum += points[index].loss
      if index >= window { sum -= points[index - window].loss }
      return Point(step: points[index].step, loss: sum / Double(min(index + 1, window)))
    }
  }

  /// The picture.
  var svg: String {
    let font = "font-family=\"sans-serif\" font-size=\"13\" fill=\"#444\""
    var parts = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(Int(Self.width)) \(Int(Self.height))\">",
      "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>",
      "<g \(font)>",
      "<text x=\"\(Self.left)\" y=\"28\" font-size=\"16\" fill=\"#111\">\(Self.escaped(title))</text>",
    ]
    for tick in Self.ticks(losses, count: 6) {
      let y = self.y(tick.value).fixed(1)
      parts.append(
        "<path d=\"M\(Self.left) \(y)H\(Self.width - Self.right)\" stroke=\"#ddd\"/>"
          + "<text x=\"\(Self.left - 8)\" y=\"\(y)\" dy=\"4\" text-anchor=\"end\">\(tick.text)</text>")
    }
    for tick in Self.ticks(steps, count: 7) {
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
      "<text x=\"\(Self.width - Self.right)\" y=\"\(Self.height - 10)\" text-anchor=\"end\">step</text>")
    parts.append("<text x=\"\(Self.left)\" y=\"\(Self.top - 6)\" text-anchor=\"end\">nats</text>")
    parts += legend
    parts.append("</g>")
    parts += curves
    parts.append("</svg>")
    return parts.joined(separator: "\n") + "\n"
  }

  private var curves: [String] {
    var parts: [String] = []
    if !training.isEmpty { parts.append(line(training, colour: Self.trainingColour, width: 1.5)) }
    if !validation.isEmpty { parts.append(line(validation, colour: Self.validationColour, width: 2)) }
    for point in validation {
      parts.append(
        "<circle cx=\"\(x(Double(point.step)).fixed(1))\" cy=\"\(y(point.loss).fixed(1))\" r=\"3\" "
          + "fill=\"\(Self.validationColour)\"/>")
    }
    return parts
  }

  private var legend: [String] {
    let entries = [
      (training.last, "training", Self.trainingColour),
      (validation.last, "validation", Self.validationColour),
    ]
    return entries.enumerated().compactMap { index, entry in
      guard let last = entry.0 else { return nil }
      return "<text x=\"\(Self.width - Self.right)\" y=\"\(24 + index * 17)\" text-anchor=\"end\" "
        + "fill=\"\(entry.2)\">\(entry.1) \(last.loss.fixed(4))</text>"
    }
  }

  /// At most a point a pixel: more would not be seen.
  private func line(_ points: [Point], colour: String, width: Double) -> String {
    let every = max(1, points.count / 800)
    let shown = points.indices.filter { $0 % every == 0 || $0 == points.count - 1 }.map { points[$0] }
    let path = shown.map { "\(x(Double($0.step)).fixed(1)),\(y($0.loss).fixed(1))" }.joined(separator: " ")
    return "<polyline points=\"\(path)\" fill=\"none\" stroke=\"\(colour)\" stroke-width=\"\(width)\"/>"
  }

  private func x(_ step: Double) -> Double {
    Self.left + (step - steps.lowerBound) / (steps.upperBound - steps.lowerBound)
      * (Self.width - Self.left - Self.right)
  }

  private func y(_ loss: Double) -> Double {
    Self.height - Self.bottom
      - (loss - losses.lowerBound) / (losses.upperBound - losses.lowerBound)
      * (Self.height - Self.top - Self.bottom)
  }

  /// Round numbers within a range, at most about `count` of them, with their texts.
  static func ticks(_ range: ClosedRange<Double>, count: Int) -> [(value: Double, text: String)] {
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

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
  }
}
