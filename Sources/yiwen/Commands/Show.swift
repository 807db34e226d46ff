import ArgumentParser
import Catalog
import TerminalUI
import Xiangqi

/// Prints a board.
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the board of a position.",
    usage: "yiwen show [<fen>] [--moves <moves>] [--ascii] [--flip] [--lang <lang>]")

  @Flag(help: "Only ASCII characters: letters for pieces, capitals for Red.")
  var ascii = false

  @Flag(help: "Show the board from Black's side.")
  var flip = false

  @OptionGroup var language: LanguageOptions
  @OptionGroup var position: PositionOptions

  func run() throws {
    let game = try position.game()
    var settings = Settings()
    settings.ascii = ascii
    settings.flipped = flip
    print(TextBoard.text(of: game, settings: settings, language: language.language))
    print(game.position.fen)
  }
}
