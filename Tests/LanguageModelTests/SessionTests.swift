import Kernels
import Testing

@testable import LanguageModel

/// What sessions promise: the same bits however a stream is cut, batched, undone or shared out.
struct SessionTests {
  let decoder: Decoder
  let inputs: [TokenInput]
  /// The answers of one straight run.
  let straight: [DecoderOutput]

  init() throws {
    decoder = try Decoder(folder: modelFolder)
    let longest = try #require(GoldenCase.all().max { $0.inputs.count < $1.inputs.count })
    inputs = Array(longest.inputs.prefix(40))
    straight = try decoder.advance([.init(session: Session(decoder), inputs: inputs)], outputs: .all)[0]
  }

  func advance(_ session: Session, _ range: Range<Int>) throws -> [DecoderOutput] {
    try session.decoder.advance([.init(session: session, inputs: Array(inputs[range]))], outputs: .all)[0]
  }

  @Test(arguments: [[1, 40], [7, 8, 25, 40], Array(1...40)])
  func cuttingAStreamChangesNoBit(cuts: [Int]) throws {
    let session = Session(decoder)
    var answers: [DecoderOutput] = []
    for cut in cuts { answers += try advance(session, session.count..<cut) }
    #expect(answers == straight)
  }

  @Test func goingBackLeavesNoTrace() throws {
    let session = Session(decoder)
    _ = try advance(session, 0..<20)
    _ = try decoder.advance([.init(session: session, inputs: Array(inputs[30..<40]))])
    session.truncate(to: 20)
    #expect(session.count == 20)
    #expect(try advance(session, 20..<40) == Array(straight[20...]))
    session.truncate(to: 0)
    #expect(try advance(session, 0..<40) == straight)
  }

  @Test func aForkGoesItsOwnWay() throws {
    let session = Session(decoder)
    _ = try advance(session, 0..<20)
    let fork = session.fork()
    _ = try decoder.advance([.init(session: fork, inputs: Array(inputs[30..<40]))])
    #expect(try advance(session, 20..<40) == Array(straight[20...]))
    fork.truncate(to: 20)
    #expect(try advance(fork, 20..<40) == Array(straight[20...]))
  }

  @Test func companyInABatchChangesNoBit() throws {
    let starts = [0, 39, 12, 25, 1, 30]
    let sessions = starts.map { _ in Session(decoder) }
    for (session, start) in zip(sessions, starts) where start > 0 { _ = try advance(session, 0..<start) }
    let runs = zip(sessions, starts).map { Decoder.Run(session: $0, inputs: Array(inputs[$1...])) }
    let answers = try decoder.advance(runs, outputs: .all)
    for (start, answer) in zip(starts, answers) { #expect(answer == Array(straight[start...])) }
  }

  @Test(arguments: InstructionSet.available)
  func instructionsAndThreadsChangeNoBit(set: InstructionSet) throws {
    let count = set == .generic ? 6 : 40
    for threads in [1, 3] {
      let other = try Decoder(
        folder: modelFolder, compute: Compute(instructionSet: set, threads: threads))
      #expect(try advance(Session(other), 0..<count) == Array(straight[..<count]), "\(threads) threads")
    }
  }

  @Test func severalTasksMayShareADecoder() async throws {
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 {
        group.addTask { [decoder, inputs, straight] in
          let run = Decoder.Run(session: Session(decoder), inputs: inputs)
          return (try? decoder.advance([run], outputs: .all)[0]) == straight
        }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  @Test func theOrderOfFeaturesDoesNotMatter() throws {
    let turned = inputs.map { TokenInput(token: $0.token, features: $0.features.reversed()) }
    #expect(
      try decoder.advance([.init(session: Session(decoder), inputs: turned)], outputs: .all)[0] == straight)
  }

  @Test func lastIsTheLastOfAll() throws {
    let answers = try decoder.advance([.init(session: Session(decoder), inputs: inputs)])
    #expect(answers == [[straight[39]]])
    #expect(try decoder.advance([]).isEmpty)
  }

  @Test func faultyInputsAreRefusedAndChangeNothing() throws {
    let session = Session(decoder, capacity: 10)
    _ = try advance(session, 0..<5)
    let good = Decoder.Run(session: Session(decoder), inputs: inputs)
    func refused(_ inputs: [TokenInput], with error: DecoderError) {
      #expect(throws: error) {
        try decoder.advance([good, .init(session: session, inputs: inputs)])
      }
      #expect(session.count == 5 && good.session.count == 0)
    }
    refused([], with: .emptyRun(run: 1))
    refused([TokenInput(token: -1)], with: .tokenOutOfRange(run: 1, token: -1, vocabularySize: 2261))
    refused([TokenInput(token: 2261)], with: .tokenOutOfRange(run: 1, token: 2261, vocabularySize: 2261))
    let count = decoder.config.stateFacts
    for feature in [-1, Int32(count)] {
      refused(
        [TokenInput(token: 1, features: [feature])],
        with: .featureOutOfRange(run: 1, feature: feature, count: count))
    }
    refused([TokenInput(token: 1, features: [4, 9, 4])], with: .repeatedFeature(run: 1, feature: 4))
    refused(Array(inputs[5..<11]), with: .sessionFull(run: 1, count: 5, added: 6, capacity: 10))
    #expect(throws: DecoderError.repeatedSession(run: 1)) { try decoder.advance([good, good]) }
    let other = try Decoder(folder: modelFolder)
    #expect(throws: DecoderError.foreignSession(run: 0)) { try other.advance([good]) }
    #expect(try advance(session, 5..<10) == Array(straight[5..<10]))
  }

  @Test func capacityIsBoundedByTheModel() {
    #expect(Session(decoder).capacity == 256)
    #expect(Session(decoder, capacity: 1_000_000).capacity == 256)
  }
}
