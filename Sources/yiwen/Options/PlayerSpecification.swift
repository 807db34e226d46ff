import ArgumentParser
import Players
import Xiangqi

/// Who plays a side in self-play, as written on the command line: a level, a player's name and a model's folder,
/// each at most once, separated by commas: `club`, `胡荣华`, `expert,吕钦`, `model=runs/new,deep`.
struct PlayerSpecification: ExpressibleByArgument, Equatable {
  /// The text as it was given; the name in the game record.
  let text: String
  var level: Level?
  var persona: String?
  var model: String?

  /// Nobody in particular, under that name.
  init(text: String) { self.text = text }

  init?(argument: String) {
    text = argument
    for item in argument.split(separator: ",", omittingEmptySubsequences: false) {
      if item.hasPrefix("model=") {
        guard model == nil else { return nil }
        model = String(item.dropFirst("model=".count))
      } else if let named = Level(identifier: String(item)), Level.allCases.contains(named) {
        guard level == nil else { return nil }
        level = named
      } else {
        guard persona == nil, !item.isEmpty else { return nil }
        persona = String(item)
      }
    }
  }

  static var defaultCompletionKind: CompletionKind { .list(Level.allCases.map(\.identifier)) }

  /// The player, with the model that `common` loads where the specification names none.
  func player(
    common: () throws -> XiangqiModel, style: PlayStyle, jobs: Int
  ) throws -> SelfPlay.Player {
    let own = try model.map { try ModelOptions.load($0, jobs: jobs) } ?? common()
    if let persona, Persona(named: persona, in: own) == nil {
      throw Failure(
        "'\(persona)' is neither a level (\(Level.allCases.map(\.identifier).joined(separator: ", "))) "
          + "nor a player the model knows; `yiwen players` lists them")
    }
    return SelfPlay.Player(
      name: text, model: own, style: level?.style ?? style, persona: persona,
      evaluations: level?.evaluations)
  }
}
