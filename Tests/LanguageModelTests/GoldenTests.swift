import Kernels
import LanguageModel
import Testing

/// The shipped model against numbers that a reference computed in float32 from the same weights.
struct GoldenTests {
  static let tolerance = 2e-3

  func check(_ last: DecoderOutput, against golden: GoldenCase) {
    let isClose = { (found: Float, expected: Double) in abs(Double(found) - expected) <= Self.tolerance }
    for (token, logit) in golden.top { #expect(isClose(last.logits[token], logit), "token \(token)") }
    let order = SamplerChain().candidates(of: last.logits).sorted().prefix(golden.top.count)
    #expect(order.map(\.token) == golden.top.map(\.token))
    for (index, logit) in golden.firstMoves.enumerated() {
      #expect(isClose(last.logits[GoldenCase.firstMove + index], logit), "move \(index)")
    }
    #expect(abs(Compute.best.logSumExp(last.logits) - golden.logSumExp) <= Self.tolerance)
    #expect(last.outcome.count == golden.outcome.count)
    for (found, expected) in zip(last.outcome, golden.outcome) { #expect(isClose(found, expected)) }
  }

  @Test(arguments: try GoldenCase.all())
  func theReferenceIsMetInOneCall(golden: GoldenCase) throws {
    let decoder = try Decoder(folder: modelFolder)
    let run = Decoder.Run(session: Session(decoder), inputs: golden.inputs)
    let answers = try #require(try decoder.advance([run], outputs: .all).first)
    #expect(answers.map { SamplerChain.greedy.mostLikely($0.logits) } == golden.argmax)
    check(try #require(answers.last), against: golden)
  }

  @Test(arguments: try GoldenCase.all())
  func theReferenceIsMetTokenByToken(golden: GoldenCase) throws {
    let decoder = try Decoder(folder: modelFolder)
    let session = Session(decoder)
    var answers: [DecoderOutput] = []
    for input in golden.inputs {
      answers += try decoder.advance([.init(session: session, inputs: [input])]).joined()
    }
    #expect(answers.map { SamplerChain.greedy.mostLikely($0.logits) } == golden.argmax)
    check(try #require(answers.last), against: golden)
  }

  @Test func theReferenceIsMetByAllCasesInOneBatch() throws {
    let decoder = try Decoder(folder: modelFolder)
    let cases = try GoldenCase.all()
    let runs = cases.map { Decoder.Run(session: Session(decoder), inputs: $0.inputs) }
    let answers = try decoder.advance(runs)
    for (golden, answer) in zip(cases, answers) {
      #expect(answer.count == 1)
      check(try #require(answer.last), against: golden)
    }
  }
}

extension Candidates {
  func sorted() -> [Entry] {
    var copy = self
    copy.sort()
    return copy.entries
  }
}
