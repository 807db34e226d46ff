import ArgumentParser
import ModelFiles
import Training

/// Draws how a run went.
struct TrainPlot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw the loss of a run, as SVG.",
    discussion: "The training loss is smoothed over a hundredth of the run; the marks are validations.")

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"))
  var folder: String

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("The file to write (default: loss.svg in the run).", valueName: "file"))
  var output: String?

  func run() throws {
    let rows = try TrainingRun.logRows(folder: folder)
    let training = rows.compactMap { row in row.loss.map { LossChart.Point(step: row.step, loss: $0) } }
    let validation = rows.compactMap { row in
      row.validationLoss.map { LossChart.Point(step: row.step, loss: $0) }
    }
    guard training.count + validation.count > 1 else {
      throw Failure("\(folder)/log.jsonl holds no losses yet; two steps are needed for a curve")
    }
    let name = folder.split(separator: "/").last.map(String.init) ?? folder
    let chart = LossChart(title: name, training: training, validation: validation)
    let path = output ?? folder + "/loss.svg"
    try AtomicFile.write(Array(chart.svg.utf8), to: path)
    print(path)
  }
}
