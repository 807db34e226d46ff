import Corpora
import FoundationEssentials
import ModelFiles

/// What the command line keeps in a run's folder beside the trainer's own files: `data.json`.
struct RunNote: Codable {
  /// The data.
  let data: DataPlan
  /// The words of the command that began the run.
  let command: [String]

  private static func path(_ folder: String) -> String { folder + "/data.json" }

  init(data: DataPlan, command: [String]) {
    self.data = data
    self.command = command
  }

  /// Reads the note of a run.
  init(folder: String) throws {
    let path = Self.path(folder)
    let bytes = try MappedFile.read(path: path, limit: 1 << 20)
    do {
      self = try JSONDecoder().decode(RunNote.self, from: Data(bytes))
    } catch {
      throw Failure("\(path): cannot be understood; it should name the data of the run")
    }
  }

  func write(toFolder folder: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try AtomicFile.write([UInt8](try encoder.encode(self)) + [0x0A], to: Self.path(folder))
  }
}
