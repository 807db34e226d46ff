internal import LanguageModel
internal import Xiangqi

/// The openings of a match.
///
/// A text file: one opening a line, as moves in ICCS from the usual start with single blanks between (`h2e2 h9g7`), or as a
/// FEN. What follows a tab is for people. Empty lines and lines that begin with `#` are skipped.
public struct OpeningBook: Sendable, Hashable {
  /// The openings, in file order; at least one.
  public let openings: [Opening]

  /// A book of some openings, at least one.
  public init(_ openings: [Opening]) {
    precondition(!openings.isEmpty, "A book has at least one opening.")
    self.openings = openings
  }

  /// Only the usual start.
  public static let none = OpeningBook([.none])

  /// More moves than any opening has.
  static let longestLine = 200

  /// Reads a book.
  public init(contentsOf bytes: [UInt8]) throws(OpeningBookError) {
    var openings: [Opening] = []
    for (place, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let text = String(decoding: line.prefix { $0 != 0x09 && $0 != 0x0D }, as: UTF8.self)
      guard !text.hasPrefix("#"), text.contains(where: { $0 != " " }) else { continue }
      openings.append(try Self.opening(text, line: place + 1))
    }
    guard !openings.isEmpty else { throw .empty }
    self.openings = openings
  }

  private static func opening(_ text: String, line: Int) throws(OpeningBookError) -> Opening {
    do {
      if text.contains("/") { return try Opening(start: Position(fen: text)) }
      let words = text.split(separator: " ")
      guard words.count <= longestLine else { throw OpeningBookError.tooLong(line: line) }
      let moves = try words.map { word in
        guard let move = Move(iccs: word) else {
          throw OpeningBookError.noMove(line: line, text: String(word.prefix(20)))
        }
        return move
      }
      return try Opening(moves: moves)
    } catch let error as OpeningBookError {
      throw error
    } catch {
      throw .unplayable(line: line, reason: "\(error)")
    }
  }

  /// The opening of a pair of games, from 1 on.
  ///
  /// Every opening comes once before one comes again, in an order that follows from the seed.
  func opening(ofPair pair: Int, order: [Int]) -> Opening {
    openings[order[(pair - 1) % order.count]]
  }

  /// The order in which a match of that seed takes the openings.
  func order(seed: UInt64) -> [Int] {
    var generator = SeededGenerator(seed: seed)
    return openings.indices.shuffled(using: &generator)
  }
}

/// Why a file is no book of openings.
public enum OpeningBookError: Error, Hashable, CustomStringConvertible {
  /// There is no opening in it.
  case empty
  /// A word is no move.
  case noMove(line: Int, text: String)
  /// A line has too many moves.
  case tooLong(line: Int)
  /// A position or a move cannot be, or ends the game.
  case unplayable(line: Int, reason: String)

  /// One sentence: what is wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .empty: "the book holds no opening; write one a line, as moves like h2e2 h9g7 or as a FEN"
    case .noMove(let line, let text): "line \(line): “\(text)” is no move; write moves like h2e2"
    case .tooLong(let line): "line \(line): an opening has at most \(OpeningBook.longestLine) moves"
    case .unplayable(let line, let reason): "line \(line): the opening cannot be played: \(reason)"
    }
  }
}
