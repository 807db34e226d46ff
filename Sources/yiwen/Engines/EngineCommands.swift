import ArgumentParser
import EngineProtocol

/// Serves as a UCI engine.
struct UCICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uci",
    abstract: "Serve as an engine for other programs, by the UCI protocol.",
    discussion: """
      Reads commands from standard input until `quit` or its end. Moves are ICCS (h2e2), ranks 0 to 9, as Pikafish \
      has them. `uci` lists the options; an engine that is first told `ucci` speaks UCCI.
      """)

  @OptionGroup var model: ModelOptions

  func run() throws { try EngineService(model: model).run(.uci) }
}

/// Serves as a UCCI engine.
struct UCCICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ucci",
    abstract: "Serve as an engine for other programs, by the UCCI protocol.",
    discussion: """
      Reads commands from standard input until `quit` or its end. `ucci` lists the options; an engine that is first \
      told `uci` speaks UCI.
      """)

  @OptionGroup var model: ModelOptions

  func run() throws { try EngineService(model: model).run(.ucci) }
}
