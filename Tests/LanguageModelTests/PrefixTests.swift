import LanguageModel
import Testing

/// Streams whose first tokens see each other whole.
struct PrefixTests {
  static let changes = ["prefix": "6", "history": "2", "state_embedding": "10", "wdl_head": "3"]
  static let inputs = (0..<20 as Range<Int32>).map { index in
    let facts: [Int32] = index < 5 ? [] : [index % 10]
    return TokenInput(token: index * 7 % 37, features: facts)
  }

  let model: TinyModel
  let decoder: Decoder
  /// The answers of one straight run.
  let straight: [DecoderOutput]

  init() throws {
    model = try TinyModel(Self.changes)
    decoder = try Decoder(folder: model.folder)
    straight = try decoder.advance(
      [.init(session: Session(decoder), inputs: Self.inputs)], outputs: .all)[0]
  }

  func advance(_ session: Session, _ range: Range<Int>) throws -> [DecoderOutput] {
    try decoder.advance([.init(session: session, inputs: Array(Self.inputs[range]))], outputs: .all)[0]
  }

  @Test func labelsStandTogetherAndTheOthersFollow() {
    let shape = decoder.config.streamShape
    #expect(shape == StreamShape(prefixLength: 6, tokensAtOrigin: 3))
    #expect((0..<8).map(shape.place) == [0, 0, 0, 1, 2, 3, 4, 5])
    #expect((0..<3).map(StreamShape().place) == [0, 1, 2])
    #expect((0..<3).map(StreamShape(tokensAtOrigin: 1).place) == [0, 1, 2])
  }

  @Test(arguments: [[6, 20], [7, 8, 20], Array(6...20)])
  func cuttingAStreamAfterItsPrefixChangesNoBit(cuts: [Int]) throws {
    let session = Session(decoder)
    var answers: [DecoderOutput] = []
    for cut in cuts { answers += try advance(session, session.count..<cut) }
    #expect(answers == straight)
  }

  @Test func theFirstTokensSeeTheLastOnesOfThePrefix() throws {
    var inputs = Self.inputs
    inputs[5] = TokenInput(token: 36)
    let changed = try decoder.advance([.init(session: Session(decoder), inputs: inputs)], outputs: .all)[0]
    #expect(changed[0] != straight[0])
    inputs = Self.inputs
    inputs[6] = TokenInput(token: 36)
    let later = try decoder.advance([.init(session: Session(decoder), inputs: inputs)], outputs: .all)[0]
    #expect(later[..<6] == straight[..<6])
    #expect(later[6] != straight[6])
  }

  @Test func aCutPrefixIsRefusedAndChangesNothing() throws {
    let session = Session(decoder)
    #expect(throws: DecoderError.brokenPrefix(run: 0, count: 0, added: 5, prefix: 6)) {
      try advance(session, 0..<5)
    }
    #expect(session.count == 0)
    _ = try advance(session, 0..<9)
    session.truncate(to: 3)
    let error = #expect(throws: DecoderError.self) { try advance(session, 3..<9) }
    #expect(
      error?.description
        == "decoder: run 0 takes its session from 3 tokens to 9, but a prefix of 6 tokens has to be read in "
        + "one run, from an empty session")
    session.truncate(to: 0)
    #expect(try advance(session, 0..<20) == straight)
    session.truncate(to: 6)
    #expect(try advance(session, 6..<20) == Array(straight[6...]))
  }

  @Test func eachSessionMayHaveAShapeOfItsOwn() throws {
    let causal = Session(decoder, shape: StreamShape())
    let wide = Session(decoder, shape: StreamShape(prefixLength: 9))
    let runs = [causal, wide].map { Decoder.Run(session: $0, inputs: Self.inputs) }
    let answers = try decoder.advance(runs, outputs: .all)
    let plain = try PlainDecoder(model)
    for (run, answers) in zip(runs, answers) {
      let expected = plain.answers(to: Self.inputs, shape: run.session.shape)
      for (answer, expected) in zip(answers, expected) {
        for (found, expected) in zip(answer.logits, expected.logits) {
          #expect(abs(Double(found) - expected) < 1e-4)
        }
      }
    }
  }

  @Test func aTreeSeesPrefixesWholeToo() throws {
    let tree = TokenTree(decoder)
    let whole = try decoder.advance(tree, by: [.init(behind: nil, inputs: Array(Self.inputs[..<9]))])
    #expect(whole == [straight[8]])
    let branches = try decoder.advance(
      tree,
      by: [.init(behind: 8, inputs: [Self.inputs[9]]), .init(behind: nil, inputs: Array(Self.inputs[..<7]))])
    #expect(branches == [straight[9], straight[6]])
    #expect(throws: DecoderError.brokenPrefix(run: 0, count: 0, added: 5, prefix: 6)) {
      try decoder.advance(tree, by: [.init(behind: nil, inputs: Array(Self.inputs[..<5]))])
    }
    #expect(tree.count == 17)
  }
}
