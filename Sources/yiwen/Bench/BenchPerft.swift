import ArgumentParser
import Xiangqi

/// Perft, ours and fairy-stockfish's in turn, on the same positions in the same run.
struct BenchPerft: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "perft",
    abstract: "Nodes per second of perft, one thread, beside fairy-stockfish.",
    discussion: """
      Ours and the peer's runs alternate, so that a machine whose speed drifts drifts for both. Install the peer \
      with `apt-get install fairy-stockfish`; without it only our figures are printed.
      """)

  @Option(help: "How many times each position is counted by each program.")
  var rounds: Int = 5

  @Option(
    help: ArgumentHelp("The peer: a UCI engine that knows xiangqi and `go perft`.", valueName: "program"))
  var peer: String = "fairy-stockfish"

  @OptionGroup var output: FormatOptions

  /// Positions of our perft cases: the start, two middle games, an attack with few legal moves.
  static let positions: [(name: String, fen: String, depth: Int)] = [
    ("start", "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RNBAKABNR w - - 0 1", 4),
    ("middle game", "r1ba1a3/4kn3/2n1b4/pNp1p1p1p/4c4/6P2/P1P2R2P/1CcC5/9/2BAKAB2 w - - 0 1", 4),
    ("attack", "1cbak4/9/n2a5/2p1p3p/5cp2/2n2N3/6PCP/3AB4/2C6/3A1K1N1 w - - 0 1", 5),
  ]

  struct Row: Encodable {
    let position: String
    let fen: String
    let depth: Int
    let nodes: Int
    /// Million nodes a second.
    let ours: Spread
    let peer: Spread?
    /// Ours over the peer's, round by round.
    let ratio: Spread?
  }

  struct Report: Encodable {
    let benchmark = "perft"
    let threads = 1
    let rounds: Int
    let signature: Int
    let peer: String?
    let rows: [Row]
  }

  func validate() throws {
    try (1...1000).check(rounds, option: "--rounds")
  }

  func run() async throws {
    let engine = PerftPeer.find(peer)
    if engine == nil { printError("\(peer) was not found: only our own figures follow") }
    let rows: [Row]
    if let engine {
      rows = try await engine.session { peer in
        var rows: [Row] = []
        for position in Self.positions { rows.append(try await measure(position, beside: peer)) }
        return rows
      }
    } else {
      var own: [Row] = []
      for position in Self.positions { own.append(try await measure(position, beside: nil)) }
      rows = own
    }
    let report = Report(
      rounds: rounds, signature: rows.reduce(0) { $0 + $1.nodes }, peer: engine?.path, rows: rows)
    try output.show(report, text: Self.text)
  }

  private func measure(
    _ position: (name: String, fen: String, depth: Int), beside peer: PerftPeer.Session?
  ) async throws -> Row {
    let start = try Position(fen: position.fen)
    let nodes = start.perft(depth: position.depth)
    var ours: [Double] = []
    var theirs: [Double] = []
    for _ in 0..<rounds {
      let started = monotonicSeconds()
      let counted = start.perft(depth: position.depth)
      ours.append(Double(counted) / (monotonicSeconds() - started) / 1e6)
      guard let peer else { continue }
      let answer = try await peer.perft(fen: position.fen, depth: position.depth)
      guard answer.nodes == nodes else {
        throw Failure(
          "perft \(position.depth) of \(position.fen): we count \(nodes), the peer \(answer.nodes)")
      }
      theirs.append(Double(answer.nodes) / answer.seconds / 1e6)
    }
    return Row(
      position: position.name, fen: position.fen, depth: position.depth, nodes: nodes, ours: Spread(ours),
      peer: theirs.isEmpty ? nil : Spread(theirs),
      ratio: theirs.isEmpty ? nil : Spread(zip(ours, theirs).map { $0 / $1 }))
  }

  private static func text(_ report: Report) -> String {
    var table = TextTable(rows: [
      ["position", "depth", "nodes", "M nodes/s", "(min-max)", "peer", "ratio", "(min-max)"]
    ])
    for row in report.rows {
      func range(_ spread: Spread?, _ decimals: Int) -> [String] {
        guard let spread else { return ["-", "-"] }
        return [
          spread.median.fixed(decimals),
          "(\(spread.minimum.fixed(decimals))-\(spread.maximum.fixed(decimals)))",
        ]
      }
      table.rows.append(
        [row.position, "\(row.depth)", "\(row.nodes)"] + range(row.ours, 1) + [
          row.peer?.median.fixed(1) ?? "-"
        ]
          + range(row.ratio, 2))
    }
    return """
      signature \(report.signature)
      1 thread, median of \(report.rounds); peer: \(report.peer ?? "none")
      \(table.description)
      """
  }
}
