import LanguageModel
import ModelFiles
import Testing

@testable import Kernels
@testable import Training

@Suite struct GoldenTests {
  @Test(arguments: GoldenCase.all) func lossAndGradientsAreThoseOfPyTorch(golden: GoldenCase) throws {
    let options = try golden.options(.adamW)
    let trainer = try golden.trainer(options)
    let losses = try trainer.differentiate([try golden.batch()])
    let expected = try #require(try golden.numbers()["loss"]?.number)
    let found = losses.sums.objective(options)
    #expect(abs(found / expected - 1) < 1e-5, "loss \(found), PyTorch has \(expected)")
    let file = try SafetensorsFile(path: golden.folder + "/golden.safetensors")
    var source = try TensorSource(file: file.path, tensors: file.tensors)
    for parameter in trainer.layout.parameters {
      let name = "gradient." + parameter.name
      let gradient = try ModelWeightsFile.numbers(of: source.take(name, parameter.fileShape, suffix: ""))
      let error = relativeError(trainer.gradients.fileNumbers(of: parameter), gradient)
      #expect(error < 1e-4, "\(parameter.name): \(error)")
    }
  }

  @Test(arguments: GoldenCase.all, OptimizerOptions.Kind.allCases)
  func tenStepsAreThoseOfPyTorch(golden: GoldenCase, kind: OptimizerOptions.Kind) throws {
    let options = try golden.options(kind)
    let numbers = try golden.numbers()
    let expected = try #require(numbers[kind.rawValue])
    let factors = try #require(numbers["hyperparameters"]?["factors"]?.elements).compactMap(\.number)
    let losses = try #require(expected["losses"]?.elements).compactMap(\.number)
    let norms = try #require(expected["gradientNorms"]?.elements).compactMap(\.number)
    try #require(factors.count == 10 && losses.count == 10 && norms.count == 10)
    let trainer = try golden.trainer(options)
    let batch = try golden.batch()
    for step in 0..<10 {
      let found = try trainer.differentiate([batch])
      let loss = found.sums.objective(options)
      #expect(abs(loss / losses[step] - 1) < 1e-4, "step \(step): loss \(loss), \(losses[step])")
      #expect(
        abs(found.gradientNorm / norms[step] - 1) < 1e-4,
        "step \(step): norm \(found.gradientNorm), \(norms[step])")
      trainer.apply(found, factor: factors[step])
    }
    let after = try trainer.evaluate([batch]).objective(options)
    let expectedAfter = try #require(expected["lossAfter"]?.number)
    #expect(abs(after / expectedAfter - 1) < 1e-4, "after: \(after), \(expectedAfter)")
    for parameter in trainer.layout.parameters {
      let summary = try #require(expected["parametersAfter"]?[parameter.name])
      let first = try #require(summary["first"]?.elements).compactMap(\.number).map { Float($0) }
      let found = trainer.parameters.fileNumbers(of: parameter)
      #expect(relativeError(Array(found.prefix(4)), first) < 1e-4, "\(parameter.name) after ten steps")
      let squares = found.reduce(0.0) { $0 + Double($1) * Double($1) }
      let expectedSquares = try #require(summary["sumOfSquares"]?.number)
      #expect(abs(squares / expectedSquares - 1) < 1e-4, "\(parameter.name): squares after ten steps")
    }
  }
}

extension FloatArena {
  /// The numbers of a parameter in the order of files.
  func fileNumbers(of parameter: Parameter) -> [Float] {
    let matrix = self[parameter.region]
    guard parameter.isTransposedInFiles else {
      return Array(UnsafeBufferPointer(start: matrix.base, count: parameter.region.count))
    }
    return (0..<matrix.columns).flatMap { column in
      (0..<matrix.rows).map { matrix.base[$0 * matrix.columns + column] }
    }
  }
}
