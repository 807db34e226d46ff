import GameFiles
import TestSupport
import Xiangqi

/// A game record grown from a seed: random moves, comments with every awkward character, variations in
/// variations.
func randomRecord(seed: UInt64, plies: Int = 30) throws -> GameRecord {
  var generator = SplitMix64(seed: seed)
  let starts = [
    Position.start.fen,
    "2bakab2/9/9/4p4/9/9/9/9/9/1NBAKAB2 b - - 3 12",
    "4k4/3P1P3/4P4/3P1P3/9/9/9/9/9/3K5 w - - 0 7",
    "2Rak4/2R1a4/2N6/2N6/2C6/2C6/2P6/9/9/3K5 w - - 0 1",
  ]
  let start = try Position(fen: starts[Int(seed % UInt64(starts.count))])
  var record = GameRecord(start: start)
  for name in ["Event", "Site", "Date", "Round", "Red", "Black", "ECCO", "Annotator", "赛事"]
  where Bool.random(using: &generator) {
    record.tags.append(.init(name: name, value: randomText(using: &generator, lines: false)))
  }
  if Bool.random(using: &generator) { record.comment = randomText(using: &generator, lines: true) }
  record.line = randomLine(from: start, plies: plies, depth: 0, using: &generator)
  record.outcome = [nil, .redWins, .blackWins, .draw].randomElement(using: &generator) ?? nil
  return record
}

private func randomLine(
  from start: Position, plies: Int, depth: Int, using generator: inout SplitMix64
) -> [GameRecord.Node] {
  var position = start
  var line: [GameRecord.Node] = []
  while line.count < plies, let move = position.legalMoves().randomElement(using: &generator) {
    var node = GameRecord.Node(move: move)
    while Int.random(in: 0..<6, using: &generator) == 0 {
      node.annotations.append(Int.random(in: 0...255, using: &generator))
    }
    if Int.random(in: 0..<4, using: &generator) == 0 {
      node.comment = randomText(using: &generator, lines: true)
    }
    while depth < 3, Int.random(in: 0..<5, using: &generator) == 0 {
      node.variations.append(randomLine(from: position, plies: 4, depth: depth + 1, using: &generator))
    }
    line.append(node)
    position = position.playing(move)
  }
  return line
}

private func randomText(using generator: inout SplitMix64, lines: Bool) -> String {
  var signs = Array("ab 12.*()[];$%\"\\\t炮二平五，。　{（）é🀄")
  if lines { signs += ["\n", "}", "\n"] }
  return String(
    (0..<Int.random(in: 0..<90, using: &generator)).map { _ in
      signs[Int.random(in: 0..<signs.count, using: &generator)]
    })
}

/// A file that a test makes, in a folder of its own that goes when the test ends.
final class TemporaryFolder {
  let path: String

  init() {
    var generator = SystemRandomNumberGenerator()
    path = "/tmp/yiwen-game-files-\(generator.next())"
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }
  deinit { removeFolder(path) }
}
