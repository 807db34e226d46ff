internal import LanguageModel
internal import Xiangqi

/// One search, from its first question to its report.
struct SearchRun {
  let game: Game
  var tree: SearchTree
  var reader: LeafReader
  let settings: SearchSettings
  let limits: SearchLimits

  private var evaluations = 0
  private var mate: [Move]?
  private var transpositions: TranspositionTable

  init(
    game: Game, tree: SearchTree, reader: LeafReader, settings: SearchSettings, limits: SearchLimits
  ) {
    self.game = game
    self.tree = tree
    self.reader = reader
    self.settings = settings
    self.limits = limits
    transpositions = TranspositionTable(tree, plies: game.moves.count)
  }

  /// Searches to the end.
  mutating func go(
    elapsed: () -> Duration, isStopped: () -> Bool, progress: (SearchReport) -> Void
  ) throws(PlayerError) -> SearchReport {
    let budget = TimeBudget(limits.time, overhead: settings.overhead, atMost: limits.longest)
    if tree[0].edges.isEmpty { try readRoot() }
    if limits.moves.isEmpty {
      // A tenth of the time, at a few microseconds a position.
      let affordable = budget.longest.map { Int(min($0 / .microseconds(30), 1e9)) } ?? settings.mateEffort
      let effort = min(settings.mateEffort, affordable)
      mate = withoutActuallyEscaping(isStopped) { isStopped in
        var solver = MateSolver(game, effort: effort, isStopped: isStopped)
        return solver.solve()
      }
    }
    var reported = Duration.zero
    while mate == nil, !isFinished(budget, elapsed: elapsed()), !isStopped() {
      guard try step() else { break }
      let time = elapsed()
      if time - reported >= Self.reportInterval {
        reported = time
        progress(report(time: time))
      }
    }
    var report = report(time: elapsed())
    if mate == nil, let edge = tree.saferEdge(in: game.position, settings: settings) {
      let move = tree.edges[edge].move
      if let place = report.lines.firstIndex(where: { $0.moves.first == move }) {
        report.lines.insert(report.lines.remove(at: place), at: 0)
        report.depth = report.lines[0].moves.count
      }
    }
    return report
  }

  private static let reportInterval = Duration.milliseconds(200)

  /// Whether a limit is reached, or nothing is left to find out.
  private func isFinished(_ budget: TimeBudget, elapsed: Duration) -> Bool {
    if tree[0].proof != nil || reader.memory >= settings.memory { return true }
    if let most = limits.evaluations, evaluations >= most { return true }
    // Where every continuation is known to its end, visits cost nothing and find nothing.
    if let most = limits.evaluations, tree.visits >= Self.visitsPerEvaluation * (most + 1) { return true }
    if tree.visits >= Self.mostVisits { return true }
    if let depth = limits.depth, tree.visits > 1, tree.depth(limit: depth) >= depth { return true }
    guard let longest = budget.longest else { return false }
    return elapsed >= longest || (budget.endsWhenClear && isClear(longest, elapsed: elapsed))
  }

  private static let visitsPerEvaluation = 20
  private static let mostVisits = 50_000_000

  /// Whether no other move can catch up with the best one in the time that is left, or there is only one.
  private func isClear(_ longest: Duration, elapsed: Duration) -> Bool {
    let edges = tree.rankedEdges(of: 0)
    guard edges.count > 1 else { return true }
    guard evaluations >= 32, elapsed > .zero else { return false }
    let counts = edges.prefix(2).map { edge in
      tree.edges[edge].child < 0 ? 0 : Int(tree[Int(tree.edges[edge].child)].visits)
    }
    let left = Double(evaluations) * ((longest - elapsed) / elapsed)
    return Double(counts[0] - counts[1]) > left
  }

  /// Reads the position itself.
  private mutating func readRoot() throws(PlayerError) {
    var question = reader.question(aboutTrunk: game)
    if !limits.moves.isEmpty {
      let chosen = question.moves.filter(limits.moves.contains)
      if !chosen.isEmpty {
        question = .init(growth: question.growth, view: question.view, moves: chosen, told: question.told)
      }
    }
    let answer = try reader.answers(to: [question])[0]
    reader.extendTrunk(by: question.growth.inputs.count)
    evaluations += 1
    tree.expand(0, moves: answer.moves, temperature: settings.policyTemperature, token: answer.token)
    tree.begin()
    tree.record(answer.wdl, at: 0)
  }

  /// Collects some positions, asks the model about them and takes its answers; false when nothing was to be
  /// done.
  private mutating func step() throws(PlayerError) -> Bool {
    // A small tree is spoiled by visits made without knowing each other's outcome.
    var room = min(settings.batch, max(4, tree.visits / 8))
    if let most = limits.evaluations { room = min(room, most - evaluations) }
    var batch = Batch()
    var idle = 0
    while batch.leaves.count < room, idle < Self.idleVisits {
      var line = game
      let leaf = tree.descend(&line, settings: settings)
      if tree[leaf].pending > 1 {
        tree.withdraw(from: leaf)
        break
      }
      if let question = question(about: leaf, line) {
        add(question, for: leaf, to: &batch)
      } else {
        if tree[0].proof != nil { break }
        idle += 1
      }
    }
    let answers = batch.leaves.isEmpty ? [] : try reader.answers(to: reader.questions(about: batch.leaves))
    for (node, place) in batch.nodes {
      let answer = answers[place]
      tree.expand(
        node, moves: answer.moves, temperature: settings.policyTemperature, token: answer.token)
      tree.record(answer.wdl, at: node)
      transpositions.insert(node, for: batch.keys[place])
    }
    evaluations += answers.count
    return !answers.isEmpty || idle > 0 || tree[0].proof != nil
  }

  /// Positions that are put to the model in one call.
  private struct Batch {
    var leaves: [LeafReader.Leaf] = []
    /// The key of each leaf.
    var keys: [TranspositionTable.Key] = []
    /// The nodes that wait for an answer, with the place of the leaf: equal positions share one.
    var nodes: [(node: Int, place: Int)] = []
  }

  /// Puts a node into the batch, or lets it wait for the answer to the same position.
  private func add(
    _ question: (leaf: LeafReader.Leaf, key: TranspositionTable.Key), for node: Int, to batch: inout Batch
  ) {
    if settings.sharesTranspositions, let place = batch.keys.firstIndex(of: question.key) {
      batch.nodes.append((node, place))
    } else {
      batch.nodes.append((node, batch.leaves.count))
      batch.leaves.append(question.leaf)
      batch.keys.append(question.key)
    }
  }

  /// What the model is to be asked about a node; `nil`, and its visit has ended, where that is not needed.
  private mutating func question(
    about node: Int, _ line: Game
  ) -> (leaf: LeafReader.Leaf, key: TranspositionTable.Key)? {
    if let wdl = ending(of: node, line) {
      tree.record(wdl, at: node)
      if tree[node].proof != nil { tree.concludeProofs(from: node) }
      return nil
    }
    let key = TranspositionTable.Key(line)
    if settings.sharesTranspositions, let known = transpositions[key] {
      let wdl = tree.expectation(of: known)
      tree.expand(node, like: known)
      tree.record(wdl, at: node)
      return nil
    }
    let moves = line.position.legalMoves()
    if let mate = line.matingPly(among: moves) {
      tree.expand(node, mate: mate)
      tree.record(WDL(.win(for: tree[node].side)), at: node)
      tree.concludeProofs(from: node)
      return nil
    }
    let parent = tree[node].parent
    let leaf = LeafReader.Leaf(game: line, moves: moves, token: parent >= 0 ? tree[parent].token : -1)
    guard reader.canRead(leaf) else {
      // Past the end of the model's context a position is worth what the one before it is.
      tree.record(tree[parent].wdl, at: node)
      return nil
    }
    return (leaf, key)
  }

  /// So many visits without a question are made before it is looked whether time is up.
  private static let idleVisits = 256

  /// What is known of a node whose game has ended, or whose end is proved.
  private func ending(of leaf: Int, _ line: Game) -> WDL? {
    if let verdict = line.verdict { return WDL(verdict.outcome) }
    return tree[leaf].proof.map { WDL(.win(for: $0.winner)) }
  }

  /// What is known so far.
  private func report(time: Duration) -> SearchReport {
    var lines = tree.lines()
    if let mate {
      let side = game.position.sideToMove
      let place = lines.firstIndex { $0.moves.first == mate.first }
      var line =
        place.map { lines.remove(at: $0) } ?? SearchLine(moves: [], prior: 0, visits: 0, wdl: tree[0].wdl)
      line.moves = mate
      line.wdl = WDL(.win(for: side))
      line.mate = (mate.count + 1) / 2
      lines.insert(line, at: 0)
    }
    let wdl = mate == nil ? tree.expectation(of: 0) : WDL(.win(for: game.position.sideToMove))
    return SearchReport(
      lines: lines, wdl: wdl, evaluations: evaluations, depth: lines.first?.moves.count ?? 0, time: time)
  }
}

extension Game {
  /// The ply by one of some legal moves that leaves the opponent without a move; `nil` when none does.
  fileprivate func matingPly(among moves: [Move]) -> Ply? {
    moves.first { !position.playing($0).hasLegalMove }.map(ply)
  }
}
