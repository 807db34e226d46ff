internal import LanguageModel
public import Xiangqi

/// The model reading one game: it keeps a cache, follows take-backs and changes to another game by itself,
/// and says what it thinks of the position.
///
/// A thought depends on the model, the conditioning and the game, never on what was read before. The
/// policy is asked with the whole conditioning. The outcome head is asked with the result left open, which
/// takes a second stream when a result is conditioned on; all streams advance in one call.
///
/// A reader belongs to one task at a time.
public final class ModelReader {
  /// One reader with the game it is to think about.
  public typealias Request = (reader: ModelReader, game: Game)

  /// The model that reads.
  public let model: XiangqiModel
  /// What the model is told before the first move.
  public let conditioning: Conditioning
  /// Whether the mirrored game is read too and both answers averaged.
  public let averagesMirror: Bool

  /// The game as it is, then mirrored where that is asked for.
  private let policyStreams: [TokenStream]
  /// The same with the result left open; empty when the policy streams are so already.
  private let outcomeStreams: [TokenStream]

  private var streams: [TokenStream] { policyStreams + outcomeStreams }

  /// A reader of games.
  ///
  /// - Throws: `PlayerError.unknownPlayer` when the conditioning names a player the model does not know.
  public convenience init(
    model: XiangqiModel, conditioning: Conditioning = .open, averagesMirror: Bool = false
  ) throws(PlayerError) {
    try self.init(
      model: model, conditioning: conditioning, averagesMirror: averagesMirror, asksOutcome: true)
  }

  /// A reader that may leave out the stream for the outcome head; `Thought.wdl` then says only what the
  /// result token said.
  init(
    model: XiangqiModel, conditioning: Conditioning, averagesMirror: Bool, asksOutcome: Bool
  ) throws(PlayerError) {
    for name in [conditioning.red, conditioning.black].compactMap({ $0 })
    where model.vocabulary.token(player: name) == nil {
      throw .unknownPlayer(name)
    }
    self.model = model
    self.conditioning = conditioning
    self.averagesMirror = averagesMirror
    let views = averagesMirror ? [false, true] : [false]
    policyStreams = views.map { TokenStream(model: model, conditioning: conditioning, mirrored: $0) }
    let needsOpenResult = asksOutcome && conditioning.result != nil
    outcomeStreams =
      needsOpenResult
      ? views.map { TokenStream(model: model, conditioning: conditioning.withOpenResult, mirrored: $0) }
      : []
  }

  /// What the model thinks of the position a game has reached.
  ///
  /// The thought has no moves when none is legal.
  public func think(about game: Game) throws(PlayerError) -> Thought {
    try Self.think([(self, game)])[0]
  }

  /// The thoughts of many readers, found in one advance for each model among them.
  ///
  /// - Parameter requests: Readers, each at most once, with their games.
  /// - Returns: One thought a request, the same that the reader would have alone, bit for bit.
  /// - Throws: `PlayerError.decoder` when the decoder fails; the readers can be used on.
  public static func think(_ requests: [Request]) throws(PlayerError) -> [Thought] {
    precondition(
      Set(requests.map { ObjectIdentifier($0.reader) }).count == requests.count,
      "A reader can follow one game at a time, so it may stand in a batch once.")
    let models = Dictionary(grouping: requests.indices) { ObjectIdentifier(requests[$0].reader.model) }
    var thoughts: [(index: Int, thought: Thought)] = []
    for indices in models.values {
      let outputs = try advance(indices.map { requests[$0] })
      for (index, outputs) in zip(indices, outputs) {
        let request = requests[index]
        thoughts.append((index, request.reader.thought(outputs: outputs, game: request.game)))
      }
    }
    return thoughts.sorted { $0.index < $1.index }.map(\.thought)
  }

  /// The outputs of every stream of every reader, all of one model, in one call.
  private static func advance(_ requests: [Request]) throws(PlayerError) -> [[DecoderOutput]] {
    guard let decoder = requests.first?.reader.model.decoder else { return [] }
    let runs = requests.flatMap { request in
      request.reader.streams.map { stream in
        Decoder.Run(session: stream.session, inputs: stream.prepare(for: request.game))
      }
    }
    let outputs: [[DecoderOutput]]
    do { outputs = try decoder.advance(runs, outputs: .last) } catch { throw .decoder(error) }
    var rest = outputs.map { $0[0] }[...]
    return requests.map { request in
      let count = request.reader.streams.count
      defer { rest = rest.dropFirst(count) }
      return Array(rest.prefix(count))
    }
  }

  /// The thought in the outputs of this reader's streams.
  private func thought(outputs: [DecoderOutput], game: Game) -> Thought {
    let policies = outputs.prefix(policyStreams.count).map { softmax($0.logits) }
    let outcomes = outputs.suffix(policyStreams.count).map { WDL(logits: $0.outcome) }
    return Thought(
      probabilities: policies.count == 1 ? policies[0] : averaged(policies[0], mirrored: policies[1]),
      legalMoves: game.position.legalMoves(),
      vocabulary: model.vocabulary,
      wdl: outcomes.count == 1 ? outcomes[0] : outcomes[0].averaged(with: outcomes[1]))
  }

  /// The mean of a distribution over tokens and of one over the tokens of the mirrored game.
  private func averaged(_ plain: [Double], mirrored: [Double]) -> [Double] {
    zip(plain, model.vocabulary.mirrorPermutation).map { ($0 + mirrored[$1]) / 2 }
  }
}

extension WDL {
  /// The outcome head's answer: logits of Red wins, draw, Black wins.
  init(logits: [Float]) {
    let probabilities = softmax(logits)
    self.init(red: probabilities[0], draw: probabilities[1], black: probabilities[2])
  }
}
