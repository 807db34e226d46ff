import GameFiles
import ModelFiles
import Players
import Testing
import Training
import Xiangqi

@testable import Corpora

/// Labels of an engine as targets of training.
struct LabelledGameTests {
  /// A line by the engine: the second position has no label.
  private func line() throws -> GameRecord {
    let comments = ["60.0% h2e2 100 b2e2 50", nil, "40.0% h0g2 -10 b0c2 #-4"]
    let moves = try ["a3a4", "h9g7", "h0g2"].map { try #require(Move(iccs: $0)) }
    var record = GameRecord(line: zip(moves, comments).map { .init(move: $0, comment: $1) })
    record["Red"] = XiangqiVocabulary.engineName
    record["Black"] = XiangqiVocabulary.engineName
    return record
  }

  private var preparation: GamePreparation {
    var preparation = GamePreparation.everything
    preparation.takesLabels = true
    preparation.evaluationShare = 1
    return preparation
  }

  private func source(_ games: PreparedGames, _ augmentation: Augmentation) throws -> GameSource {
    GameSource(
      [games], vocabulary: try vocabulary(players: ["甲", XiangqiVocabulary.engineName]), features: .board,
      context: 64, augmentation: augmentation, seed: 1)
  }

  @Test func targetsAreTheLabels() throws {
    let games = try Workplace().prepared([line()], preparation)
    #expect(games.manifest.count("labelled_positions") == 2)
    #expect(games.manifest.players == [XiangqiVocabulary.engineName])
    let vocabulary = try vocabulary(players: ["甲", XiangqiVocabulary.engineName])
    func token(_ text: String) throws -> Int32 {
      let move = try #require(Move(iccs: text))
      return Int32(try #require(vocabulary.token(of: move)))
    }
    var augmentation = Augmentation.none
    augmentation.labelTemperature = 50
    let batch = try source(games, augmentation).batch(at: 0, tokenLimit: 100).batch
    // An engine is told even where labels are left open.
    let engine = Int32(try #require(vocabulary.token(player: XiangqiVocabulary.engineName)))
    #expect(batch.tokens.prefix(4) == [1, 2, engine, engine])
    #expect(batch.targets == [-1, -1, -1, try token("h2e2"), -1, try token("h0g2"), -1])
    #expect(batch.weights == [0, 0, 0, 1, 0, 1, 0])
    let soft = batch.softTargets
    #expect(soft.tokens == (try ["h2e2", "b2e2", "h0g2", "b0c2"].map(token)))
    #expect(soft.offsets == [0, 0, 0, 0, 2, 2, 4, 4])
    #expect(abs(soft.probabilities[0] / soft.probabilities[1] - 2.7182818) < 1e-4)
    #expect(soft.probabilities[2] > 0.99)
    // What a position is worth is asked though nobody knows a result.
    #expect(batch.outcomes[3] >= 0 && batch.outcomes[5] >= 0)
  }

  @Test func anEngineHasANameHoweverFewItsLines() throws {
    var preparation = preparation
    preparation.leastGames = 50
    preparation.players = ["甲"]
    let games = try Workplace().prepared([line()], preparation)
    #expect(games.manifest.players == ["甲", XiangqiVocabulary.engineName])
    #expect(games[0].red == 2 && games[0].black == 2)
  }

  @Test func aMirrorMirrorsTheLabels() throws {
    let games = try Workplace().prepared([line()], preparation)
    var augmentation = Augmentation.none
    let plain = try source(games, augmentation).batch(at: 0, tokenLimit: 100).batch
    augmentation.mirrored = 1
    let mirrored = try source(games, augmentation).batch(at: 0, tokenLimit: 100).batch
    let permutation = try vocabulary(players: ["甲", XiangqiVocabulary.engineName])
      .permutation(from: Viewpoint(isMirrored: true))
    #expect(mirrored.softTargets.tokens == plain.softTargets.tokens.map { Int32(permutation[Int($0)]) })
    #expect(mirrored.softTargets.probabilities == plain.softTargets.probabilities)
  }

  @Test func withoutLabelsTheMovesAreTheTargets() throws {
    let games = try Workplace().prepared([line()])
    let batch = try source(games, .none).batch(at: 0, tokenLimit: 100).batch
    #expect(batch.softTargets.isEmpty)
    #expect(batch.targets.count { $0 >= 0 } == 3)
  }

  @Test func gamesWithoutLabelsAreRefusedWhereLabelsAreWanted() throws {
    #expect(throws: CorpusError.self) {
      _ = try Workplace().prepared([game(seed: 1, plies: 12)], preparation)
    }
  }

  @Test func labelsOfIllegalMovesAreNone() throws {
    var record = try line()
    record.line[0].comment = "60.0% h2e2 100 a0a9 50"
    let games = try Workplace().prepared([record], preparation)
    #expect(games.manifest.count("labelled_positions") == 1)
  }

  @Test(arguments: [
    [(name: "label_moves", at: 0, to: 65_535 as UInt16)], [(name: "label_offsets", at: 0, to: 7)],
    [(name: "label_scores", at: 0, to: 9000)],
  ])
  func damagedLabelsAreRefused(damage: [(name: String, at: Int, to: UInt16)]) throws {
    let place = try Workplace()
    _ = try place.prepared([line()], preparation)
    let path = place.path + "/prepared/tokens.safetensors"
    var bytes = try place.bytes(of: "prepared/tokens.safetensors")
    let file = try SafetensorsFile(path: path)
    for change in damage {
      let tensor = try #require(file.tensors.first { $0.name == change.name })
      let content = tensor.bytes.withUnsafeBytes { Array($0) }
      let start = try #require(bytes.indices.first { bytes[$0...].starts(with: content) && $0 > 8 })
      bytes[start + change.at] = UInt8(change.to & 0xFF)
      bytes[start + change.at + 1] = UInt8(change.to >> 8)
    }
    _ = try place.write(bytes, to: "prepared/tokens.safetensors")
    #expect(throws: CorpusError.self) { _ = try PreparedGames(folder: place.path + "/prepared") }
  }
}
