import EngineProtocol
import Players
import Xiangqi

/// Engines made of a few lines of shell, each with one fault or habit.
enum ScriptedEngine {
  /// A loop over lines from standard input, in which `$command` and `$rest` are the first word and what is behind it.
  static func loop(_ cases: String) -> String {
    """
    while read -r command rest; do
      case $command in
        \(cases)
        quit) exit 0;;
      esac
    done
    """
  }

  /// A UCI engine of ranks from 0 whose answer to `go` is that line of shell.
  ///
  /// Its answer to the handshake's question is a move whatever it does later.
  static func uci(go: String, options: String = "", other: String = "") -> String {
    "asked=0\n"
      + loop(
        """
        uci) echo 'id name Scripted'; echo 'id author Nobody'; \(options.isEmpty ? ":" : options); echo uciok;;
            isready) echo readyok;;
            go) if [ $asked = 0 ]; then asked=1; echo 'bestmove h2e2'; else \(go); fi;;
            \(other)
        """)
  }

  /// A UCCI engine.
  static func ucci(go: String, options: String = "", other: String = "") -> String {
    loop(
      """
      ucci) echo 'id name Scripted'; \(options.isEmpty ? ":" : options); echo ucciok;;
          isready) echo readyok;;
          go) \(go);;
          \(other)
      """)
  }

  static func command(
    _ script: String, dialect: EngineDialect? = .uci, options: [EngineCommand.Setting] = []
  ) -> EngineCommand {
    EngineCommand(path: "/bin/sh", arguments: ["-c", script], options: options, dialect: dialect)
  }

  /// Time enough for a machine that is busy; only what must run out is given less.
  static let ample = Duration.seconds(100)

  static func start(
    _ script: String, dialect: EngineDialect? = .uci, options: [EngineCommand.Setting] = [],
    handshake: Duration = ample, grace: Duration = ample
  ) async throws -> EngineClient {
    try await EngineClient(
      command(script, dialect: dialect, options: options), handshakeLimit: handshake, stopGrace: grace)
  }
}

extension EngineClient {
  /// What becomes of a question in the start position, with a limit no engine here looks at.
  func asked(
    _ game: Game = Game(), limits: SearchLimits = SearchLimits(depth: 1),
    patience: Duration = ScriptedEngine.ample,
    progress: @escaping @Sendable (SearchReport) -> Void = { _ in }
  ) async throws -> EngineAnswer {
    try await search(game, limits: limits, patience: patience, progress: progress)
  }
}
