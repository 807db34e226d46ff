public import Xiangqi

/// Reads the games of a PGN file one at a time, in memory that does not grow with the file.
///
/// The format is that of《中国象棋电脑应用规范（四）》with the freedom that real files take: UTF-8 or GB18030, moves in Chinese
/// of either script, WXF or ICCS whatever the `Format` tag says, wide dots and spaces, no space after a move
/// number, `...` for Black, `White` for Red. `!`, `?!` and the like are read as the `$n` that
/// stand for them. Of what does not fit a record nothing is lost in silence: other signs become comments; a comment
/// before the first move of a variation joins that move's comment. Move numbers are not checked. Where the result behind the moves is `*`, the `Result` tag counts; where both name a result,
/// the one behind the moves does. Lines beginning with `%` are skipped, as PGN asks.
///
/// The tags `Game`, `Result`, `SetUp`, `FEN` and `Format` become the record's start and outcome or are implied, and those
/// that only say “unknown” (`?`, `????.??.??`) are left out; `PGNWriter` writes them again.
public struct PGNReader: ~Copyable {
  /// No game takes more bytes than this, comments and variations included.
  public static let longestGame = 1 << 26

  /// How far the reader was when it last stopped; what it must skip after an error.
  private enum State {
    case betweenGames, inTags, inMoveText
  }

  /// What ended the move text of a game.
  private enum End {
    /// A result; nil for `*`.
    case result(Outcome?)
    /// The next game, or the end of the file.
    case missing
  }

  private var scanner: PGNScanner
  private var state = State.betweenGames
  private var gameOffset = 0
  /// The encoding of the file.
  ///
  /// Offsets count bytes of its UTF-8 form.
  public let encoding: TextEncoding
  /// How many games were begun: the number of the game that `next` returned or threw at.
  public private(set) var gameNumber = 0
  /// The offset behind the last game that was complete: that ended with a result and a line end.
  ///
  /// What follows it in a file that was being written may be cut off.
  public private(set) var endOfCompleteGames = 0
  /// Whether the last game returned ended with a result and a line end.
  public private(set) var lastGameIsComplete = false
  private let markLength: Int

  /// A reader of a file in memory.
  public init(_ bytes: [UInt8]) throws(GameFileError) {
    let (text, encoding) = try TextEncoding.utf8(from: bytes)
    self.init(
      ByteStream(text), encoding: encoding, markLength: encoding == .utf8 ? bytes.count - text.count : 0)
  }

  /// A reader of a file, which is read twice: once to see its encoding, then game by game.
  ///
  /// Only a file that is not UTF-8 comes into memory as a whole, if it has no more than `FileIO.usualLimit`
  /// bytes.
  public init(path: String) throws(GameFileError) {
    let first = try OpenFile.reading(path)
    var check = UTF8Check()
    var piece: [UInt8] = []
    while try first.read(1 << 18, appendingTo: &piece) {
      check.add(piece)
      piece.removeAll(keepingCapacity: true)
    }
    if check.firstError == nil {
      // The scanner skips a byte order mark itself.
      self.init(ByteStream(try OpenFile.reading(path)), encoding: .utf8, markLength: 0)
    } else {
      try self.init(FileIO.read(path))
    }
  }

  private init(_ stream: ByteStream, encoding: TextEncoding, markLength: Int) {
    scanner = PGNScanner(stream)
    self.encoding = encoding
    self.markLength = markLength
    endOfCompleteGames = markLength
  }

  /// The next game, or nil at the end.
  ///
  /// After a game that cannot be read and threw, the next call goes on with the game behind it.
  public mutating func next() throws(GameFileError) -> GameRecord? {
    try findNextGame()
    try scanner.skipSpace()
    guard try scanner.peek() != nil else { return nil }
    gameNumber += 1
    scanner.game = gameNumber
    lastGameIsComplete = false
    state = .inTags
    gameOffset = scanner.offset
    let line = scanner.line
    var tags = PGNTags()
    while try scanner.peek() == "[" {
      let (name, value) = try scanner.tag()
      tags.add(name, value)
      try scanner.skipSpace()
    }
    state = .inMoveText
    let start = try tags.start(game: gameNumber, line: line)
    var game = PGNGame(start: start)
    let end = try moveText(into: &game)
    state = .betweenGames
    var outcome = tags.outcome
    if case .result(let named) = end {
      outcome = named ?? outcome
      lastGameIsComplete = try scanner.endLine()
    }
    if lastGameIsComplete { endOfCompleteGames = scanner.offset + markLength }
    return game.record(tags: tags.kept, outcome: outcome)
  }

  /// Reads move text up to its result, or to the next game or the end of the file.
  private mutating func moveText(into game: inout PGNGame) throws(GameFileError) -> End {
    while true {
      try scanner.skipSpace()
      guard scanner.offset - gameOffset <= Self.longestGame else {
        throw scanner.error("a game of more than \(Self.longestGame) bytes")
      }
      guard let first = try scanner.peek(), first != "[" else {
        guard game.depth == 0 else { throw scanner.error("a variation is not closed with )") }
        return .missing
      }
      switch try scanner.token() {
      case .comment(let text): game.say(text)
      case .annotation(let text): game.annotate(text)
      case .open:
        guard game.canBranch else { throw scanner.error("a variation needs a move before it") }
        guard game.depth < PGNGame.deepestVariation else {
          throw scanner.error("variations more than \(PGNGame.deepestVariation) deep")
        }
        game.branch()
      case .close:
        guard game.depth > 0 else { throw scanner.error(") without (") }
        game.endBranch()
      case .word(let word):
        switch PGNWord(word) {
        case .nothing: continue
        case .result(let outcome):
          // Some programs end a variation with a result.
          if game.depth == 0 { return .result(outcome) }
          game.say(word)
        case .move(let text, let annotation):
          if !text.isEmpty { game.play(try move(text, in: game.position)) }
          if !annotation.isEmpty { game.annotate(annotation) }
        }
      }
    }
  }

  private func move(_ text: String, in position: Position) throws(GameFileError) -> Move {
    do throws(NotationError) {
      return try position.move(text, in: PGNWord.isCoordinates(text) ? .iccs : .chinese)
    } catch {
      throw moveError(text, position, error)
    }
  }

  private func moveError(_ text: String, _ position: Position, _ error: NotationError) -> GameFileError {
    .move(
      .pgn, game: gameNumber, .line(scanner.line), number: position.moveNumber, side: position.sideToMove,
      text: error.text, reason: "\(error)")
  }

  /// Steps to the first line that begins a tag section, past the rest of a game that could not be read.
  private mutating func findNextGame() throws(GameFileError) {
    guard state != .betweenGames else { return }
    if !scanner.isAtLineStart { try scanner.skipLine() }
    if state == .inTags {
      while let first = try scanner.peek(), first == "[" || PGNScanner.isSpace(first) {
        try scanner.skipLine()
      }
    }
    while let first = try scanner.peek(), first != "[" { try scanner.skipLine() }
    state = .betweenGames
  }
}
