internal import Players
internal import Xiangqi

extension EngineServer {
  /// `position {startpos|fen F} [moves …]`.
  mutating func position(_ words: ArraySlice<Substring>) -> [Effect] {
    let split = words.firstIndex(of: "moves") ?? words.endIndex
    let setup = words[..<split]
    game = nil
    allowed = nil
    switch setup.first {
    case "startpos": game = Game()
    case "fen":
      do {
        game = Game(start: try Position(fen: setup.dropFirst().joined(separator: " ")))
      } catch {
        return [message("\(error)")]
      }
    default: return [message("position: use 'startpos' or 'fen', then 'moves'")]
    }
    for text in words[split...].dropFirst() {
      if let reason = play(text) {
        game = nil
        return [message("position: the move '\(text.prefix(20))' cannot be played: \(reason)")]
      }
    }
    return []
  }

  /// Plays a move; answers why it cannot be played.
  private mutating func play(_ text: Substring) -> String? {
    guard let move = RankNumbering.fromZero.move(of: text) else {
      return "it is not a move such as h2e2"
    }
    guard var played = game?.playedOn else { return nil }
    // Taken out while it grows, so that its moves are not copied each time.
    game = nil
    do {
      try played.play(move)
    } catch {
      return "\(error)"
    }
    game = played
    return nil
  }

  /// `banmoves …`: moves that are not to be played in the position.
  mutating func ban(_ words: ArraySlice<Substring>) -> [Effect] {
    guard let game else { return [] }
    let banned = Set(words.compactMap { RankNumbering.fromZero.move(of: $0) })
    allowed = game.position.legalMoves().filter { !banned.contains($0) }
    return []
  }

  /// `probe {startpos|fen F} [moves …]`: what is remembered of a position; here only what was last answered.
  mutating func probe(_ words: ArraySlice<Substring>) -> [Effect] {
    guard dialect == .ucci else { return [] }
    var asked = self
    _ = asked.position(words)
    var text = "pophash"
    if let last = lastAnswer, let best = last.report.best, asked.game?.position == last.position {
      let score = EngineScore(of: last.report.lines[0], for: last.position.sideToMove).text(.ucci)
      text += " bestmove \(best) lowerbound \(score) depth \(last.report.depth)"
      text += " upperbound \(score) depth \(last.report.depth)"
    }
    return [.write(text)]
  }
}

extension Game {
  /// The game, or when the board has ended it and a move is still possible, one that goes on from its position.
  ///
  /// Programs that drive engines may know other rules of repetition, or none, and ask for moves after what ends a
  /// game here. What came before is then forgotten: it has been judged.
  var playedOn: Game {
    guard verdict != nil, position.hasLegalMoves else { return self }
    let placement = Square.all.map { position[$0] }
    let fen = FEN(placement: placement, sideToMove: position.sideToMove, moveNumber: position.moveNumber)
    let start: Position
    do { start = try Position(fen) } catch { return self }
    let anew = Game(start: start, ruleset: ruleset)
    return anew.verdict == nil ? anew : Game(start: start, ruleset: .endless)
  }
}

extension Ruleset {
  /// Nothing but mate and stalemate ends the game: for positions that are over by every other rule.
  fileprivate static let endless = Ruleset(
    name: "endless", repetition: .ignored, naturalLimit: nil, drawsWithoutAttackers: false, citations: [])
}

extension Position {
  /// Whether the side to move can move.
  fileprivate var hasLegalMoves: Bool { !legalMoves().isEmpty }
}
