internal import Players

/// What a user can set, with the values as they stand.
struct ServerOptions: Sendable {
  /// What became of a value.
  enum Outcome: Sendable, Hashable {
    case accepted
    /// A sentence that says why not.
    case refused(String)
  }

  var multiPV = 1
  var showsWDL = false
  var overhead = Duration.milliseconds(30)
  /// Whether UCCI's times are in milliseconds.
  var countsMilliseconds = false
  /// Who thinks, as the options say; see ``effectiveThinker``.
  var thinker: ThinkerSettings
  /// Whether the level follows from an Elo.
  private var limitsStrength = false
  private var elo = Level.measuredRange.upperBound
  /// What is offered, in this order.
  let offered: [EngineOption]

  /// The options as they are at first, with the words for how strong the engine may play.
  init(thinker: ThinkerSettings, levels: [String]) {
    self.thinker = thinker
    offered = [
      // Programs for several games ask by this which one is played.
      EngineOption(name: "UCI_Variant", kind: .combo(default: "xiangqi", choices: ["xiangqi"])),
      EngineOption(name: "MultiPV", kind: .spin(default: 1, range: 1...128)),
      EngineOption(name: "UCI_ShowWDL", kind: .check(default: false)),
      EngineOption(name: "Ponder", kind: .check(default: false)),
      EngineOption(name: "Move Overhead", kind: .spin(default: 30, range: 0...5000)),
      EngineOption(name: "Level", kind: .combo(default: thinker.level, choices: levels)),
      EngineOption(name: "UCI_LimitStrength", kind: .check(default: false)),
      EngineOption(
        name: "UCI_Elo", kind: .spin(default: Level.measuredRange.upperBound, range: Level.measuredRange)),
      EngineOption(name: "Persona", kind: .string(default: thinker.persona)),
      EngineOption(name: "Model", kind: .string(default: thinker.model)),
      EngineOption(
        name: "Threads", kind: .spin(default: thinker.threads, range: 1...ThinkerSettings.mostThreads)),
      EngineOption(name: "Seed", kind: .spin(default: 0, range: 0...Int(Int32.max))),
    ]
  }

  /// The lines that offer them.
  func lines(_ dialect: EngineDialect) -> [String] {
    (offered + (dialect == .ucci ? Self.ucciOnly : [])).map { $0.line(dialect) }
  }

  private static let ucciOnly = [
    EngineOption(name: "usemillisec", kind: .check(default: false)),
    EngineOption(name: "newgame", kind: .button),
  ]

  /// Sets an option.
  mutating func set(_ name: String, to value: String, _ dialect: EngineDialect) -> Outcome {
    let known = offered + (dialect == .ucci ? Self.ucciOnly : [])
    guard let option = known.first(where: { $0.isNamed(name) }) else {
      return .refused("there is no option '\(name)'")
    }
    let value = value == "<empty>" ? "" : value
    if let reason = option.refusal(of: value) {
      return .refused("the option '\(option.name)' does not take '\(value)'; \(reason)")
    }
    switch option.name {
    case "MultiPV": multiPV = Int(value) ?? multiPV
    case "UCI_ShowWDL": showsWDL = value == "true"
    case "Move Overhead": overhead = Int(value).map { .milliseconds($0) } ?? overhead
    case "Level": thinker.level = value.lowercased()
    case "UCI_LimitStrength": limitsStrength = value == "true"
    case "UCI_Elo": elo = Int(value) ?? elo
    case "Persona": thinker.persona = value
    case "Model": thinker.model = value
    case "Threads": thinker.threads = Int(value) ?? thinker.threads
    case "Seed": thinker.seed = UInt64(value) ?? thinker.seed
    case "usemillisec": countsMilliseconds = value == "true"
    // Ponder says that we may be asked to; the variant is the one there is.
    default: break
    }
    return .accepted
  }

  /// Who thinks: where strength is limited, at the level whose measured Elo is nearest to the one asked for.
  var effectiveThinker: ThinkerSettings {
    guard limitsStrength else { return thinker }
    var settings = thinker
    settings.level = Level(nearestTo: elo).identifier
    return settings
  }
}
