internal import Players
internal import Xiangqi

extension GoCommand {
  /// The words behind `go` as UCI has them; what is not understood is passed over.
  init(uci words: some Sequence<Substring>, side: Side) {
    var reader = WordReader(words)
    var clocks: [Side: TurnClock] = [:]
    var movesToGo: Int?
    func set(_ side: Side, _ part: WritableKeyPath<TurnClock, Duration>, _ time: Duration?) {
      guard let time else { return }
      clocks[side, default: TurnClock(remaining: .zero)][keyPath: part] = time
    }
    while let key = reader.next() {
      switch key {
      case "ponder": ponders = true
      case "infinite": isInfinite = true
      case "depth": limits.depth = reader.count()
      case "nodes": limits.evaluations = reader.count()
      case "mate": limits.mate = reader.count()
      case "movetime": limits.time = reader.time().map { .move($0) }
      case "wtime": set(.red, \.remaining, reader.time())
      case "btime": set(.black, \.remaining, reader.time())
      case "winc": set(.red, \.increment, reader.time())
      case "binc": set(.black, \.increment, reader.time())
      case "movestogo": movesToGo = reader.count()
      case "searchmoves": limits.moves = reader.moves()
      default: break
      }
    }
    if var own = clocks[side], limits.time == nil {
      own.movesToGo = movesToGo
      limits.time = .clock(own)
      opponentClock = clocks[side.opponent]
    }
    if limits.isUnlimited { isInfinite = true }
  }

  /// The words behind `go` as UCCI has them; times are in milliseconds or else in seconds.
  init(ucci words: some Sequence<Substring>, milliseconds: Bool) {
    var reader = WordReader(words, unit: milliseconds ? .milliseconds(1) : .seconds(1))
    var own: TurnClock?
    var other: TurnClock?
    func change(_ clock: inout TurnClock?, _ change: (inout TurnClock) -> Void) {
      var changed = clock ?? TurnClock(remaining: .zero)
      change(&changed)
      clock = changed
    }
    while let key = reader.next() {
      switch key {
      case "ponder": ponders = true
      case "draw": offersDraw = true
      case "infinite": isInfinite = true
      case "depth": limits.depth = reader.count()
      case "nodes": limits.evaluations = reader.count()
      case "time": if let time = reader.time() { change(&own) { $0.remaining = time } }
      case "increment": if let time = reader.time() { change(&own) { $0.increment = time } }
      case "movestogo": if let count = reader.count() { change(&own) { $0.movesToGo = count } }
      case "opptime": if let time = reader.time() { change(&other) { $0.remaining = time } }
      case "oppincrement": if let time = reader.time() { change(&other) { $0.increment = time } }
      case "oppmovestogo": if let count = reader.count() { change(&other) { $0.movesToGo = count } }
      default: break
      }
    }
    limits.time = own.map { .clock($0) }
    opponentClock = other
    if limits.isUnlimited { isInfinite = true }
  }

  /// The limits with so much of the time kept back for the way to the clock.
  func limits(keepingBack overhead: Duration) -> SearchLimits {
    func rest(_ time: Duration) -> Duration { max(.milliseconds(1), time - overhead) }
    var limits = limits
    switch limits.time {
    case .move(let time)?: limits.time = .move(rest(time))
    case .clock(var clock)?:
      clock.remaining = rest(clock.remaining)
      limits.time = .clock(clock)
    case nil: break
    }
    return limits
  }
}

/// Words read one after another.
private struct WordReader {
  private var words: ArraySlice<Substring>
  private let unit: Duration

  init(_ words: some Sequence<Substring>, unit: Duration = .milliseconds(1)) {
    self.words = Array(words)[...]
    self.unit = unit
  }

  mutating func next() -> Substring? { words.popFirst() }

  /// A number; nil, and nothing is read, when the next word is none.
  private mutating func number() -> Int? {
    guard let value = words.first.flatMap({ Int($0) }) else { return nil }
    words = words.dropFirst()
    return value
  }

  /// A number of things, at least 1.
  mutating func count() -> Int? { number().map { max(1, $0) } }

  /// A time; below zero, as some programs count when it is over, is none left.
  mutating func time() -> Duration? {
    number().map { min(unit * max(0, min($0, GoCommand.timeLimit)), .milliseconds(GoCommand.timeLimit)) }
  }

  /// The moves up to the first word that is none.
  mutating func moves() -> [Move] {
    var moves: [Move] = []
    while let move = words.first.flatMap({ RankNumbering.fromZero.move(of: $0) }) {
      moves.append(move)
      words = words.dropFirst()
    }
    return moves
  }
}
