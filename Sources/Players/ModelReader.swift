internal import LanguageModel
public import Xiangqi

/// The model reading one game: it keeps a cache, follows take-backs and changes to another game by itself,
/// and says what it thinks of the position.
///
/// A thought depends on the model, the conditioning and the game, never on what was read before. The
/// policy is asked with the whole conditioning. The outcome head is asked with the result left open, which
/// takes a second stream when a result is conditioned on; all streams advance in one call. A model that reads
/// keyframes says the outcome only at one, so there a second stream makes every position a keyframe.
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
  /// Whether the game is read with the colours exchanged too, and the answers averaged; of no effect on a
  /// model that reads whole games.
  public let averagesColours: Bool
  /// How much what tactics say of moves counts, for a model that is told of them: 1 as learned, 0 not at all.
  public let tacticsWeight: Double

  /// The game as it is, then in the other guises that are asked for.
  private let policyStreams: [TokenStream]
  /// The same to ask for the outcome; empty when the policy streams say it already.
  private let outcomeStreams: [TokenStream]

  private var streams: [TokenStream] { policyStreams + outcomeStreams }

  /// A reader of games.
  ///
  /// - Throws: `PlayerError.unknownPlayer` when the conditioning names a player the model does not know.
  public convenience init(
    model: XiangqiModel, conditioning: Conditioning = .open, averagesMirror: Bool = false,
    averagesColours: Bool = false, tacticsWeight: Double = 1
  ) throws(PlayerError) {
    try self.init(
      model: model, conditioning: conditioning, averagesMirror: averagesMirror,
      averagesColours: averagesColours, tacticsWeight: tacticsWeight, asksOutcome: true)
  }

  /// A reader that may leave out the stream for the outcome head; `Thought.wdl` is then of no use.
  init(
    model: XiangqiModel, conditioning: Conditioning, averagesMirror: Bool, averagesColours: Bool,
    tacticsWeight: Double = 1, asksOutcome: Bool
  ) throws(PlayerError) {
    for name in [conditioning.red, conditioning.black].compactMap({ $0 })
    where model.vocabulary.token(player: name) == nil {
      throw .unknownPlayer(name)
    }
    self.model = model
    self.conditioning = conditioning
    self.averagesMirror = averagesMirror
    self.averagesColours = averagesColours
    self.tacticsWeight = tacticsWeight
    let reflections = Reflection.all(mirror: averagesMirror, colours: averagesColours, layout: model.layout)
    policyStreams = reflections.map {
      TokenStream(
        ModelInputs(
          model: model, conditioning: conditioning, reflection: $0, tacticsWeight: Float(tacticsWeight)))
    }
    let policySaysOutcome = conditioning.result == nil && model.layout == .game
    outcomeStreams =
      asksOutcome && !policySaysOutcome
      ? reflections.map {
        TokenStream(
          ModelInputs(
            model: model, conditioning: conditioning.withOpenResult, reflection: $0, isKeyedAnew: true))
      } : []
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
      let tactics = indices.map { index in
        requests[index].reader.model.usesTactics ? Tactics(of: requests[index].game) : nil
      }
      let outputs = try advance(indices.map { requests[$0] }, tactics)
      for ((index, tactics), outputs) in zip(zip(indices, tactics), outputs) {
        let (reader, game) = requests[index]
        thoughts.append((index, reader.thought(outputs: outputs, game: game, tactics)))
      }
    }
    return thoughts.sorted { $0.index < $1.index }.map(\.thought)
  }

  /// The outputs of every stream of every reader, all of one model, in one call.
  private static func advance(
    _ requests: [Request], _ tactics: [Tactics?]
  ) throws(PlayerError) -> [[DecoderOutput]] {
    guard let decoder = requests.first?.reader.model.decoder else { return [] }
    let runs = zip(requests, tactics).flatMap { request, tactics in
      request.reader.streams.map { stream in
        Decoder.Run(session: stream.session, inputs: stream.prepare(for: request.game, tactics))
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
  private func thought(outputs: [DecoderOutput], game: Game, _ tactics: Tactics?) -> Thought {
    let answers = Array(zip(streams, outputs))
    let told = tactics.map { (game.position, $0) }
    let policies = answers.prefix(policyStreams.count).map {
      $0.inputs.probabilities($1, view: $0.view, told: told)
    }
    let outcomes = answers.suffix(policyStreams.count).map { $0.inputs.wdl($1, view: $0.view) }
    return Thought(
      probabilities: Self.mean(policies), legalMoves: game.position.legalMoves(),
      vocabulary: model.vocabulary, wdl: WDL.mean(outcomes))
  }

  /// The mean of some distributions over tokens, at least one.
  private static func mean(_ distributions: [[Double]]) -> [Double] {
    var sum = distributions[0]
    guard distributions.count > 1 else { return sum }
    for other in distributions.dropFirst() {
      for token in sum.indices { sum[token] += other[token] }
    }
    return sum.map { $0 / Double(distributions.count) }
  }
}
