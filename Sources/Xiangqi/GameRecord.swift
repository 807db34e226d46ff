/// A game as it is kept in a file: tags, moves with comments and variations, and how it came out.
///
/// A record says nothing about the rules; whoever builds one makes sure that its moves are legal.
public struct GameRecord: Sendable, Equatable {
  /// One heading of a game, such as `Red` = `胡荣华`.
  public struct Tag: Sendable, Hashable {
    /// The name, such as `Event`.
    public var name: String
    /// The text.
    public var value: String

    /// The tag of that name and text.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// One move of a line, with what was said about it and what could have been played instead.
  public struct Node: Sendable, Equatable {
    /// The move.
    public var move: Move
    /// Signs that judge the move, as PGN numbers them, 0…255: 1 a good move (!), 2 a mistake (?), 4 a blunder (??),
    /// 6 a questionable move (?!), 8 the only one.
    public var annotations: [Int]
    /// The comment after the move.
    public var comment: String?
    /// Other lines that could be played in place of this move and what follows it.
    public var variations: [[Node]]

    /// A move with its signs, comment and variations.
    public init(
      move: Move, annotations: [Int] = [], comment: String? = nil, variations: [[Node]] = []
    ) {
      self.move = move
      self.annotations = annotations
      self.comment = comment
      self.variations = variations
    }
  }

  /// The headings, in file order.
  public var tags: [Tag]
  /// The position before the first move.
  public var start: Position
  /// The comment before the first move.
  public var comment: String?
  /// The main line.
  public var line: [Node]
  /// How it came out; nil where the file does not say or the game goes on.
  public var outcome: Outcome?

  /// A record of those parts.
  public init(
    tags: [Tag] = [], start: Position = .start, comment: String? = nil, line: [Node] = [],
    outcome: Outcome? = nil
  ) {
    self.tags = tags
    self.start = start
    self.comment = comment
    self.line = line
    self.outcome = outcome
  }

  /// The moves of the main line.
  public var moves: [Move] { line.map(\.move) }

  /// The text of the first tag of that name.
  ///
  /// Setting it replaces that tag or appends one; setting nil removes it.
  public subscript(tag: String) -> String? {
    get { tags.first { $0.name == tag }?.value }
    set {
      let place = tags.firstIndex { $0.name == tag }
      switch (place, newValue) {
      case (let place?, let value?): tags[place].value = value
      case (let place?, nil): tags.remove(at: place)
      case (nil, let value?): tags.append(Tag(name: tag, value: value))
      case (nil, nil): break
      }
    }
  }
}
