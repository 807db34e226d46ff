import ArgumentParser

/// Benchmarks; each prints what it did (a signature) before how long it took.
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure speed: medians of repeated runs, beside a named peer where there is one.",
    subcommands: [
      BenchPerft.self, BenchDecode.self, BenchSearch.self, BenchTactics.self, BenchEngine.self,
      BenchTrain.self,
    ])
}
