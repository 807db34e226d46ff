import Corpora
import FoundationEssentials
import LanguageModel
import ModelFiles
import Training

/// The model of a finished run in its own folder, `model`: the best on validation, or the last, and its card.
struct FinishedModel {
  let run: TrainingRun
  let note: RunNote
  let rows: [TrainingLogRow]

  /// Writes the folder and returns its path.
  func write() throws -> String {
    let manager = FileManager.default
    let target = run.folder + "/model"
    let best = run.folder + "/best"
    let hasBest = manager.fileExists(atPath: best + "/model.safetensors")
    let source = hasBest ? best : run.folder + "/last"
    if !manager.fileExists(atPath: target) {
      try manager.createDirectory(atPath: target, withIntermediateDirectories: true)
    }
    for name in try manager.contentsOfDirectory(atPath: source).sorted() where !name.hasPrefix(".") {
      let file = try MappedFile(path: source + "/" + name)
      let copy = try AtomicFile(path: target + "/" + name)
      try copy.write(file.bytes)
      try copy.commit()
    }
    try AtomicFile.write(Array(try card(isBest: hasBest).utf8), to: target + "/README.md")
    return target
  }

  /// The model card: what is known of the model now, to be completed by whoever ships it.
  private func card(isBest: Bool) throws -> String {
    let config = run.description.config
    let options = run.options
    let last = rows.last { $0.loss != nil }
    let best = rows.filter { $0.validationLoss != nil }.min {
      ($0.validationLoss ?? .infinity) < ($1.validationLoss ?? .infinity)
    }
    var figures = ["- trained weights: \(run.parameterCount)", "- steps: \(run.step) of \(options.steps)"]
    if let tokens = last?.tokens { figures.append("- tokens read: \(tokens)") }
    if let loss = last?.loss { figures.append("- loss of the last step: \(loss.fixed(4)) nats a token") }
    if let best, let loss = best.validationLoss {
      var line = "- validation: \(loss.fixed(4)) nats a token after step \(best.step)"
      if let outcome = best.validationOutcomeLoss { line += ", outcome \(outcome.fixed(4))" }
      figures.append(line + (isBest ? "; these are the weights here" : ""))
    }
    return """
      # \(run.folder.split(separator: "/").last.map(String.init) ?? "model")

      A decoder of \(config.layerCount) layers, \(config.width) wide, \(config.heads) heads of \(config.headSize), a \
      vocabulary of \(config.vocabularySize) tokens and a context of \(config.maximumLength)\
      \(config.stateFacts > 0 ? "; each token carries \(config.stateFacts) facts about the position" : ""). Written by \
      `yiwen train`; its files are those of Hugging Face (config.json, model.safetensors, tokens.txt).

      ## Data and licences

      \(try sources(note.data.training))\(note.data.validation.isEmpty ? "" : "\n\nValidation:\n\n" + (try sources(note.data.validation)))

      ## Recipe

      ```
      \(note.command.joined(separator: " "))
      ```

      ## Figures

      \(figures.joined(separator: "\n"))

      ## Known weaknesses

      None written down yet: measure the model (`yiwen eval`) and say here what it cannot do.

      """
  }

  private func sources(_ folders: [String]) throws -> String {
    var lines = ["| file | SHA-256 | licence |", "| --- | --- | --- |"]
    for folder in folders {
      for source in try PreparedManifest(folder: folder).sources {
        lines.append(
          "| \(source.file) | `\(source.sha256.prefix(16))…` | \(source.licence ?? "not stated") |")
      }
    }
    return lines.joined(separator: "\n")
  }
}
