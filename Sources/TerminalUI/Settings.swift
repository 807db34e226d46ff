public import Catalog
public import Players
public import Xiangqi

/// The colours the table is drawn in.
public enum ThemeName: String, CaseIterable, Sendable, Hashable {
  case night, paper, wood, mono
}

/// The characters pieces are shown with on a board of Han characters.
public enum PieceSet: String, CaseIterable, Sendable, Hashable {
  /// Red in simplified script, Black in traditional: 车马炮 and 車馬砲.
  case mixed
  /// As on wooden sets: 俥傌炮 and 車馬砲.
  case traditional
}

/// When the model's thoughts are shown.
public enum ThoughtsShown: String, CaseIterable, Sendable, Hashable {
  /// Only what it thought before its own moves, so that nothing gives away the player's best move.
  case opponent
  /// For every position.
  case always
  case never
}

/// What a player has chosen, kept from one sitting to the next.
public struct Settings: Sendable, Hashable {
  /// The language of the interface; nil follows the environment.
  public var language: Language?
  /// The colours.
  public var theme = ThemeName.night
  /// How moves are written.
  public var notation = Notation.chinese
  /// The pieces' characters.
  public var pieces = PieceSet.mixed
  /// Whether the board is drawn with letters and `+ - |`.
  public var ascii = false
  /// Whether Black sits at the bottom.
  public var flipped = false
  /// Whether h, j, k and l move the cursor.
  public var viKeys = true
  /// When the model's thoughts are shown.
  public var thoughts = ThoughtsShown.opponent
  /// Whether a check rings the bell.
  public var bell = false
  /// The clock of the last new game.
  public var clock = TimeControl.none
  /// The level of the last new game.
  public var level = Level.amateur
  /// The player the model imitates, nil for nobody in particular.
  public var persona: String?
  /// The commands of the engines that have been named, the latest first.
  public var engines: [String] = []
  /// The engine that was the last opponent, nil for the model.
  public var opponentEngine: String?
  /// Milliseconds that an engine has for a move where no clock runs.
  public var engineTime = 1000
  /// The engine that is asked beside the model when a game is analysed.
  public var analysisEngine: String?
  /// Milliseconds between moves when the model plays itself.
  public var watchDelay = 1000
  /// Lines of the file that this version does not know; they are written back as they were.
  public var unknownLines: [String] = []

  /// The settings of a first start.
  public init() {}
}
