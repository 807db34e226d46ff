import Catalog
import Players
import Xiangqi

/// Red's chances over a game as an SVG picture, with the mistakes of both sides and the turning points.
///
/// Its labels are in both languages, since a picture travels without the settings of whoever made it.
struct ChanceChart {
  private static let lineColour = "#3b6ea5"
  private static let engineColour = "#8e6bb0"
  private static let titleLength = 44

  private let game: AnalyzedGame
  private let frame: ChartFrame
  private let chinese = Catalog(.chinese)
  private let english = Catalog(.english)

  init(_ game: AnalyzedGame) {
    self.game = game
    frame = ChartFrame(across: 0...Double(max(1, game.analysis.plies.count)), up: 0...100)
  }

  /// The picture.
  var svg: String {
    frame.svg(
      title: shortTitle,
      labels: (across: both(.ply), up: "\(both(.chance)) (%)"),
      ticks: (across: nil, up: [0, 25, 50, 75, 100].map { (Double($0), String($0)) }),
      legend: legend, content: area + turningPoints + curves + marks)
  }

  /// The heading, cut where it would leave the picture.
  private var shortTitle: String {
    game.title.count <= Self.titleLength ? game.title : game.title.prefix(Self.titleLength) + "…"
  }

  private func both(_ phrase: AnalysisText) -> String { "\(chinese(phrase)) \(english(phrase))" }

  private func points(_ chances: [WDL]) -> [(x: Double, y: Double)] {
    chances.enumerated().map { (Double($0), $1.expectation(for: .red) * 100) }
  }

  /// What lies between the curve and an even game.
  private var area: [String] {
    let points = points(game.analysis.chances)
    guard let first = points.first, let last = points.last, points.count > 1 else { return [] }
    let middle = frame.y(50).fixed(1)
    let curve = points.map { "L\(frame.x($0.x).fixed(1)) \(frame.y($0.y).fixed(1))" }.joined()
    let path = "M\(frame.x(first.x).fixed(1)) \(middle)\(curve)L\(frame.x(last.x).fixed(1)) \(middle)Z"
    return [
      "<path d=\"\(path)\" fill=\"\(Self.lineColour)\" fill-opacity=\"0.15\"/>",
      "<path d=\"M\(ChartFrame.left) \(middle)H\(ChartFrame.width - ChartFrame.right)\" stroke=\"#999\"/>",
    ]
  }

  private var curves: [String] {
    let analysis = game.analysis
    var parts = [frame.line(points(analysis.chances), colour: Self.lineColour, width: 2)]
    if !analysis.secondChances.isEmpty {
      parts.append(frame.line(points(analysis.secondChances), colour: Self.engineColour, width: 1.5))
    }
    return parts
  }

  private var turningPoints: [String] {
    game.analysis.turningPoints.map { index in
      "<path d=\"M\(frame.x(Double(index + 1)).fixed(1)) \(ChartFrame.top)V\(ChartFrame.height - ChartFrame.bottom)\" "
        + "stroke=\"#888\" stroke-dasharray=\"4 4\"/>"
    }
  }

  /// A circle at each mistake, filled for Red's and open for Black's; what it was shows when pointed at.
  private var marks: [String] {
    game.analysis.plies.compactMap { ply in
      guard let judgement = ply.opinion.judgement else { return nil }
      let colour = Self.colour(of: judgement)
      let chance = ply.opinion.after.expectation(for: .red) * 100
      let text =
        "\(game.say.numbered(ply.move, in: ply.position, notation: game.notation)) "
        + "\(chinese.name(of: judgement)) \(english.name(of: judgement)) -\(AnalyzedGame.points(ply.opinion.loss))"
      return
        "<circle cx=\"\(frame.x(Double(ply.index + 1)).fixed(1))\" cy=\"\(frame.y(chance).fixed(1))\" r=\"4.5\" "
        + "fill=\"\(ply.side == .red ? colour : "white")\" stroke=\"\(colour)\" stroke-width=\"2\">"
        + "<title>\(ChartFrame.escaped(text))</title></circle>"
    }
  }

  private static func colour(of judgement: Judgement) -> String {
    switch judgement {
    case .inaccuracy: "#d4a017"
    case .mistake: "#e07020"
    case .blunder: "#c0392b"
    }
  }

  /// At the right of the heading the sides' accuracies, below the frame what the marks mean.
  private var legend: [String] {
    let accuracies = Side.allCases.map { side in
      "\(chinese.name(of: side)) \(english.name(of: side)) \(game.analysis.summary(of: side).accuracy.percent)"
    }
    var parts = [
      ChartFrame.legendText(accuracies.joined(separator: "   "), row: 1, colour: "#444")
    ]
    var x = ChartFrame.left
    let y = ChartFrame.height - 10
    func add(_ text: String, colour: String) {
      parts.append(
        "<circle cx=\"\(x + 4)\" cy=\"\(y - 4)\" r=\"4\" fill=\"\(colour)\"/>"
          + "<text x=\"\(x + 12)\" y=\"\(y)\" font-size=\"12\">\(ChartFrame.escaped(text))</text>")
      x += 120
    }
    for judgement in Judgement.allCases {
      add(
        "\(chinese.name(of: judgement)) \(english.name(of: judgement))", colour: Self.colour(of: judgement))
    }
    parts.append(
      "<path d=\"M\(x) \(y - 4)h14\" stroke=\"#888\" stroke-dasharray=\"4 4\"/>"
        + "<text x=\"\(x + 18)\" y=\"\(y)\" font-size=\"12\">\(both(.turningPoint))</text>")
    if let engine = game.engine {
      parts.append(
        "<text x=\"\(ChartFrame.left + 8)\" y=\"\(ChartFrame.height - ChartFrame.bottom - 8)\" font-size=\"12\" "
          + "fill=\"\(Self.engineColour)\">\(ChartFrame.escaped(engine))</text>")
    }
    return parts
  }
}
