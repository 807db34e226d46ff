import ArgumentParser
import Corpora
import FoundationEssentials
import LanguageModel
import ModelFiles
import Players
import Synchronization
import Training

/// A training run: begun, or gone on with.
struct TrainRun: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Begin a training run, or go on with one.",
    discussion: """
      A run is a folder: its options, a log (log.jsonl), a checkpoint, the models last and best (on --valid), and at \
      the end the model with its card. Ctrl-C saves and ends; --resume goes on as if nothing had happened.

      Data come from `yiwen prepare`. Without --from the model is new, of the sizes given; with --from it has the sizes \
      of that model and begins with its weights.

      yiwen prepare games.tsv.xz --output data --vocabulary models/xiangqi
      yiwen train runs/more --data data --from models/xiangqi --facts moves --minutes 60
      """)

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Flag(help: "Go on with the run; its options stay as they were.")
  var resume = false

  @Option(help: "The threads of the arithmetic (default: one a core).")
  var threads: Int?

  @OptionGroup(title: "Data") var data: TrainDataOptions
  @OptionGroup(title: "Length") var length: TrainLengthOptions
  @OptionGroup(title: "Model") var shape: TrainModelOptions
  @OptionGroup(title: "Optimizer") var optimizer: TrainOptimizerOptions
  @OptionGroup(title: "Techniques, all off by default") var techniques: TrainTechniqueOptions
  @OptionGroup(title: "Keeping") var keeping: TrainKeepingOptions

  func validate() throws {
    if let threads { try (1...256).check(threads, option: "--threads") }
    if resume {
      guard data.data.isEmpty, shape.from == nil, length.steps == nil, length.minutes == nil else {
        throw ValidationError(
          "--resume goes on with the options of the run; leave --data, --from and the length out")
      }
      return
    }
    guard !data.data.isEmpty else {
      throw ValidationError("--data FOLDER is missing; `yiwen prepare` makes one")
    }
    guard (length.steps == nil) != (length.minutes == nil) else {
      throw ValidationError("say how long to train: --steps or --minutes")
    }
  }

  func run() async throws {
    let command = self
    let words = ["yiwen"] + CommandLine.arguments.dropFirst()
    let work = Task {
      let work =
        try command.resume
        ? TrainingWork(resuming: command.folder, threads: command.threads)
        : TrainingWork(beginning: command.folder, plan: TrainingPlan(command, command: words))
      guard try work.train() else { throw CancellationError() }
    }
    if try await Interruption.cancelling(work) {
      printError("Stopped and saved. Go on with `yiwen train \(folder) --resume`.")
      throw ExitCode(1)
    }
  }
}
