import ArgumentParser
import FoundationEssentials

/// How many threads work on games side by side.
struct JobsOptions: ParsableArguments {
  // No default value, since it would make the help differ from machine to machine.
  @Option(help: "How many threads work (default: one a core).")
  var jobs: Int?

  /// The number asked for, or one a core.
  var count: Int { jobs ?? min(ProcessInfo.processInfo.activeProcessorCount, 64) }

  func validate() throws {
    try (1...256).check(count, option: "--jobs")
  }
}
