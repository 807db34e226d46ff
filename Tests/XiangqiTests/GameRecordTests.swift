import Testing
import Xiangqi

@Suite struct GameRecordTests {
  @Test func tagsAreReadReplacedAppendedAndRemovedByName() {
    var record = GameRecord(tags: [.init(name: "Event", value: "a"), .init(name: "Red", value: "b")])
    #expect(record["Red"] == "b")
    #expect(record["Black"] == nil)
    record["Red"] = "c"
    record["Black"] = "d"
    record["Event"] = nil
    record["Site"] = nil
    #expect(record.tags == [.init(name: "Red", value: "c"), .init(name: "Black", value: "d")])
  }

  @Test func movesAreThoseOfTheMainLine() throws {
    let (first, second) = (try #require(Move(iccs: "h2e2")), try #require(Move(iccs: "h9g7")))
    let other = GameRecord.Node(move: try #require(Move(iccs: "b9c7")))
    let record = GameRecord(line: [.init(move: first), .init(move: second, variations: [[other]])])
    #expect(record.moves == [first, second])
  }

  @Test(arguments: zip(["1-0", "0-1", "1/2-1/2"], [Side.red, .black, nil]))
  func outcomesAreWrittenAndReadBack(notation: String, winner: Side?) throws {
    let outcome = try #require(Outcome(notation: notation))
    #expect(outcome.notation == notation)
    #expect(outcome.winner == winner)
    if let winner { #expect(Outcome.win(for: winner) == outcome) }
  }

  @Test func anUnfinishedGameHasNoOutcome() {
    #expect(Outcome(notation: "*") == nil)
    #expect(Outcome(notation: "1-0 ") == nil)
  }
}
