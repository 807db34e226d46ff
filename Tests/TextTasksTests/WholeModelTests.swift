import Foundation
import ModelFiles
import TestSupport
import Testing
import TextTasks

/// Models of other programs as a whole: vocabulary and weights in one file.
struct WholeModelTests {
  @Test func aGGUFFileWritesWhatLlamaCppWritesWithIt() throws {
    let golden = try JSONValue(parsing: fixture("whole.json"))
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/whole.gguf").path
    let model = try TextModel(path: path)
    var options = GenerationOptions()
    options.sampling = .greedy
    options.maximumTokens = 16
    let prompt = try #require(golden["prompt"]?.text)
    let texts = try Generation(model, prompt: try model.prompt(prompt), options: options).run()
    #expect(texts.first?.text.replacing("\u{FFFD}", with: "") == golden["text"]?.text)
  }

  @Test func whatIsNoModelIsNamed() throws {
    let error = #expect(throws: TextModelError.self) { try TextModel(path: #filePath) }
    #expect(error?.description.hasPrefix(#filePath) == true)
  }
}
