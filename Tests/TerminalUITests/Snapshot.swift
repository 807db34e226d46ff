import FoundationEssentials
import Screen
import Testing

@testable import TerminalUI

/// The folder of this test target.
let testFolder = String(#filePath.dropLast("/Snapshot.swift".count))

/// The text of a file of the project, by its path from the root of the package.
func projectFile(_ path: String) throws -> String {
  try String(contentsOfFile: testFolder + "/../../" + path, encoding: .utf8)
}

/// Compares a screen with the file `Snapshots/NAME.txt`; with `RECORD=1` in the environment writes that file instead.
func expectSnapshot(
  _ grid: CellGrid, _ name: String, sourceLocation: SourceLocation = #_sourceLocation,
) throws {
  let path = "\(testFolder)/Snapshots/\(name).txt"
  let text = grid.description + "\n"
  if ProcessInfo.processInfo.environment["RECORD"] == "1" {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return
  }
  let kept = try? String(contentsOfFile: path, encoding: .utf8)
  #expect(
    kept == text, "the screen differs from Snapshots/\(name).txt:\n\(text)", sourceLocation: sourceLocation)
}
