import ArgumentParser
import Xiangqi

/// How fast the tactics of a position and all its legal moves are worked out.
struct BenchTactics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tactics",
    abstract: "Microseconds that the tactics of a position take, one thread.",
    discussion: """
      The positions are those of a master game (Hu Ronghua - Lü Qin, 1984), from the start to the end. The signature \
      is a checksum of all that is found.
      """)

  @Option(help: "How many times all positions are looked at.")
  var rounds: Int = 50

  @OptionGroup var output: FormatOptions

  /// The moves of the game.
  static let game = """
    h2e2 h9g7 c3c4 g6g5 b0c2 b9c7 h0g2 g9e7 i0h0 i9h9 h0h6 g7f5 e3e4 g5g4 h6f6 f5g3 e4e5 d9e8 g2e3 h7h2 \
    f6f2 g3h1 f2g2 g4g3 g2g1 h2c2 a0a1 g3f3 e3c2 h1g3 a1d1 h9g9 e5d5 f3f2 d1d3 g3e2 g1g9 e7g9 g0e2 c9e7 \
    c2e3 f2e2 c0e2 a9d9 b2c2 b7b0 d0e1 d9b9 e3f5 e7g5 c4c5 c7d9 c2c6 d9e7 c6i6 b0a0 e0d0 b9b0 d0d1 b0b4 \
    d3g3 e6e5 i6e6 e9d9 g3d3 e5e4 d5d6 b4b7 d6c6 b7d7 f5d6 e7g6 c6c7 e4e3 d3d4 d7d8 c7c8 d8d7 c8c9 d9d8 \
    d6b7
    """

  struct Report: Encodable {
    let benchmark = "tactics"
    let threads = 1
    let rounds: Int
    let signature: UInt64
    let positions: Int
    let legalMoves: Int
    /// Microseconds a position.
    let microseconds: Spread
  }

  func validate() throws {
    try (1...100_000).check(rounds, option: "--rounds")
  }

  func run() throws {
    let positions = try Self.positions()
    var microseconds: [Double] = []
    var found: [Tactics] = []
    for _ in 0..<rounds {
      let started = monotonicSeconds()
      found = positions.map { Tactics(of: $0) }
      microseconds.append((monotonicSeconds() - started) * 1e6 / Double(positions.count))
    }
    try output.show(
      Report(
        rounds: rounds, signature: Self.signature(found), positions: positions.count,
        legalMoves: found.reduce(0) { $0 + $1.moves.count }, microseconds: Spread(microseconds))
    ) { report in
      """
      signature \(report.signature)
      \(report.positions) positions, \(report.legalMoves) legal moves, 1 thread, median of \(report.rounds)
      \(report.microseconds.median.fixed(1)) µs a position \
      (\(report.microseconds.minimum.fixed(1))-\(report.microseconds.maximum.fixed(1)))
      """
    }
  }

  /// The start position and the position after each move of the game.
  private static func positions() throws -> [Position] {
    var positions = [Position.start]
    for text in game.split(separator: " ") {
      let position = positions[positions.count - 1]
      guard let move = Move(iccs: text), position.isLegal(move) else {
        throw Failure("bench tactics: \(text) is no legal move of \(position.fen)")
      }
      positions.append(position.playing(move))
    }
    return positions
  }

  /// A checksum of all facts (FNV-1a, 64 bits).
  private static func signature(_ found: [Tactics]) -> UInt64 {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    func add(_ values: Int8...) {
      for value in values { sum = (sum ^ UInt64(UInt8(bitPattern: value))) &* 0x100_0000_01B3 }
    }
    for tactics in found {
      add(tactics.gain, tactics.threat, tactics.isCheck ? 1 : 0)
      for piece in tactics.hanging { add(Int8(bitPattern: piece.square.rawValue), piece.gain) }
      for facts in tactics.moves {
        add(facts.net, facts.answer, facts.plan, facts.threat, facts.hung, facts.exposed)
        add(facts.victim, facts.mover, Int8(bitPattern: facts.marks.rawValue))
      }
    }
    return sum
  }
}
