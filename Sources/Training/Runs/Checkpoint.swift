internal import LanguageModel
internal import ModelFiles

/// The file from which a run goes on exactly: weights, moments, averages and counters, in single precision.
///
/// Tensors are named as in model folders behind `weights.`, `first.`, `second.`, `average.` and `slow.`, in
/// the order and shape of training memory. The file replaces the one before it in one step.
enum Checkpoint {
  static func save(_ trainer: Trainer, _ counters: RunCounters, to path: String) throws(TrainingError) {
    do {
      let parts = parts(of: trainer)
      let writer = try SafetensorsWriter(
        path: path, entries: parts.map { .init($0.name, .float32, $0.shape) }, metadata: counters.metadata)
      for part in parts {
        try writer.write(
          numbers: UnsafeBufferPointer(start: part.arena.pointer(part.region), count: part.region.count).span)
      }
      try writer.finish()
    } catch {
      throw .model(error)
    }
  }

  /// Fills the trainer and returns the counters.
  static func load(_ path: String, into trainer: Trainer) throws(TrainingError) -> RunCounters {
    let metadata: [String: String]
    do throws(ModelError) {
      let file = try SafetensorsFile(path: path)
      metadata = file.metadata
      var source = try TensorSource(file: path, tensors: file.tensors)
      for part in parts(of: trainer) {
        let numbers = try ModelWeightsFile.numbers(of: source.take(part.name, part.shape, suffix: ""))
        guard numbers.allSatisfy(\.isFinite) else {
          throw .malformed(file: path, problem: "the tensor \(part.name) holds numbers that are not finite")
        }
        _ = UnsafeMutableBufferPointer(start: part.arena.pointer(part.region), count: part.region.count)
          .update(from: numbers)
      }
      try source.finish()
    } catch {
      throw .model(error)
    }
    let counters = try RunCounters(metadata: metadata, file: path)
    trainer.step = counters.step
    return counters
  }

  private struct Part {
    let name: String
    let arena: FloatArena
    let region: Region
    var shape: [Int] { [region.rows, region.columns] }
  }

  private static func parts(of trainer: Trainer) -> [Part] {
    var arenas = [("weights", trainer.parameters), ("first", trainer.optimizer.first)]
    if let average = trainer.average { arenas.append(("average", average.weights)) }
    if let lookahead = trainer.lookahead { arenas.append(("slow", lookahead.slow)) }
    let parameters = trainer.layout.parameters
    let second = parameters.filter { trainer.optimizer.hasSecondMoment($0) }
    return arenas.flatMap { name, arena in
      parameters.map { Part(name: "\(name).\($0.name)", arena: arena, region: $0.region) }
    } + second.map { Part(name: "second.\($0.name)", arena: trainer.optimizer.second, region: $0.region) }
  }
}
