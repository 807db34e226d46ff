import Foundation
import GameFiles
import ModelFiles
import TestSupport
import Testing
import Xiangqi

@testable import Corpora

struct GamePreparationTests {
  @Test func gamesComeBackAsTheyWere() throws {
    let handicap = try Position(
      fen: "rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/R1BAKABNR w - - 0 1")
    let records = [
      game(seed: 1, plies: 30, outcome: .redWins, red: "甲", black: "乙"),
      game(seed: 2, plies: 41, outcome: .draw, red: "乙", black: "丙"),
      game(seed: 3, plies: 12, from: handicap, outcome: .blackWins, red: "甲", black: "丁"),
      game(seed: 4, plies: 25),
    ]
    var preparation = GamePreparation.everything
    preparation.leastGames = 2
    let place = try Workplace()
    let games = try place.prepared(records, preparation)
    #expect(games.manifest.players == ["乙", "甲"])
    try #require(games.count == 4)
    for (index, record) in records.enumerated() {
      #expect(games[index].start == record.start)
      #expect(Array(games[index].moves) == indices(record.moves))
      #expect(games[index].outcome == record.outcome)
      #expect(games[index].redWeight == 1 && games[index].blackWeight == 1)
    }
    #expect((0..<4).map { games[$0].red } == [2, 1, 2, 0])
    #expect((0..<4).map { games[$0].black } == [1, 0, 0, 0])
    #expect(games.plyCount == records.reduce(0) { $0 + $1.moves.count })
    #expect(games.manifest.count("other_starts") == 1)
    #expect(games.manifest.count("unknown_results") == 1)
  }

  @Test func theManifestNamesTheInputAndItsHash() throws {
    let place = try Workplace()
    let table = "id\tresult\tmoves\nx1\t1-0\th2e2 h9g7 h0g2 i9h9\n"
    let file = try place.write(table, to: "games.tsv")
    let folder = try place.folder("data")
    let written = try GamePreparation.everything.run(files: [(path: file, licence: "CC BY 4.0")], to: folder)
    let manifest = try PreparedManifest(folder: folder)
    #expect(manifest == written)
    #expect(
      manifest.sources == [
        PreparedManifest.Source(
          file: "games.tsv", bytes: table.utf8.count,
          sha256: "7c373ae346a9015ab01fb28b1c223e1bb8d63fd10e18879a3e7b064fb2959a41", licence: "CC BY 4.0")
      ])
  }

  @Test func repeatedMirroredAndShortGamesAreLeftOut() throws {
    let one = game(seed: 5, plies: 30, outcome: .draw)
    var mirror = one
    mirror.line = one.moves.map { .init(move: $0.mirrored) }
    var preparation = GamePreparation.everything
    preparation.leastPlies = 20
    let games = try Workplace().prepared(
      [one, game(seed: 6, plies: 19), mirror, one, game(seed: 7, plies: 20)], preparation)
    #expect((0..<games.count).map { games[$0].moves.count } == [30, 20])
    #expect(games.manifest.count("left_out_repeated") == 2)
    #expect(games.manifest.count("left_out_short") == 1)
    #expect(games.manifest.count("read") == 5)
  }

  @Test func movesWeighByTheResult() throws {
    var preparation = GamePreparation.everything
    preparation.resultWeights = ResultWeights(win: 1, draw: 0.5, loss: 0.25)
    let games = try Workplace().prepared(
      [
        game(seed: 1, plies: 10, outcome: .redWins), game(seed: 2, plies: 10, outcome: .draw),
        game(seed: 3, plies: 10, outcome: .blackWins), game(seed: 4, plies: 10),
      ], preparation)
    #expect((0..<4).map { games[$0].redWeight } == [1, 0.5, 0.25, 0.5])
    #expect((0..<4).map { games[$0].blackWeight } == [0.25, 0.5, 1, 0.5])
    #expect(games.manifest.resultWeights == preparation.resultWeights)
  }

  @Test func theScoreOfACommentIsMixedWithTheResult() throws {
    var won = game(seed: 1, plies: 5, outcome: .redWins)
    won.line[0].comment = "60.0% d5"
    won.line[1].comment = "mate -2"
    won.line[2].comment = "a comment of another kind"
    won.line[4].comment = "31.2%"
    var open = won
    open.outcome = nil
    open.line.removeLast()
    var preparation = GamePreparation.everything
    preparation.evaluationShare = 0.25
    let games = try Workplace().prepared([won, open], preparation)
    #expect(games[0].values.map(Array.init) == [900, 1000, 1001, 1001, 828])
    #expect(
      games[1].values.map(Array.init) == [600, 1000, 1001, 1001], "without a result the score stands alone")
    #expect(games.manifest.evaluationShare == 0.25)
  }

  @Test func playersComeFromAVocabularyWhereOneIsGiven() throws {
    var preparation = GamePreparation.everything
    preparation.players = ["丙", "甲"]
    let games = try Workplace().prepared([game(seed: 1, plies: 10, red: "甲", black: "乙")], preparation)
    #expect(games.manifest.players == ["丙", "甲"])
    #expect(games[0].red == 2 && games[0].black == 0)
  }

  @Test func nothingToTrainOnIsAnError() throws {
    let place = try Workplace()
    let file = try place.write("[Event \"x\"]\n\n1. 炮二平五 *\n", to: "short.pgn")
    let folder = try place.folder("data")
    #expect {
      try GamePreparation().run(files: [(path: file, licence: nil)], to: folder)
    } throws: { "\($0)" == "no game of at least 10 plies was found in 1 files" }
    #expect {
      try GamePreparation().run(files: [(path: place.path + "/none.pgn", licence: nil)], to: folder)
    } throws: { "\($0)".hasSuffix("none.pgn cannot be opened: No such file or directory") }
  }

  @Test func aFolderOfTextHoldsNoGames() throws {
    let place = try Workplace()
    let file = try place.write("弈文", to: "a.txt")
    let folder = try place.folder("text")
    _ = try TextPreparation().run(files: [(path: file, licence: nil)], to: folder)
    #expect { try PreparedGames(folder: folder) } throws: {
      "\($0)" == "\(folder): holds text, games should be there"
    }
  }

  /// Damaged data are refused or read as legal games; they never trap.
  @Test func damagedDataNeverTrap() throws {
    let place = try Workplace()
    var preparation = GamePreparation.everything
    preparation.resultWeights = ResultWeights(win: 1, draw: 0.5, loss: 0)
    preparation.evaluationShare = 0.5
    let games = try place.prepared(
      (0..<3).map { game(seed: $0, plies: 12, outcome: .draw, red: "甲") }, preparation)
    let whole = try place.bytes(of: "prepared/tokens.safetensors")
    var generator = SplitMix64(seed: 20_261_121)
    var refused = 0
    for round in 0..<400 {
      var bytes = whole
      for _ in 0...Int.random(in: 0...2, using: &generator) {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      _ = try place.write(bytes, to: "prepared/tokens.safetensors")
      do {
        let read = try PreparedGames(folder: games.folder)
        #expect(read.count > 0, "round \(round)")
      } catch {
        #expect("\(error)".contains("prepared"), "round \(round): \(error)")
        refused += 1
      }
    }
    #expect(refused > 100)
  }
}
