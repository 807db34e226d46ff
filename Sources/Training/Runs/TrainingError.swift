public import ModelFiles

/// Why training cannot begin or go on.
public enum TrainingError: Error, Hashable, CustomStringConvertible {
  /// A model's folder or a checkpoint cannot be read.
  case model(ModelError)
  /// An option has a value that makes no sense.
  case option(name: String, found: String, expected: String)
  /// A batch holds something the model has no place for.
  case batch(problem: String)
  /// The folder has a run already.
  case folderInUse(String)
  /// A file of the run cannot be written, for the system's `reason`.
  case unwritable(file: String, reason: String)
  /// A file of the run cannot be understood.
  case malformed(file: String, problem: String)
  /// The loss is out of range; `checkpoint` is the file of the last good state, `nil` when none was saved.
  case diverged(step: Int, loss: Double, expected: Double?, checkpoint: String?)

  /// One sentence: what was wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .model(let error): error.description
    case .option(let name, let found, let expected): "training: \(name) is \(found), it should be \(expected)"
    case .batch(let problem): "training data: \(problem)"
    case .folderInUse(let folder): "\(folder): holds a run already, it can be resumed or another folder named"
    case .unwritable(let file, let reason): "\(file): cannot be written: \(reason)"
    case .malformed(let file, let problem): "\(file): \(problem)"
    case .diverged(let step, let loss, let expected, let checkpoint):
      "training: the loss of step \(step) is \(loss)"
        + (expected.map { ", the mean before it was \($0)" } ?? "")
        + (checkpoint.map { "; the last good state is \($0)" } ?? "; no state was saved before")
    }
  }
}
