/// The curves of a run as an SVG picture: the training loss and the validations over the steps.
struct LossChart {
  /// A loss after a step.
  struct Point: Equatable {
    let step: Int
    let loss: Double
  }

  private static let trainingColour = "#3b6ea5"
  private static let validationColour = "#c0392b"

  private let title: String
  private let training: [Point]
  private let validation: [Point]
  private let frame: ChartFrame

  /// A chart of losses in the order of their steps; not all lists are empty.
  init(title: String, training: [Point], validation: [Point]) {
    self.title = title
    let smooth = Self.smoothed(training.filter { $0.loss.isFinite })
    self.training = smooth
    self.validation = validation.filter { $0.loss.isFinite }
    let points = self.training + self.validation
    let last = Double(points.map(\.step).max() ?? 1)
    let low = points.map(\.loss).min() ?? 0
    let high = points.map(\.loss).max() ?? 1
    // The first steps of a new model would flatten all that follows.
    let span = max(high - low, 1e-6)
    frame = ChartFrame(across: 0...max(1, last), up: low - span * 0.05...high + span * 0.05)
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
    frame.svg(title: title, labels: (across: "step", up: "nats"), legend: legend, content: curves)
  }

  private var curves: [String] {
    var parts: [String] = []
    if !training.isEmpty { parts.append(line(training, colour: Self.trainingColour, width: 1.5)) }
    if !validation.isEmpty { parts.append(line(validation, colour: Self.validationColour, width: 2)) }
    for point in validation {
      parts.append(
        "<circle cx=\"\(frame.x(Double(point.step)).fixed(1))\" cy=\"\(frame.y(point.loss).fixed(1))\" r=\"3\" "
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
      entry.0.map {
        ChartFrame.legendText("\(entry.1) \($0.loss.fixed(4))", row: index, colour: entry.2)
      }
    }
  }

  private func line(_ points: [Point], colour: String, width: Double) -> String {
    frame.line(points.map { (Double($0.step), $0.loss) }, colour: colour, width: width)
  }
}
