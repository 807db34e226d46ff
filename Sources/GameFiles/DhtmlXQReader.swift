public import Xiangqi

/// Reads DhtmlXQ, the text blocks of dpxq.com: `[DhtmlXQ_binit]…[/DhtmlXQ_binit]` and so on, alone or inside a
/// page of HTML, in UTF-8 or GB18030.
///
/// `binit` has the start position, `movelist` the main line, four digits a move, both counted from the top left
/// corner. `move_P_N_V` is variation V, which replaces move N (counted from the start) of line P, 0 being
/// the main line; `commentN` and `commentV_N` stand behind move N, with `||` for a line end. Titles and names become
/// tags; fields that only serve the site (`ver`, `hits`, `owner` …) are left out.
public enum DhtmlXQReader {
  private static let tags: [(field: String, tag: String)] = [
    ("event", "Event"), ("place", "Site"), ("date", "Date"), ("round", "Round"), ("redname", "Red"),
    ("red", "Red"), ("blackname", "Black"), ("black", "Black"), ("title", "Title"), ("redteam", "RedTeam"),
    ("blackteam", "BlackTeam"), ("open", "Opening"), ("timerule", "TimeControl"), ("author", "Author"),
    ("remark", "Annotator"),
  ]

  /// The games of a text; a page may hold several blocks.
  ///
  /// Each begins with `[DhtmlXQ]`, or with a field that the game before it already has.
  public static func read(_ bytes: [UInt8]) throws(GameFileError) -> [GameRecord] {
    let text = try TextEncoding.utf8(from: bytes).text
    var scanner = DhtmlXQScanner(text)
    var games: [GameRecord] = []
    var block = DhtmlXQBlock(line: 1)
    while let field = try scanner.next(game: games.count + 1) {
      if field.name.isEmpty || block.fields[field.name] != nil {
        if block.isGame { games.append(try game(block, number: games.count + 1)) }
        block = DhtmlXQBlock(line: field.line)
      }
      if !field.name.isEmpty { block.add(field) }
    }
    if block.isGame { games.append(try game(block, number: games.count + 1)) }
    guard !games.isEmpty else {
      throw .malformed(.dhtmlxq, game: 1, .line(1), "there is no [DhtmlXQ_movelist] and no [DhtmlXQ_binit]")
    }
    return games
  }

  private static func game(_ block: DhtmlXQBlock, number: Int) throws(GameFileError) -> GameRecord {
    var record = GameRecord()
    for (field, tag) in tags where record[tag] == nil {
      if let value = block.fields[field]?.trimmed, !value.isEmpty { record[tag] = value }
    }
    record.outcome = outcome(block.fields["result"]?.trimmed ?? "")
    let tree = try DhtmlXQMoves(block, game: number)
    record.comment = tree.startComment
    record.start = try start(block, firstMove: tree.tree.firstMove, number: number)
    record.line = try tree.tree.line(from: record.start) { position, move, reason in
      .move(
        .dhtmlxq, game: number, .line(block.line), number: position.moveNumber, side: position.sideToMove,
        text: move.iccs, reason: reason)
    }
    return record
  }

  private static func start(
    _ block: DhtmlXQBlock, firstMove: Move?, number: Int
  ) throws(GameFileError) -> Position {
    guard let digits = block.digits("binit"), !digits.isEmpty else { return .start }
    guard digits.count == 64 else {
      throw .malformed(
        .dhtmlxq, game: number, .line(block.line), "binit has \(digits.count) digits and needs 64")
    }
    let squares = stride(from: 0, to: 64, by: 2).map { square(digits[$0], digits[$0 + 1]) }
    guard let fen = PieceLayout.fen(squares, firstMove: firstMove) else {
      throw .malformed(.dhtmlxq, game: number, .line(block.line), "binit puts two pieces on one square")
    }
    do {
      return try Position(fen: fen)
    } catch {
      throw .position(.dhtmlxq, game: number, .line(block.line), error)
    }
  }

  /// The square at x from the left and y from the top, nil for 99 and others off the board.
  static func square(_ x: Int, _ y: Int) -> Square? {
    x < 9 ? Square(file: x, rank: 9 - y) : nil
  }

  private static func outcome(_ text: String) -> Outcome? {
    switch text {
    case "红胜", "紅勝", "红先胜", "先胜": .redWins
    case "黑胜", "黑勝", "红先负", "先负", "后胜": .blackWins
    case "和棋", "和局", "和", "红先和", "先和": .draw
    default: Outcome(notation: text)
    }
  }
}

/// The moves of a block with their variations and comments, as a tree.
struct DhtmlXQMoves {
  /// A line: where it begins, counted in moves from the start, and the nodes of its moves.
  private struct Line {
    var first: Int
    var nodes: [Int]
  }

  private(set) var tree = MoveTree()
  private let block: DhtmlXQBlock
  private let game: Int
  private var lines: [Int: Line] = [:]

  var startComment: String? { block.comment(line: 0, move: 0) }

  init(_ block: DhtmlXQBlock, game: Int) throws(GameFileError) {
    self.block = block
    self.game = game
    try add(line: 0, first: 1, digits: block.digits("movelist") ?? [], at: .root)
    var waiting = block.variations
    while !waiting.isEmpty {
      // A variation may be listed before the line it belongs to.
      var left: [DhtmlXQBlock.Variation] = []
      for variation in waiting {
        guard let parent = lines[variation.parent] else {
          left.append(variation)
          continue
        }
        guard variation.move >= parent.first, variation.move - parent.first < parent.nodes.count,
          lines[variation.number] == nil
        else { throw error("\(variation.name) replaces a move that its line does not have") }
        try add(
          line: variation.number, first: variation.move, digits: variation.digits,
          at: .alternative(to: parent.nodes[variation.move - parent.first]))
      }
      if left.count == waiting.count { throw error("\(left[0].name) belongs to a line that is not there") }
      waiting = left
    }
  }

  private mutating func add(line: Int, first: Int, digits: [Int], at slot: MoveTree.Slot)
    throws(GameFileError)
  {
    guard digits.count % 4 == 0 else {
      throw error("a list of moves has \(digits.count) digits, four make a move")
    }
    var nodes: [Int] = []
    for place in stride(from: 0, to: digits.count, by: 4) {
      guard let from = DhtmlXQReader.square(digits[place], digits[place + 1]),
        let to = DhtmlXQReader.square(digits[place + 2], digits[place + 3])
      else { throw error("move \(first + place / 4) leaves the board") }
      let comment = block.comment(line: line, move: first + place / 4)
      let slot = nodes.last.map { .child(of: $0) } ?? slot
      nodes.append(tree.add(Move(from: from, to: to), comment: comment, at: slot))
    }
    lines[line] = Line(first: first, nodes: nodes)
  }

  private func error(_ problem: String) -> GameFileError {
    .malformed(.dhtmlxq, game: game, .line(block.line), problem)
  }
}
