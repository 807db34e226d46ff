/// Who meets whom on a ladder, and how often: a small text file.
///
///     # name and strength of the player whose rating is given
///     anchor  random 0
///     # games of every two of the players below who meet; may change on the way, the smaller number counts
///     games   100
///     # each meets the next three of the list; 0 for everyone
///     meets   3
///     player  random    random
///     player  club      club
///     player  fairy     engine:/usr/games/fairy-stockfish,option.UCI_Variant=xiangqi,nodes=100
///
/// The players come from the weakest to the strongest, as far as that is known: far ones learn nothing from each other. Empty
/// lines and lines that begin with `#` are skipped.
public struct LadderPlan: Sendable, Hashable {
  /// A player of the list.
  public struct Player: Sendable, Hashable, Codable {
    /// Its name, which also names files.
    public let name: String
    /// What plays under it.
    public let specification: String
    /// How many games at most it plays with each other one; an even number.
    public let games: Int
  }

  /// Two places of the list.
  public struct Pairing: Sendable, Hashable {
    /// The place of the first player.
    public let first: Int
    /// The place of the second player, higher up.
    public let second: Int
    /// How many games they play.
    public let games: Int
  }

  /// The players, at least two, with different names.
  public let players: [Player]
  /// The place of the player whose rating is given.
  public let anchor: Int
  /// That rating.
  public let anchorRating: Double
  /// How many of the next players each one meets; 0 for all.
  public let meets: Int

  /// The largest number of players and of games of two.
  static let mostPlayers = 200
  static let mostGames = 1_000_000

  /// Reads a plan.
  public init(contentsOf bytes: [UInt8]) throws(LadderPlanError) {
    var draft = Draft()
    for (place, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
      let words = String(decoding: line, as: UTF8.self).split(
        maxSplits: 2, whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\r" })
      guard let keyword = words.first, !keyword.hasPrefix("#") else { continue }
      do { try draft.read(keyword: String(keyword), words.dropFirst().map(String.init)) } catch {
        throw .line(place + 1, error)
      }
    }
    guard draft.players.count >= 2 else { throw .tooFewPlayers(draft.players.count) }
    let name = draft.anchor?.name ?? draft.players[0].name
    guard let anchor = draft.players.firstIndex(where: { $0.name == name }) else {
      throw .unknownAnchor(name)
    }
    players = draft.players
    self.anchor = anchor
    anchorRating = draft.anchor?.rating ?? 0
    meets = draft.meets ?? 0
  }

  /// All who meet, in the order of the list.
  public var pairings: [Pairing] {
    players.indices.flatMap { first in
      let last = meets == 0 ? players.count - 1 : min(first + meets, players.count - 1)
      return (first + 1..<max(last + 1, first + 1)).map {
        Pairing(first: first, second: $0, games: min(players[first].games, players[$0].games))
      }
    }
  }
}

/// A plan while it is read.
private struct Draft {
  var players: [LadderPlan.Player] = []
  var anchor: (name: String, rating: Double)?
  var games = 100
  var meets: Int?

  mutating func read(keyword: String, _ words: [String]) throws(LadderPlanError.Problem) {
    switch keyword {
    case "player": try readPlayer(words)
    case "anchor":
      guard anchor == nil else { throw .twice(keyword) }
      guard words.count == 2, let rating = Double(words[1].trimmed), abs(rating) <= 10_000 else {
        throw .wrongAnchor
      }
      anchor = (words[0], rating)
    case "games":
      let number = try number(words, keyword, 2...LadderPlan.mostGames)
      guard number % 2 == 0 else { throw .oddGames(number) }
      games = number
    case "meets":
      guard meets == nil else { throw .twice(keyword) }
      meets = try number(words, keyword, 0...LadderPlan.mostPlayers)
    default: throw .unknownKeyword(String(keyword.prefix(40)))
    }
  }

  private mutating func readPlayer(_ words: [String]) throws(LadderPlanError.Problem) {
    guard words.count == 2, !words[1].trimmed.isEmpty else { throw .wrongPlayer }
    guard players.count < LadderPlan.mostPlayers else { throw .tooManyPlayers }
    let name = words[0]
    guard name.count <= 40, !name.hasPrefix("."),
      name.allSatisfy({ $0.isLetter || $0.isNumber || "-_.+".contains($0) })
    else { throw .wrongName(String(name.prefix(40))) }
    guard !players.contains(where: { $0.name == name }) else { throw .sameName(name) }
    players.append(LadderPlan.Player(name: name, specification: words[1].trimmed, games: games))
  }

  private func number(
    _ words: [String], _ keyword: String, _ range: ClosedRange<Int>
  ) throws(LadderPlanError.Problem) -> Int {
    guard words.count == 1, let number = Int(words[0]), range.contains(number) else {
      throw .wrongNumber(keyword, range)
    }
    return number
  }
}

extension String {
  /// Without the white space around it.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}

/// Why a file is no plan of a ladder.
public enum LadderPlanError: Error, Hashable, CustomStringConvertible {
  /// What can be wrong with a line.
  public enum Problem: Error, Hashable {
    /// The line begins with no known word.
    case unknownKeyword(String)
    /// A setting stands there twice.
    case twice(String)
    /// A player has no name or no specification.
    case wrongPlayer
    /// A name cannot name a file.
    case wrongName(String)
    /// Two players have one name.
    case sameName(String)
    /// There are too many players.
    case tooManyPlayers
    /// The anchor has no name or no rating.
    case wrongAnchor
    /// The games do not come in pairs.
    case oddGames(Int)
    /// A setting is no number of its range.
    case wrongNumber(String, ClosedRange<Int>)
  }

  /// A line is wrong.
  case line(Int, Problem)
  /// Nobody to play with.
  case tooFewPlayers(Int)
  /// The anchor is no player.
  case unknownAnchor(String)

  /// One sentence: what is wrong, where, and what would be right.
  public var description: String {
    switch self {
    case .line(let line, let problem): "line \(line): \(problem.description)"
    case .tooFewPlayers(let count):
      "a ladder has at least two players, this one has \(count); write “player NAME SPECIFICATION”"
    case .unknownAnchor(let name): "the anchor “\(name)” is none of the players"
    }
  }
}

extension LadderPlanError.Problem: CustomStringConvertible {
  /// What is wrong with the line.
  public var description: String {
    switch self {
    case .unknownKeyword(let word): "“\(word)” is not known; use player, anchor, games or meets"
    case .twice(let word): "“\(word)” stands here a second time"
    case .wrongPlayer: "a player is written “player NAME SPECIFICATION”"
    case .wrongName(let name): "“\(name)” is no name; use up to 40 letters, digits, - _ . and +"
    case .sameName(let name): "there are two players “\(name)”"
    case .tooManyPlayers: "there are more than \(LadderPlan.mostPlayers) players"
    case .wrongAnchor: "the anchor is written “anchor NAME RATING”"
    case .oddGames(let count): "games come in pairs, so \(count) of them cannot be played; use an even number"
    case .wrongNumber(let word, let range):
      "“\(word)” takes a number from \(range.lowerBound) to \(range.upperBound)"
    }
  }
}
