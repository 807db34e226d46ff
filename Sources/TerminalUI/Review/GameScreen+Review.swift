import Catalog
import Players
import Xiangqi

extension GameScreen {
  /// Whether the game may be analysed: it is over, or nobody plays against the model or an engine.
  private var mayReview: Bool {
    !table.game.moves.isEmpty && (table.verdict != nil || table.isBetweenPeople)
  }

  /// Keeps the review of the game as it now is, drops that of another, and begins one when a game has ended.
  ///
  /// Whoever wants no thoughts shown is not shown any here either before asking.
  mutating func updateReview() -> [TableEffect] {
    if let review, review.game == table.game, mayReview { return [] }
    let stop = stopReview()
    review = nil
    guard table.verdict != nil, hasModel, settings.thoughts != .never, mayReview else { return stop }
    return stop + beginReview()
  }

  /// Begins a review of the game, or goes on with one that was stopped.
  private mutating func beginReview() -> [TableEffect] {
    lastID += 1
    var begun = review ?? Review(id: lastID, game: table.game)
    begun.id = lastID
    begun.isRunning = true
    begun.isHidden = false
    review = begun
    return [
      .analyze(
        id: lastID, game: begun.game, from: begun.done, engine: settings.analysisEngine.map { engine($0) })
    ]
  }

  /// Begins the review of the game anew when another engine is to be asked beside the model, or none.
  mutating func askAnotherEngine() -> [TableEffect] {
    guard review != nil else { return [] }
    let stop = stopReview()
    review = nil
    return stop + beginReview()
  }

  /// Stops looking at positions; what was found stays.
  mutating func stopReview() -> [TableEffect] {
    guard review?.isRunning == true else { return [] }
    review?.isRunning = false
    return [.cancelAnalysis]
  }

  /// What the analysis key does: begins, stops, goes on, hides and shows.
  mutating func reviewKey() -> [TableEffect] {
    guard let review else {
      guard hasModel else { return refuse(say(StatusText.noModel)) }
      guard !table.game.moves.isEmpty else { return refuse(say(StatusText.nothingToAnalyze)) }
      guard mayReview else { return refuse(say(StatusText.analysisAfterGame)) }
      inform(.analyzing)
      return beginReview()
    }
    if review.isRunning {
      inform(.analysisStopped)
      return stopReview()
    }
    if !review.isComplete {
      inform(.analyzing)
      return beginReview()
    }
    self.review?.isHidden.toggle()
    return []
  }

  /// Shows the next or the last turning point.
  mutating func jumpToTurningPoint(forward: Bool) -> [TableEffect] {
    guard let review else { return refuse(say(StatusText.notAnalyzed)) }
    guard let ply = review.turningPoint(from: shownPly, forward: forward) else {
      let isNone = review.analysis.turningPoints.isEmpty
      inform(isNone ? .noTurningPoint : forward ? .noLaterTurningPoint : .noEarlierTurningPoint)
      return []
    }
    return show(ply: ply)
  }

  /// Takes an answer about the game under review; one about another is dropped.
  mutating func takeReview(_ answer: TableAnswer) {
    switch answer {
    case .analyzed(let id, let step) where review?.id == id: review?.take(step)
    case .analysisFailed(let id, let error) where review?.id == id:
      review?.isRunning = false
      complain(say(StatusText.modelFailed, say.sentence(modelError: error)))
    case .analysisEngineFailed(let id, let error) where review?.id == id:
      complain(say(StatusText.analysisWithoutEngine, say.sentence(error)))
    default: break
    }
  }

  /// The review, where it is to be seen.
  var shownReview: Review? { review?.isHidden == false ? review : nil }
}
