public import ModelFiles

/// What a folder of prepared training data holds and where it came from: its `manifest.json`.
public struct PreparedManifest: Sendable, Hashable {
  /// What the data are.
  public enum Kind: String, Sendable, CaseIterable {
    /// Games as moves.
    case games
    /// Texts as tokens.
    case text
    /// Questions about texts and their answers as tokens.
    case tasks
  }

  /// One file the data were made from.
  public struct Source: Sendable, Hashable {
    /// The name of the file, without its folder.
    public var file: String
    /// Its length in bytes.
    public var bytes: Int
    /// Its SHA-256, in hexadecimal digits.
    public var sha256: String
    /// Under which licence it may be used, as far as it was said.
    public var licence: String?

    /// A source.
    public init(file: String, bytes: Int, sha256: String, licence: String?) {
      self.file = file
      self.bytes = bytes
      self.sha256 = sha256
      self.licence = licence
    }
  }

  /// What the data are.
  public var kind: Kind
  /// The files they were made from.
  public var sources: [Source]
  /// How many there are of what, in order.
  public var counts: [Count]
  /// The players that games name by number, the first being number 1.
  public var players: [String]
  /// How much the moves of the winner, of both in a draw and of the loser count, where games are weighted.
  public var resultWeights: ResultWeights?
  /// The share of the scores in comments in what a position is worth, where they were taken.
  public var evaluationShare: Double?

  /// The number of something.
  public struct Count: Sendable, Hashable {
    /// What was counted.
    public let name: String
    /// How many there are.
    public let value: Int

    /// A count.
    public init(_ name: String, _ value: Int) {
      self.name = name
      self.value = value
    }
  }

  /// A manifest of its parts.
  public init(
    kind: Kind, sources: [Source], counts: [Count], players: [String] = [],
    resultWeights: ResultWeights? = nil, evaluationShare: Double? = nil
  ) {
    self.kind = kind
    self.sources = sources
    self.counts = counts
    self.players = players
    self.resultWeights = resultWeights
    self.evaluationShare = evaluationShare
  }

  /// The count of that name; 0 where there is none.
  public func count(_ name: String) -> Int { counts.first { $0.name == name }?.value ?? 0 }
}

/// How much a side's moves count by how the game ended for it.
public struct ResultWeights: Sendable, Hashable {
  /// The moves of the winner.
  public var win: Double
  /// The moves of both sides of a drawn game or one without a known end.
  public var draw: Double
  /// The moves of the loser.
  public var loss: Double

  /// Weights, none of them negative.
  public init(win: Double, draw: Double, loss: Double) {
    precondition([win, draw, loss].allSatisfy { $0 >= 0 && $0.isFinite }, "a weight is at least 0")
    self.win = win
    self.draw = draw
    self.loss = loss
  }
}

extension PreparedManifest {
  /// The name of the file in its folder.
  static let fileName = "manifest.json"

  /// The manifest as JSON.
  public var json: JSONValue {
    var members: [(String, JSONValue)] = [("kind", .string(kind.rawValue))]
    members.append(
      ("counts", .object(counts.map { JSONValue.Member(name: $0.name, value: .integer($0.value)) })))
    let sources = sources.map { source in
      var members: [(String, JSONValue)] = [
        ("file", .string(source.file)), ("bytes", .integer(source.bytes)), ("sha256", .string(source.sha256)),
      ]
      if let licence = source.licence { members.append(("licence", .string(licence))) }
      return JSONValue(members)
    }
    members.append(("sources", .array(sources)))
    if let weights = resultWeights {
      let numbers = [("win", weights.win), ("draw", weights.draw), ("loss", weights.loss)]
      members.append(("result_weights", JSONValue(numbers.map { ($0.0, .number($0.1)) })))
    }
    if let evaluationShare { members.append(("evaluation_share", .number(evaluationShare))) }
    if kind == .games { members.append(("players", .array(players.map { .string($0) }))) }
    return JSONValue(members)
  }

  /// Writes the manifest of a folder.
  func write(toFolder folder: String) throws(CorpusError) {
    do {
      try AtomicFile.write(Array((json.text(indented: true) + "\n").utf8), to: "\(folder)/\(Self.fileName)")
    } catch {
      throw .file(error)
    }
  }

  /// Reads the manifest of a folder.
  public init(folder: String) throws(CorpusError) {
    let path = "\(folder)/\(Self.fileName)"
    let bytes: [UInt8]
    do { bytes = try MappedFile.read(path: path, limit: 1 << 26) } catch { throw .file(error) }
    let json: JSONValue
    do { json = try JSONValue(parsing: bytes) } catch { throw .file(.notJSON(file: path, error)) }
    func malformed(_ problem: String) -> CorpusError { .malformed(path: path, problem: problem) }
    guard let kind = json["kind"]?.text.flatMap(Kind.init) else {
      throw malformed("\"kind\" should be \"games\" or \"text\"")
    }
    guard let sources = json["sources"]?.elements, case .object(let counts) = json["counts"] else {
      throw malformed("\"sources\" should be an array and \"counts\" an object")
    }
    var read: [Source] = []
    for source in sources {
      guard let file = source["file"]?.text, let bytes = source["bytes"]?.integer,
        let sha256 = source["sha256"]?.text
      else { throw malformed("a source should have file, bytes and sha256") }
      read.append(Source(file: file, bytes: bytes, sha256: sha256, licence: source["licence"]?.text))
    }
    var counted: [Count] = []
    for count in counts {
      guard let value = count.value.integer else { throw malformed("\"counts\" should be of whole numbers") }
      counted.append(Count(count.name, value))
    }
    let players = json["players"]?.elements ?? []
    let names = players.compactMap(\.text)
    guard names.count == players.count, names.count < 1 << 16 else {
      throw malformed("\"players\" should be at most 65,535 names")
    }
    self.init(kind: kind, sources: read, counts: counted, players: names)
    if let share = json["evaluation_share"] {
      guard let share = share.number, (0...1).contains(share) else {
        throw malformed("\"evaluation_share\" should be a number from 0 to 1")
      }
      evaluationShare = share
    }
    guard let weights = json["result_weights"] else { return }
    guard let win = weights["win"]?.number, let draw = weights["draw"]?.number,
      let loss = weights["loss"]?.number, min(win, draw, loss) >= 0
    else { throw malformed("\"result_weights\" should have win, draw and loss, none negative") }
    resultWeights = ResultWeights(win: win, draw: draw, loss: loss)
  }
}

extension JSONValue {
  /// An object of those members.
  init(_ members: [(String, JSONValue)]) {
    self = .object(members.map { Member(name: $0.0, value: $0.1) })
  }
}
