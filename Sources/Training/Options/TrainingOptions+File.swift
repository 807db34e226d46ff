internal import FoundationEssentials
internal import ModelFiles

extension TrainingOptions {
  /// Writes the options as JSON.
  func save(to path: String) throws(TrainingError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
    do {
      try AtomicFile.write([UInt8](try encoder.encode(self)) + [UInt8(ascii: "\n")], to: path)
    } catch let error as ModelError {
      throw .model(error)
    } catch {
      throw .malformed(file: path, problem: "the options hold numbers that are not finite")
    }
  }

  /// Reads options that ``save(to:)`` wrote.
  init(path: String) throws(TrainingError) {
    do {
      let bytes = try MappedFile.read(path: path, limit: 1 << 20)
      self = try JSONDecoder().decode(TrainingOptions.self, from: Data(bytes))
    } catch let error as ModelError {
      throw .model(error)
    } catch let error as DecodingError {
      throw .malformed(file: path, problem: Self.sentence(of: error))
    } catch {
      throw .malformed(file: path, problem: "the options of a run should be here: \(error)")
    }
    try check()
  }

  private static func sentence(of error: DecodingError) -> String {
    let (path, problem): ([any CodingKey], String) =
      switch error {
      case .keyNotFound(let key, let context): (context.codingPath + [key], "is missing")
      case .typeMismatch(_, let context): (context.codingPath, "has a value of another type than expected")
      case .valueNotFound(_, let context): (context.codingPath, "has no value")
      case .dataCorrupted(let context): (context.codingPath, "cannot be understood")
      @unknown default: ([], "cannot be understood")
      }
    return path.isEmpty
      ? "the options of a run should be here as JSON"
      : "\"\(path.map(\.stringValue).joined(separator: "."))\" \(problem)"
  }
}
