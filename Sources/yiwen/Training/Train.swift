import ArgumentParser

/// Trains models; the run itself is what `train` means without another word.
struct Train: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Train a model, or go on training one, on this machine.",
    discussion: """
      `yiwen train FOLDER --data DATA …` begins a run, `yiwen train FOLDER --resume` goes on with it exactly where it \
      was; all options are listed by `yiwen train run --help`.
      """,
    subcommands: [TrainRun.self, TrainPlot.self], defaultSubcommand: TrainRun.self)
}
