import Testing

@testable import LanguageModel

/// What a tree of tokens promises: every path answers as a session of its own would, to the last bit.
struct TokenTreeTests {
  let decoder: Decoder
  let inputs: [TokenInput]

  init() throws {
    decoder = try Decoder(folder: modelFolder)
    let longest = try #require(GoldenCase.all().max { $0.inputs.count < $1.inputs.count })
    inputs = Array(longest.inputs.prefix(40))
  }

  func alone(_ inputs: [TokenInput]) throws -> DecoderOutput {
    try decoder.advance([.init(session: Session(decoder), inputs: inputs)])[0][0]
  }

  @Test func everyPathAnswersAsASessionOfItsOwn() throws {
    let tree = TokenTree(decoder)
    let trunk = try decoder.advance(tree, by: [.init(behind: nil, inputs: Array(inputs[..<20]))])
    #expect(trunk == [try alone(Array(inputs[..<20]))])
    // Three ways on from the trunk, one of them two tokens long, one from its middle.
    let branches = try decoder.advance(
      tree,
      by: [
        .init(behind: 19, inputs: [inputs[20]]), .init(behind: 19, inputs: Array(inputs[30..<32])),
        .init(behind: 9, inputs: [inputs[39]]),
      ])
    #expect(branches[0] == (try alone(Array(inputs[...20]))))
    #expect(branches[1] == (try alone(Array(inputs[..<20] + inputs[30..<32]))))
    #expect(branches[2] == (try alone(Array(inputs[..<10] + [inputs[39]]))))
    #expect(tree.count == 24)
    #expect((0..<24).map(tree.length) == Array(1...20) + [21, 21, 22, 11])
    #expect(tree.parent(of: 0) == nil && tree.parent(of: 23) == 9 && tree.parent(of: 22) == 21)
    // On from the end of a branch.
    let deeper = try decoder.advance(tree, by: [.init(behind: 22, inputs: [inputs[33]])])
    #expect(deeper == [try alone(Array(inputs[..<20] + inputs[30..<32] + [inputs[33]]))])
  }

  @Test func whatIsKeptAnswersAsBefore() throws {
    let tree = TokenTree(decoder)
    _ = try decoder.advance(tree, by: [.init(behind: nil, inputs: Array(inputs[..<10]))])
    _ = try decoder.advance(
      tree, by: (20..<30).map { .init(behind: 9, inputs: [inputs[$0]]) })
    let numbers = tree.keep { $0 < 10 || $0 == 13 || $0 == 19 }
    #expect(tree.count == 12)
    #expect(numbers[13] == 10 && numbers[19] == 11 && numbers[12] == nil)
    let answers = try decoder.advance(
      tree, by: [.init(behind: 10, inputs: [inputs[35]]), .init(behind: 11, inputs: [inputs[36]])])
    #expect(answers[0] == (try alone(Array(inputs[..<10] + [inputs[23], inputs[35]]))))
    #expect(answers[1] == (try alone(Array(inputs[..<10] + [inputs[29], inputs[36]]))))
    tree.truncate(to: 10)
    #expect(
      try decoder.advance(tree, by: [.init(behind: 9, inputs: [inputs[35]])])
        == [try alone(Array(inputs[..<10] + [inputs[35]]))])
  }

  @Test func aGrowthThatCannotBeLeavesTheTreeAsItWas() throws {
    let tree = TokenTree(decoder)
    _ = try decoder.advance(tree, by: [.init(behind: nil, inputs: Array(inputs[..<5]))])
    let good = Decoder.Growth(behind: 4, inputs: [inputs[5]])
    func refusal(_ growth: Decoder.Growth) -> DecoderError? {
      do { _ = try decoder.advance(tree, by: [good, growth]) } catch { return error }
      return nil
    }
    #expect(refusal(.init(behind: 4, inputs: [])) == .emptyRun(run: 1))
    // The node of the other growth of the same call is not there yet.
    #expect(refusal(.init(behind: 5, inputs: [inputs[6]])) == .unknownNode(run: 1, node: 5, count: 5))
    #expect(refusal(.init(behind: -1, inputs: [inputs[6]])) == .unknownNode(run: 1, node: -1, count: 5))
    #expect(
      refusal(.init(behind: 4, inputs: [TokenInput(token: -3)]))
        == .tokenOutOfRange(run: 1, token: -3, vocabularySize: decoder.config.vocabularySize))
    let longest = decoder.config.maximumLength
    #expect(
      refusal(.init(behind: 4, inputs: Array(repeating: inputs[6], count: longest)))
        == .sessionFull(run: 1, count: 5, added: longest, capacity: longest))
    #expect(tree.count == 5)
    #expect(try decoder.advance(tree, by: [good]) == [try alone(Array(inputs[...5]))])
    #expect(tree.bytesPerNode > 0)
  }
}
