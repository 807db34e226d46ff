internal import Dispatch
internal import LanguageModel
internal import Synchronization
internal import Xiangqi

/// Asks the model about the positions of a search, many in one call.
///
/// A model that reads whole games reads every move once: the positions of a search are the nodes of one tree of tokens,
/// whose trunk is the game that was played. A model that reads keyframes is shown each position as one, and nothing
/// of it is kept.
struct LeafReader {
  /// What the model makes of a position.
  struct Answer {
    /// The moves asked about, the most probable first; the probabilities sum to 1.
    var moves: [RankedMove]
    var wdl: WDL
    /// The node of the last token; `nil` where nothing is kept.
    var token: Int?
  }

  /// A position to be read.
  struct Question: Sendable {
    let growth: Decoder.Growth
    let view: Viewpoint
    let moves: [Move]
    /// The position with its tactics, for a model that is told of moves.
    let told: (position: Position, tactics: Tactics)?
  }

  /// The tokens of the trunk and of all positions that were read behind it.
  let tree: TokenTree
  /// The nodes of the trunk: the prefix, then a token a move.
  private(set) var trunk: [Int] = []
  /// The game that the trunk holds the beginning of, from the move `first` on.
  private(set) var held: (game: Game, first: Int)?

  private let inputs: ModelInputs
  private let gainWeight: Double
  private var tacticsMemo = TacticsMemo()
  private var model: XiangqiModel { inputs.model }

  init(model: XiangqiModel, conditioning: Conditioning, gainWeight: Double) {
    self.gainWeight = gainWeight
    inputs = ModelInputs(model: model, conditioning: conditioning, isKeyedAnew: true)
    tree = TokenTree(model.decoder)
  }

  /// The memory of all tokens, in bytes.
  var memory: Int { tree.count * tree.bytesPerNode }

  /// So many plies deep positions can be read at least, before the context is full.
  private static let depth = 64

  /// Where the sequence begins in which the continuations of a game are read.
  private func first(_ game: Game) -> Int {
    let depth = min(Self.depth, model.context / 2)
    return inputs.firstMove(moveCount: game.moves.count + depth)
  }

  /// Makes `game` the trunk, to be read anew from its last move on.
  mutating func follow(_ game: Game) {
    _ = follow(game, searched: [], isKept: nil)
  }

  /// Makes `game` the trunk and keeps tokens that were read behind it.
  ///
  /// - Parameters:
  ///   - game: The game to be searched.
  ///   - searched: The tokens that follow the old trunk up to the end of the new game.
  ///   - isKept: Whether a token behind them stays, and with it all before it.
  /// - Returns: The new number of each token.
  mutating func follow(
    _ game: Game, searched: [Int], isKept: ((Int) -> Bool)?
  ) -> [Int?] {
    guard model.layout == .game else { return [] }
    let first = first(game)
    let prefix = model.layout.prefixLength
    var common = 0
    if let held, held.first == first, held.game.start == game.start {
      let shared = zip(held.game.moves, game.moves).prefix { $0 == $1 }.count
      let isExtended = shared == held.game.moves.count && trunk.count == prefix + shared - first
      if isExtended { trunk = path(trunk + searched) }
      let moves = isExtended ? shared + searched.count : shared
      if moves >= first { common = min(trunk.count, prefix + moves - first) }
    }
    let length = prefix + game.moves.count - first
    let kept = min(common, isKept == nil ? length - 1 : length)
    // What stands before the first move is read as a whole or not at all.
    trunk = kept < prefix ? [] : Array(trunk.prefix(kept))
    held = (game, first)
    let numbers = tree.keep(withParents(trunk: Set(trunk), isKept))
    trunk = trunk.compactMap { numbers[$0] }
    return numbers
  }

  /// The tokens up to the first that does not stand behind the one before it: the search takes that of a transposition
  /// there, which was read behind other moves.
  private func path(_ tokens: [Int]) -> [Int] {
    let end = tokens.indices.first { $0 > 0 && tree.parent(of: tokens[$0]) != tokens[$0 - 1] }
    return Array(tokens.prefix(end ?? tokens.count))
  }

  /// Whether each token stays: those of the trunk, those that are kept, and all before them.
  private func withParents(trunk: Set<Int>, _ isKept: ((Int) -> Bool)?) -> (Int) -> Bool {
    var stays = (0..<tree.count).map { trunk.contains($0) || (isKept?($0) ?? false) }
    for token in stays.indices.reversed() where stays[token] {
      if let parent = tree.parent(of: token) { stays[parent] = true }
    }
    return { stays[$0] }
  }

  /// The question about the end of the trunk.
  mutating func question(aboutTrunk game: Game) -> Question {
    let moves = game.position.legalMoves()
    let told = tacticsOfPly(game.moves.count, in: game).map { (game.position, $0) }
    guard model.layout == .game, let held else { return keyframe(game, moves: moves, told: told) }
    let view = inputs.view(from: game.positions[held.first])
    let prefix = model.layout.prefixLength
    var tokens =
      trunk.isEmpty ? inputs.prefix(moves: game.moves, positions: game.positions, first: held.first) : []
    for ply in held.first + max(0, trunk.count - prefix)..<game.moves.count {
      let tactics = tacticsOfPly(ply + 1, in: game)
      tokens.append(
        inputs.input(of: game.moves[ply], leadingTo: game.positions[ply + 1], view: view, tactics: tactics))
    }
    return Question(
      growth: .init(behind: trunk.last, inputs: tokens), view: view, moves: moves, told: told)
  }

  /// The tactics after so many plies, for a model that uses them.
  private mutating func tacticsOfPly(_ ply: Int, in game: Game) -> Tactics? {
    guard model.usesTactics else { return nil }
    let key = PositionKey(of: game.positions[ply], after: ply > 0 ? game.moves[ply - 1] : nil)
    if let known = tacticsMemo[key] { return known }
    let tactics = Tactics(
      of: game.positions[ply], recaptures: Tactics.recaptures(game.moves, game.positions, ply: ply))
    tacticsMemo[key] = tactics
    return tactics
  }

  /// A position to be read: a game one move longer than one whose last token is known.
  struct Leaf {
    let game: Game
    let moves: [Move]
    /// The last token of the game without its last move; -1 where it has none.
    let token: Int32
  }

  /// Whether the model can read on to a leaf.
  func canRead(_ leaf: Leaf) -> Bool {
    guard model.layout == .game, held != nil else { return true }
    return leaf.token >= 0 && tree.length(of: Int(leaf.token)) < model.context && !leaf.game.moves.isEmpty
  }

  /// The questions about some leaves that can be read.
  ///
  /// Tactics that are not known yet and the rows of features are worked out side by side on as many threads as the model
  /// has.
  mutating func questions(about leaves: [Leaf]) -> [Question] {
    let keys = leaves.map { PositionKey(of: $0.game.position, after: $0.game.moves.last) }
    let known = model.usesTactics ? keys.map { tacticsMemo[$0] } : []
    let usesTactics = model.usesTactics
    let view = held.map { inputs.view(from: $0.game.positions[$0.first]) } ?? .red
    let isGame = model.layout == .game && held != nil
    let worked = sideBySide(leaves.count) { [inputs] index in
      let game = leaves[index].game
      let tactics = usesTactics ? known[index] ?? Tactics(of: game) : nil
      let input =
        isGame
        ? game.moves.last.map {
          inputs.input(of: $0, leadingTo: game.position, view: view, tactics: tactics)
        } : nil
      return (tactics: tactics, input: input)
    }
    return leaves.indices.map { index in
      let (leaf, (tactics, input)) = (leaves[index], worked[index])
      if let tactics, known[index] == nil { tacticsMemo[keys[index]] = tactics }
      let told = tactics.map { (leaf.game.position, $0) }
      guard let input else { return keyframe(leaf.game, moves: leaf.moves, told: told) }
      return Question(
        growth: .init(behind: Int(leaf.token), inputs: [input]), view: view, moves: leaf.moves, told: told)
    }
  }

  /// What `work` gives for each of some numbers, worked out on as many threads as the model has.
  private func sideBySide<Result: Sendable>(_ count: Int, _ work: @Sendable (Int) -> Result) -> [Result] {
    guard model.usesTactics, model.decoder.threads > 1, count > 1 else { return (0..<count).map(work) }
    let results = Mutex([Result?](repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
      let result = work(index)
      results.withLock { $0[index] = result }
    }
    return results.withLock { $0.compactMap(\.self) }
  }

  private func keyframe(_ game: Game, moves: [Move], told: (Position, Tactics)?) -> Question {
    let first = game.moves.count
    return Question(
      growth: .init(
        behind: nil, inputs: inputs.prefix(moves: game.moves, positions: game.positions, first: first)),
      view: inputs.view(from: game.position), moves: moves, told: told)
  }

  /// The answers to some questions, in one call.
  mutating func answers(to questions: [Question]) throws(PlayerError) -> [Answer] {
    let known = tree.count
    let outputs: [DecoderOutput]
    do { outputs = try model.decoder.advance(tree, by: questions.map(\.growth)) } catch {
      throw .decoder(error)
    }
    let found = sideBySide(questions.count) { [inputs, gainWeight] index in
      let (question, output) = (questions[index], outputs[index])
      return (
        moves: inputs.ranked(question, output), wdl: inputs.wdl(question, output, gainWeight: gainWeight)
      )
    }
    var last = known - 1
    let answers = zip(questions, found).map { question, found in
      last += question.growth.inputs.count
      return Answer(moves: found.moves, wdl: found.wdl, token: model.layout == .game ? last : nil)
    }
    if model.layout != .game { tree.truncate(to: known) }
    return answers
  }

  /// Takes the tokens of the answer about the trunk as the trunk.
  mutating func extendTrunk(by count: Int) {
    guard model.layout == .game else { return }
    trunk += tree.count - count..<tree.count
  }
}

extension ModelInputs {
  /// How the game will end, with what the side to move wins at once.
  fileprivate func wdl(_ question: LeafReader.Question, _ output: DecoderOutput, gainWeight: Double) -> WDL {
    let wdl = wdl(output, view: question.view)
    guard let (position, tactics) = question.told else { return wdl }
    return wdl.shifted(by: gainWeight * Double(tactics.gain), for: position.sideToMove)
  }

  /// The model's distribution over the legal moves alone.
  fileprivate func ranked(_ question: LeafReader.Question, _ output: DecoderOutput) -> [RankedMove] {
    let logits: [Float]
    if let (position, tactics) = question.told {
      let told = self.logits(ofMovesIn: position, tactics, output, view: question.view)
      let all = Dictionary(uniqueKeysWithValues: zip(tactics.moves.map(\.move), told))
      logits = question.moves.map { all[$0] ?? -Float.infinity }
    } else {
      logits = question.moves.map { move in
        model.vocabulary.token(of: question.view.move(move)).map { output.logits[$0] } ?? -Float.infinity
      }
    }
    return zip(question.moves, softmax(logits)).map { RankedMove(move: $0, probability: $1) }
      .sortedByProbability()
  }
}
