public import EngineProtocol
public import GameFiles
public import Players
public import Xiangqi

/// A model at the board: what decides how it plays.
public struct OpponentChoice: Sendable, Hashable {
  /// Its strength.
  public var level: Level
  /// The player it imitates, nil for nobody in particular.
  public var persona: String?

  /// An opponent of that level, in the manner of `persona`.
  public init(level: Level, persona: String? = nil) {
    self.level = level
    self.persona = persona
  }
}

/// What the table wants done in the world.
///
/// Thoughts carry an id, which their answer carries back.
public enum TableEffect: Sendable {
  /// Choose a move for the side to move; answered by ``TableAnswer/decided(id:move:remark:thought:)``.
  ///
  /// `time` is what a clock allows; with `explains` the thought comes with what a search found, whatever the level.
  case think(
    id: Int, game: Game, opponent: OpponentChoice, seed: UInt64, time: SearchTime?, explains: Bool)
  /// Say what the model makes of the position; answered by ``TableAnswer/evaluated(id:thought:)``.
  case evaluate(id: Int, game: Game)
  /// Search for a move to recommend; answered by ``TableAnswer/hinted(id:_:)``.
  case hint(id: Int, game: Game)
  /// Would `opponent`, who plays `side`, take a draw? Answered by ``TableAnswer/drawAnswered(id:accepted:remark:)``.
  case answerDraw(id: Int, game: Game, opponent: OpponentChoice, side: Side, seed: UInt64)
  /// Ask an engine for the move of the side to move; answered by ``TableAnswer/decided(id:move:remark:thought:)`` or
  /// ``TableAnswer/engineFailed(id:engine:_:)``.
  case askEngine(id: Int, game: Game, engine: EngineChoice, clock: GameClock)
  /// Ask an engine what it makes of a position, beside the model; answered by ``TableAnswer/advised(id:_:)`` or
  /// ``TableAnswer/adviceFailed(id:_:)``. An older such question is dropped.
  case advise(id: Int, game: Game, engine: EngineChoice)
  /// Start an engine and see whether it can be played with; answered by ``TableAnswer/engineReady(name:)`` or
  /// ``TableAnswer/engineUnavailable(_:)``.
  case tryEngine(EngineChoice)
  /// Look at the positions of a game from one on, with an engine beside the model if there is one; each is answered by
  /// ``TableAnswer/analyzed(id:_:)``.
  case analyze(id: Int, game: Game, from: Int, engine: EngineChoice?)
  /// Stop looking at positions; nothing answers.
  case cancelAnalysis
  /// Stop whatever is being thought; nothing answers.
  case cancelThinking
  /// Add a game to a PGN file, which is made where there is none.
  case saveGame(GameRecord, path: String)
  /// Read the games of a file.
  case openGames(path: String)
  /// Read the player's own file of played games.
  case openPlayed
  /// Keep the unfinished game for the next start; nil when there is none to keep.
  case autosave(GameRecord?)
  /// Add a game that is over or given up to the file of played games.
  case archive(GameRecord)
  /// Write the settings.
  case saveSettings(Settings)
  /// Ring the bell.
  case beep
}

/// What effects answer.
public enum TableAnswer: Sendable {
  /// The opponent's decision: a move, or nil to resign.
  case decided(id: Int, move: Move?, remark: Remark?, thought: Thought?)
  /// What the model makes of a position.
  case evaluated(id: Int, thought: Thought)
  /// The move to recommend; nil where there is none.
  case hinted(id: Int, Hint?)
  /// The answer to the offer of a draw.
  case drawAnswered(id: Int, accepted: Bool, remark: Remark?)
  /// A thought failed, and why.
  case thinkingFailed(id: Int, any Error)
  /// An engine that was asked for a move failed, and why.
  case engineFailed(id: Int, engine: EngineChoice, EngineError)
  /// What an engine beside the model makes of a position.
  case advised(id: Int, SearchReport)
  /// An engine beside the model failed, and why.
  case adviceFailed(id: Int, EngineError)
  /// An engine has started; this is what it calls itself.
  case engineReady(name: String)
  /// An engine cannot be played with, and why.
  case engineUnavailable(EngineError)
  /// What was found about a position of the game under analysis.
  case analyzed(id: Int, Analyst.Step)
  /// The analysis failed, and why.
  case analysisFailed(id: Int, any Error)
  /// The engine beside the model failed; the analysis goes on without it.
  case analysisEngineFailed(id: Int, EngineError)
  /// The model is loaded; these are the players it can imitate.
  case modelReady(personas: [String])
  /// How fast the model searches on this machine.
  case searchMeasured(SearchSpeed)
  /// There is no model, and why.
  case modelUnavailable(any Error)
  /// A game was written.
  case saved(path: String)
  /// The games of a file.
  case opened(path: String, games: [GameRecord])
  /// A file could not be read or written.
  case fileFailed(GameFileError)
}
