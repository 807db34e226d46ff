import Catalog
import Screen
import Xiangqi

/// The table where there is no terminal: it reads lines and answers with lines, by the same rules and in the same words.
public struct LineTable: Sendable {
  /// What a line or an answer led to.
  public struct Reply: Sendable {
    /// What to print, without a line break at the end; empty for nothing.
    public var text: String
    /// What to do.
    public var effects: [TableEffect]
  }

  private var screen: GameScreen
  /// How many moves have been printed.
  private var announced = 0
  /// Whether the end of the game has been printed.
  private var isEndAnnounced = false

  /// A table without thoughts beside the board: they are shown when a hint is asked for.
  public init(_ context: TableContext) {
    var context = context
    context.settings.thoughts = .never
    screen = GameScreen(context)
    announced = screen.table.game.moves.count
  }

  /// Whether a game is being written.
  private var isSaving = false

  /// Whether an answer is owed, to be waited for before the next line is read: the model's, or that a game is written.
  public var isWaiting: Bool { screen.isThinking || isSaving }

  /// Whether the sitting is over.
  public var isFinished: Bool { screen.isFinished }

  private var say: Catalog { screen.say }

  /// The greeting and the board.
  public mutating func begin() -> Reply {
    let notice = screen.notice
    let effects = screen.update(.resize(columns: 80, rows: 24))
    let lines = [say(LineText.greeting), notice?.text, board, status].compactMap { $0 }
    return Reply(text: lines.joined(separator: "\n"), effects: effects)
  }

  /// Reads a line: a command, or else a move.
  public mutating func read(_ line: String) -> Reply {
    let words = line.split(maxSplits: 1, whereSeparator: \.isWhitespace).map(String.init)
    guard let command = words.first else { return Reply(text: "", effects: []) }
    let rest = words.count > 1 ? String(words[1].prefix(LineEdit.usualLimit)) : ""
    screen.notice = nil
    switch command.lowercased() {
    case "help", "?", "帮助": return Reply(text: say(LineText.help), effects: [])
    case "board", "棋盘": return Reply(text: "\(board)\n\(status)", effects: [])
    case "moves", "着法": return Reply(text: moveList, effects: [])
    case "undo", "悔棋": return reply(to: screen.undo(), withBoard: true)
    case "redo", "重走": return reply(to: screen.redo(), withBoard: true)
    case "hint", "提示": return reply(to: screen.askForHint())
    case "flip", "翻转":
      let effects = screen.change { $0.flipped.toggle() }
      return Reply(text: board, effects: effects)
    case "draw", "提和": return offerDraw()
    case "resign", "认输": return resign()
    case "fen": return rest.isEmpty ? Reply(text: screen.shownPosition.fen, effects: []) : setUp(rest)
    case "new", "新局": return newGame(rest)
    case "save", "保存": return save(to: rest)
    case "notation", "记谱": return chooseNotation(rest)
    case "quit", "exit", "退出": return end()
    default: return move(line)
    }
  }

  /// Takes the answer of an effect.
  public mutating func take(_ answer: TableAnswer) -> Reply {
    switch answer {
    case .saved, .fileFailed: isSaving = false
    default: break
    }
    return reply(to: screen.update(.message(answer)))
  }

  /// The end of the input, or `quit`: an unfinished game is kept.
  public mutating func end() -> Reply {
    Reply(text: say(LineText.goodbye), effects: screen.quit())
  }

  // MARK: Commands

  private mutating func move(_ line: String) -> Reply {
    if let reason = screen.refusalNow { return Reply(text: reason, effects: []) }
    do {
      let move = try screen.typedMove(line)
      return reply(to: screen.play(move))
    } catch {
      let text = say.sentence(error, in: screen.shownPosition, notation: screen.settings.notation)
      return Reply(text: text, effects: [])
    }
  }

  /// Between two people who share a keyboard the word of one stands for both.
  private mutating func offerDraw() -> Reply {
    guard screen.table.isBetweenPeople, screen.table.verdict == nil else {
      return reply(to: screen.offerDraw())
    }
    return reply(to: screen.end(Verdict(outcome: .draw, reason: .agreement)))
  }

  private mutating func resign() -> Reply {
    screen.openResign()
    return reply(to: screen.dialog == nil ? [] : screen.update(.key(.enter)))
  }

  private mutating func setUp(_ fen: String) -> Reply {
    screen.dialog = .prompt(Prompt(kind: .fen, text: fen))
    let effects = screen.update(.key(.enter))
    if case .prompt(let prompt) = screen.dialog {
      screen.dialog = nil
      return Reply(text: prompt.error ?? "", effects: [])
    }
    announced = 0
    return reply(to: effects, withBoard: true)
  }

  private mutating func newGame(_ side: String) -> Reply {
    let modes: [String: NewGameForm.Mode] = [
      "red": .red, "black": .black, "people": .people, "红": .red, "黑": .black, "双人": .people,
    ]
    screen.openNewGame(mode: modes[side.lowercased()] ?? .red)
    announced = 0
    return reply(to: screen.update(.key(.enter)), withBoard: true)
  }

  private mutating func save(to path: String) -> Reply {
    isSaving = true
    return Reply(
      text: "", effects: [.saveGame(screen.fileRecord, path: path.isEmpty ? screen.gamesFile : path)])
  }

  private mutating func chooseNotation(_ name: String) -> Reply {
    guard let notation = Notation(rawValue: name) else {
      return Reply(text: say(LineText.unknownNotation, name), effects: [])
    }
    return Reply(text: "", effects: screen.change { $0.notation = notation })
  }

  // MARK: Text

  /// What has happened since the last reply: moves with the board after them, notices, the state of the game.
  private mutating func reply(to effects: [TableEffect], withBoard: Bool = false) -> Reply {
    var lines: [String] = []
    let game = screen.table.game
    let news = max(announced, 0)..<max(announced, game.moves.count)
    for ply in news {
      let text = game.positions[ply].text(of: game.moves[ply], in: screen.settings.notation)
      lines.append("\(say.shortName(of: game.positions[ply].sideToMove)) \(text)")
    }
    announced = game.moves.count
    if let notice = screen.notice { lines.append(notice.text) }
    let isOver = screen.table.verdict != nil
    if withBoard || !news.isEmpty {
      lines += [board, status]
    } else if isOver, !isEndAnnounced {
      lines.append(status)
    }
    isEndAnnounced = isOver
    screen.notice = nil
    return Reply(text: lines.joined(separator: "\n"), effects: effects)
  }

  private var board: String { TextBoard.board(of: screen) }

  private var status: String { screen.statusText }

  private var moveList: String {
    let game = screen.table.game
    if game.moves.isEmpty { return say(LineText.noMoves) }
    let texts = zip(game.positions, game.moves).map { $0.text(of: $1, in: screen.settings.notation) }
    return say(LineText.moves, texts.joined(separator: " "))
  }
}
