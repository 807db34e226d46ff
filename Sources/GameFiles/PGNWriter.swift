public import Xiangqi

/// Writes games as PGN in UTF-8, after《中国象棋电脑应用规范（四）》.
///
/// `PGNReader` reads back an equal record, comments and variations to the letter, if the record's tags are such as a
/// reader keeps (see there) with the roster in order. Two things are lost: line ends inside tags, which
/// become spaces, and `\r` before `\n` in comments.
public struct PGNWriter: Sendable {
  /// Move text is broken into lines of at most this many characters, comments excepted.
  public static let columns = 80

  /// The notation of the moves.
  public let notation: Notation

  /// A writer for that notation: Chinese of either script, WXF, or ICCS (as `H2-E2`).
  public init(notation: Notation = .chinese) throws(GameFileError) {
    guard notation != .uciFairy else { throw .notationNotInFiles(notation) }
    self.notation = notation
  }

  /// The text of a game, from its first tag to the line end behind its result.
  ///
  /// Between two games of a file belongs an empty line. `number` is for errors.
  public func text(of game: GameRecord, number: Int = 1) throws(GameFileError) -> String {
    var output = MoveTextOutput(columns: Self.columns)
    output.comment(game.comment)
    try write(game.line, from: game.start, depth: 0, number: number, to: &output)
    output.word(result(of: game))
    return try tagSection(of: game, number: number) + "\n" + output.text + "\n"
  }

  private func result(of game: GameRecord) -> String { game.outcome?.notation ?? "*" }

  private func tagSection(of game: GameRecord, number: Int) throws(GameFileError) -> String {
    let unknown = ["Date": "????.??.??"]
    var tags = [GameRecord.Tag(name: "Game", value: "Chinese Chess")]
    var rest = game.tags.filter { !PGNTags.implied.contains($0.name) }
    for name in PGNTags.roster {
      if let place = rest.firstIndex(where: { $0.name == name }) {
        tags.append(rest.remove(at: place))
      } else {
        tags.append(GameRecord.Tag(name: name, value: unknown[name] ?? "?"))
      }
    }
    tags.append(GameRecord.Tag(name: "Result", value: result(of: game)))
    if game.start.fen != Position.start.fen {
      tags += [GameRecord.Tag(name: "SetUp", value: "1"), GameRecord.Tag(name: "FEN", value: game.start.fen)]
    }
    tags.append(GameRecord.Tag(name: "Format", value: formatName))
    var text = ""
    for tag in tags + rest {
      guard Self.isWritable(tag.name) else {
        throw .notWritable(game: number, "the tag name “\(tag.name.prefix(40))” is not a word")
      }
      text += "[\(tag.name) \"\(Self.escaped(tag.value))\"]\n"
    }
    return text
  }

  private var formatName: String {
    switch notation {
    case .chinese, .chineseTraditional: "Chinese"
    case .wxf: "WXF"
    case .iccs, .uciFairy: "ICCS"
    }
  }

  private static func isWritable(_ name: String) -> Bool {
    !name.isEmpty && name.unicodeScalars.allSatisfy { !PGNScanner.isSpace($0) && $0 != "\"" && $0 != "]" }
  }

  private static func escaped(_ value: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { text.append("\\") }
      text.append(scalar == "\n" || scalar == "\r" ? " " : scalar)
    }
    return String(text)
  }

  private func write(
    _ line: [GameRecord.Node], from start: Position, depth: Int, number: Int, to output: inout MoveTextOutput
  ) throws(GameFileError) {
    guard depth <= PGNGame.deepestVariation else {
      throw .notWritable(game: number, "its variations are more than \(PGNGame.deepestVariation) deep")
    }
    var position = start
    var needsNumber = true
    for node in line {
      if let refusal = position.refusal(of: node.move) {
        throw .notWritable(game: number, "its move \(node.move) is not legal: \(refusal)")
      }
      // A number stays with its move, so it is one word with it.
      let move = text(of: node.move, in: position)
      if position.sideToMove == .red {
        output.word("\(position.moveNumber). \(move)")
      } else {
        output.word(needsNumber ? "\(position.moveNumber)... \(move)" : move)
      }
      for annotation in node.annotations {
        guard (0...255).contains(annotation) else {
          throw .notWritable(game: number, "PGN has no sign $\(annotation); signs are $0 to $255")
        }
        output.word("$\(annotation)")
      }
      output.comment(node.comment)
      for variation in node.variations where !variation.isEmpty {
        output.open()
        try write(variation, from: position, depth: depth + 1, number: number, to: &output)
        output.close()
      }
      needsNumber = node.comment != nil || !node.variations.isEmpty
      position = position.playing(node.move)
    }
  }

  private func text(of move: Move, in position: Position) -> String {
    guard notation == .iccs else { return position.text(of: move, in: notation) }
    return "\(move.from)-\(move.to)".uppercased()
  }
}

/// Move text that grows word by word and begins a new line where the next word does not fit.
private struct MoveTextOutput {
  private(set) var text = ""
  private var column = 0
  private let columns: Int
  /// A parenthesis that the next word follows without a space.
  private var prefix = ""

  init(columns: Int) {
    self.columns = columns
  }

  mutating func word(_ word: String) {
    let word = prefix + word
    prefix = ""
    let length = word.unicodeScalars.count
    if column > 0, column + 1 + length > columns {
      newLine()
    } else if column > 0 {
      text += " "
      column += 1
    }
    text += word
    column += length
  }

  /// A comment, letter by letter.
  ///
  /// One that holds `}` cannot stand in braces and gets lines of its own behind `;`.
  mutating func comment(_ comment: String?) {
    guard let comment else { return }
    let scalars = comment.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    // The reader drops a carriage return before a line end.
    let lines = scalars.enumerated().map { place, line in
      String(line.last == "\r" && place < scalars.count - 1 ? line.dropLast() : line)
    }
    guard comment.unicodeScalars.contains("}") else {
      word("{" + lines.joined(separator: "\n") + "}")
      if lines.count > 1, let last = lines.last { column = last.unicodeScalars.count + 1 }
      return
    }
    if !prefix.isEmpty { word("") }
    for line in lines {
      if column > 0 { newLine() }
      text += ";" + line
      newLine()
    }
  }

  mutating func open() {
    prefix += "("
  }

  /// A closing parenthesis stays with the word before it.
  mutating func close() {
    text += ")"
    column += 1
  }

  private mutating func newLine() {
    text += "\n"
    column = 0
  }
}
