import ModelFiles
import Testing
import Xiangqi

@testable import Corpora

/// Tactics that were worked out once.
struct PreparedTacticsTests {
  @Test func tacticsComeBackAsTheyWere() async throws {
    let place = try Workplace()
    _ = try place.prepared([game(seed: 3, plies: 20), game(seed: 4, plies: 9)])
    try await PreparedGames.writeTactics(folder: place.path + "/prepared", workers: 2)
    let games = try PreparedGames(folder: place.path + "/prepared")
    let played = games[1]
    var position = played.start
    var recaptures: Square?
    for (count, number) in played.moves.enumerated() {
      #expect(
        played.tactics(afterMoves: count, position, recaptures: recaptures)
          == Tactics(of: position, recaptures: recaptures))
      let move = played.move(number)
      recaptures = position.isCapture(move) ? move.to : nil
      position = position.playing(move)
    }
  }

  @Test func tacticsOfAnotherVersionAreRefused() async throws {
    let place = try Workplace()
    _ = try place.prepared([game(seed: 3, plies: 5)])
    let folder = place.path + "/prepared"
    for metadata in [[], [("tactics_version", "0")]] {
      let writer = try SafetensorsWriter(
        path: folder + "/tactics.safetensors",
        entries: [.init("offsets", .int64, [7]), .init("code", .uint8, [0])], metadata: metadata)
      try writer.write([Int64](repeating: 0, count: 7))
      try writer.finish()
      #expect { _ = try PreparedGames(folder: folder) } throws: { "\($0)".contains("prepare the data anew") }
    }
  }
}
