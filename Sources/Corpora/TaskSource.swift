internal import ModelFiles
internal import TextTasks
internal import Training

/// The sequences of a folder that ``TaskPreparation`` wrote, mapped.
public struct PreparedTasks: Sendable {
  /// The folder.
  public let folder: String
  /// The file that numbers the tokens.
  public let vocabulary: VocabularyFile
  let offsets: [Int]
  let prefixes: [Int32]
  private let tokens: Tensor
  private let outcomes: Tensor

  /// The number of sequences.
  public var count: Int { prefixes.count }

  /// Opens a folder.
  public init(folder: String) throws(CorpusError) {
    let manifest = try PreparedManifest(folder: folder)
    guard manifest.kind == .tasks else {
      throw .wrongKind(
        path: folder, found: manifest.kind.rawValue, expected: PreparedManifest.Kind.tasks.rawValue)
    }
    self.folder = folder
    vocabulary = try VocabularyFile(folder: folder)
    let size = try vocabulary.texts(path: "\(folder)/\(vocabulary.name)").count
    let file = try TensorFolder(path: "\(folder)/\(PreparedText.fileName)")
    offsets = try file.offsets(upTo: file.count(of: "tokens"))
    let count = offsets[offsets.count - 1]
    tokens = try file.tensor("tokens", size > 1 << 16 ? .int32 : .uint16, [count])
    outcomes = try file.tensor("outcomes", .uint8, [count])
    prefixes = try file.take("prefixes", .int32, [offsets.count - 1])
    for (index, prefix) in prefixes.enumerated() {
      guard (1...offsets[index + 1] - offsets[index]).contains(Int(prefix)) else {
        throw .malformed(path: file.path, problem: "the prefix of sequence \(index) is not within it")
      }
    }
    let kinds = TextOutcome.allCases.count
    for start in stride(from: 0, to: count, by: 1 << 20) {
      let range = start..<min(start + 1 << 20, count)
      guard tokens(range).allSatisfy({ $0 >= 0 && $0 < size }) else {
        throw .malformed(path: file.path, problem: "a token is not in the vocabulary of \(size)")
      }
      guard asked(range).allSatisfy({ $0 < kinds || $0 == TaskSequences.noOutcome }) else {
        throw .malformed(path: file.path, problem: "an outcome is none of the \(kinds) that there are")
      }
    }
  }

  func tokens(_ range: Range<Int>) -> [Int32] {
    tokens.type == .int32 ? tokens.elements(range) : tokens.elements(range, as: UInt16.self).map { Int32($0) }
  }

  func asked(_ range: Range<Int>) -> [UInt8] { outcomes.elements(range) }
}

/// Tasks as sequences: the question is seen whole, and of the answer every token is asked for.
public struct TaskSource: SequenceSource {
  private let tasks: [PreparedTasks]
  private let context: Int
  private let order: EpochOrder
  /// How many sequences come before each folder.
  private let first: [Int]

  /// A source of the sequences of folders that share a vocabulary; at least one.
  ///
  /// A sequence that is longer than the context is cut at its beginning.
  public init(_ tasks: [PreparedTasks], context: Int, seed: UInt64) {
    self.tasks = tasks
    self.context = context
    first = tasks.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
    order = EpochOrder(count: first[tasks.count], seed: seed)
  }

  /// The number of sequences.
  public var epochLength: Int { first[tasks.count] }

  /// Adds a sequence, unless the batch would be longer than the limit.
  func add(_ cursor: Int, to builder: inout BatchBuilder, tokenLimit: Int?) -> Bool {
    let item = order.item(at: cursor)
    let folder = first.lastPlace(notAbove: item)
    let (tasks, place) = (tasks[folder], item - first[folder])
    var range = tasks.offsets[place]..<tasks.offsets[place + 1]
    let cut = max(0, range.count - context)
    range = range.lowerBound + cut..<range.upperBound
    if let tokenLimit, builder.count + range.count > tokenLimit { return false }
    let tokens = tasks.tokens(range)
    let asked = tasks.asked(range)
    let prefix = max(1, Int(tasks.prefixes[place]) - cut)
    // The last token is read only where something is asked at it.
    let length =
      asked.last == TaskSequences.noOutcome && tokens.count > prefix ? tokens.count - 1 : tokens.count
    for index in 0..<length {
      let isTarget = index + 1 >= prefix && index + 1 < tokens.count
      builder.add(
        token: Int(tokens[index]), position: index, target: isTarget ? Int(tokens[index + 1]) : nil,
        outcome: asked[index] == TaskSequences.noOutcome ? nil : Int(asked[index]))
    }
    builder.endSequence(prefix: min(prefix, length))
    return true
  }
}

/// Texts and tasks in one stream, a share of its sequences tasks.
struct MixedSource: SequenceSource {
  let texts: TextSource
  let tasks: TaskSource
  /// The share of tasks, of a thousand.
  let share: Int

  /// As long as the texts need.
  var epochLength: Int { texts.epochLength * 1000 / max(1, 1000 - share) }

  func add(_ cursor: Int, to builder: inout BatchBuilder, tokenLimit: Int?) -> Bool {
    let before = cursor * share / 1000
    return (cursor + 1) * share / 1000 > before
      ? tasks.add(before, to: &builder, tokenLimit: tokenLimit)
      : texts.add(cursor - before, to: &builder, tokenLimit: tokenLimit)
  }
}
