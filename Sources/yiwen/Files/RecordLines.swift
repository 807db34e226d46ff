import GameFiles
import ModelFiles

/// The records of a file with a JSON object a line, `.jsonl`, also `.xz`.
enum RecordLines {
  /// Reads a file.
  ///
  /// - Throws: ``Failure`` naming the line that is no JSON, or the file if it holds none.
  static func read(_ path: String) throws -> [JSONValue] {
    let raw = try FileIO.read(path)
    let bytes = XZ.isCompressed(raw) ? try XZ.decompress(raw) : raw
    var records: [JSONValue] = []
    for (number, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where !line.allSatisfy({ $0 <= 0x20 }) {
      do { records.append(try JSONValue(parsing: Array(line))) } catch {
        throw Failure("\(path): line \(number + 1): \(error)")
      }
    }
    guard !records.isEmpty else { throw Failure("\(path) holds no records") }
    return records
  }
}
