import ArgumentParser
import Xiangqi

/// A position on the command line: a FEN as one argument or as its six words; the start position when left out.
struct PositionOptions: ParsableArguments {
  @Argument(
    parsing: .remaining,
    help: ArgumentHelp("The position as FEN (default: the start position).", valueName: "fen"))
  var words: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Moves to play first, separated by blanks, in any notation (h2e2, 炮二平五, C2=5).", valueName: "moves"))
  var moves: String = ""

  /// The game so far: position and moves, refereed.
  func game() throws -> Game {
    let text = words.joined(separator: " ")
    let start = text.isEmpty || text == "startpos" ? Position.start : try Position(fen: text)
    var game = Game(start: start)
    for word in moves.split(whereSeparator: \.isWhitespace) {
      try game.play(game.position.move(String(word)))
    }
    return game
  }

  func position() throws -> Position { try game().position }
}
