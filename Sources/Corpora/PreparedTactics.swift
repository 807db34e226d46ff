internal import ModelFiles
internal import Xiangqi

/// The tactics of every position of a prepared folder, worked out once: `tactics.safetensors`.
///
///     offsets  I64 [positions + 1]   where the bytes of each position begin; a game has one more position than moves
///     code     U8  [bytes]           see `Tactics.appendCode(to:)`
///
/// Its metadata name the version of the facts (`Tactics.version`); those of another version are refused.
struct PreparedTactics: Sendable {
  static let fileName = "tactics.safetensors"
  fileprivate static let versionKey = "tactics_version"

  private let offsets: [Int64]
  private let code: Tensor

  /// Opens the file in a folder whose games have so many positions; `nil` where there is none.
  init?(folder: String, positions: Int) throws(CorpusError) {
    let path = "\(folder)/\(Self.fileName)"
    guard MappedFile.isFile(path) else { return nil }
    let file = try TensorFolder(path: path)
    guard file.metadata[Self.versionKey] == String(Tactics.version) else {
      throw .malformed(
        path: path,
        problem: "the tactics are of version \(file.metadata[Self.versionKey] ?? "0"), the program's are of "
          + "version \(Tactics.version); prepare the data anew")
    }
    offsets = try file.take("offsets", .int64, [positions + 1])
    code = try file.tensor("code", .uint8, [file.count(of: "code")])
    guard offsets.first == 0, offsets.last == Int64(code.elementCount),
      zip(offsets, offsets.dropFirst()).allSatisfy(<=)
    else {
      throw .malformed(path: path, problem: "the offsets should ascend from 0 to \(code.elementCount)")
    }
  }

  /// The tactics of a position; `nil` where the bytes are not those of this position.
  func tactics(at index: Int, of position: Position) -> Tactics? {
    let bytes: [UInt8] = code.elements(Int(offsets[index])..<Int(offsets[index + 1]))
    return Tactics(code: bytes, of: position)
  }
}

extension PreparedGames {
  /// Works out the tactics of every position and writes them beside the games.
  ///
  /// - Parameters:
  ///   - folder: A folder of games.
  ///   - workers: How many games are looked at at a time.
  ///   - progress: Told the number of games done, from any thread.
  /// - Throws: ``CorpusError``, or `CancellationError` when the task is cancelled.
  public static func writeTactics(
    folder: String, workers: Int,
    progress: @escaping @Sendable (_ done: Int, _ all: Int) -> Void = { _, _ in }
  ) async throws {
    let games = try PreparedGames(folder: folder)
    let chunk = 64
    let starts = Array(stride(from: 0, to: games.count, by: chunk))
    var results = [TacticsChunk?](repeating: nil, count: starts.count)
    try await withThrowingTaskGroup(of: (Int, TacticsChunk).self) { group in
      var next = 0
      var done = 0
      while done < starts.count {
        while next < starts.count, next - done < workers {
          let (index, range) = (next, starts[next]..<min(starts[next] + chunk, games.count))
          group.addTask { (index, TacticsChunk(games, range)) }
          next += 1
        }
        guard let (index, result) = try await group.next() else { break }
        try Task.checkCancellation()
        results[index] = result
        done += 1
        progress(min(done * chunk, games.count), games.count)
      }
    }
    do throws(ModelError) { try write(results.compactMap(\.self), folder: folder) } catch {
      throw CorpusError.file(error)
    }
  }

  private static func write(_ chunks: [TacticsChunk], folder: String) throws(ModelError) {
    let positions = chunks.reduce(0) { $0 + $1.lengths.count }
    let bytes = chunks.reduce(0) { $0 + $1.code.count }
    let writer = try SafetensorsWriter(
      path: "\(folder)/\(PreparedTactics.fileName)",
      entries: [.init("offsets", .int64, [positions + 1]), .init("code", .uint8, [bytes])],
      metadata: [(PreparedTactics.versionKey, String(Tactics.version))])
    var offsets: [Int64] = [0]
    offsets.reserveCapacity(positions + 1)
    for length in chunks.lazy.flatMap(\.lengths) {
      offsets.append(offsets[offsets.count - 1] + Int64(length))
    }
    try writer.write(offsets)
    for chunk in chunks { try writer.write(chunk.code) }
    try writer.finish()
  }
}

/// The tactics of some games as bytes.
private struct TacticsChunk: Sendable {
  private(set) var code: [UInt8] = []
  private(set) var lengths: [Int32] = []

  init(_ games: PreparedGames, _ range: Range<Int>) {
    for index in range {
      let game = games[index]
      var position = game.start
      var recaptures: Square?
      add(position, recaptures: recaptures)
      for number in game.moves {
        let move = game.move(number)
        recaptures = position.isCapture(move) ? move.to : nil
        position = position.playing(move)
        add(position, recaptures: recaptures)
      }
    }
  }

  private mutating func add(_ position: Position, recaptures: Square?) {
    let start = code.count
    Tactics(of: position, recaptures: recaptures).appendCode(to: &code)
    lengths.append(Int32(code.count - start))
  }
}
