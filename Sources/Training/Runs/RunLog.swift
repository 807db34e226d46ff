internal import FoundationEssentials
internal import ModelFiles

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The log of a run, a JSON object a line.
struct RunLog {
  /// The longest log that is read.
  static let lengthLimit = 1 << 30

  let path: String

  /// Begins an empty log.
  func begin() throws(TrainingError) {
    do {
      try AtomicFile.write([], to: path)
    } catch {
      throw .model(error)
    }
  }

  /// Adds a row at the end.
  func append(_ row: TrainingLogRow) throws(TrainingError) {
    let line = try Self.encode(row) + [UInt8(ascii: "\n")]
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw .unwritable(file: path, reason: String(cString: strerror(errno))) }
    defer { close(descriptor) }
    guard write(descriptor, line, line.count) == line.count else {
      throw .unwritable(file: path, reason: String(cString: strerror(errno)))
    }
  }

  /// Takes away what was logged after step `step`: it will happen again.
  func truncate(after step: Int) throws(TrainingError) {
    do {
      var kept: [UInt8] = []
      for line in try lines() where Self.step(of: line).map({ $0 <= step }) ?? false {
        kept += line + [UInt8(ascii: "\n")]
      }
      try AtomicFile.write(kept, to: path)
    } catch {
      throw .model(error)
    }
  }

  /// `nil` for a line that a crash cut short.
  private static func step(of line: ArraySlice<UInt8>) -> Int? {
    do {
      return try JSONValue(parsing: Array(line))["step"]?.integer
    } catch {
      return nil
    }
  }

  /// All rows of the log at a path; an error names the first line that is none.
  func rows() throws(TrainingError) -> [TrainingLogRow] {
    var rows: [TrainingLogRow] = []
    do {
      for line in try lines() { rows.append(try JSONDecoder().decode(TrainingLogRow.self, from: Data(line))) }
    } catch let error as ModelError {
      throw .model(error)
    } catch {
      throw .malformed(file: path, problem: "line \(rows.count + 1) should be a JSON object with \"step\"")
    }
    return rows
  }

  private func lines() throws(ModelError) -> [ArraySlice<UInt8>] {
    try MappedFile.read(path: path, limit: Self.lengthLimit).split(separator: UInt8(ascii: "\n"))
  }

  private static func encode(_ row: TrainingLogRow) throws(TrainingError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    do {
      return [UInt8](try encoder.encode(row))
    } catch {
      throw .malformed(file: "log.jsonl", problem: "a row holds numbers that are not finite")
    }
  }
}
