import Foundation
import Testing

@testable import Kernels

/// Work shared by threads that spin, sleep and are woken, from several callers at once.
struct SharingTests {
  @Test(.timeLimit(.minutes(2))) func manyCallersGetTheirOwnResults() async {
    let (rows, inputs, outputs) = (1, 256, 1024)
    var random = RandomNumbers(seed: 1)
    let x = random.floats(inputs)
    let weights = bytes(random.floats(outputs * inputs))
    let product = { @Sendable [x] (threads: Int) -> [Float] in
      let compute = Compute(instructionSet: Compute.best.instructionSet, threads: threads)
      var y = [Float](repeating: 0, count: outputs)
      compute.matmul(x, rows: rows, weights: weights.span.bytes, .float32, outputs: outputs, into: &y)
      return y
    }
    let expected = product(1)
    let wrong = await withTaskGroup(of: Int.self) { group in
      for caller in 0..<3 {
        group.addTask {
          var wrong = 0
          for round in 0..<400 {
            // Now and then long enough for the helpers to fall asleep.
            if round % 16 == caller { usleep(300) }
            if product(2 + round % 3) != expected { wrong += 1 }
          }
          return wrong
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }
}
