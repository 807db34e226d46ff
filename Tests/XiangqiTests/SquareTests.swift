import Testing
import Xiangqi

@Suite struct SquareTests {
  @Test func namesAreReadBack() {
    for square in Square.all { #expect(Square(square.description) == square) }
    #expect(Set(Square.all.map(\.description)).count == 90)
    #expect(
      Square.all.map(\.description).prefix(10) == [
        "a0", "b0", "c0", "d0", "e0", "f0", "g0", "h0", "i0", "a1",
      ])
  }

  @Test(arguments: ["", "e", "j0", "E4", "e44", "4e", "e４", "帅", "e\u{301}4", " e4"])
  func otherNamesAreRefused(name: String) {
    #expect(Square(name) == nil)
  }

  @Test func symmetriesAreTheirOwnInverse() {
    for square in Square.all {
      #expect(square.mirrored.mirrored == square && square.mirrored.rank == square.rank)
      #expect(square.flipped.flipped == square && square.flipped.file == square.file)
    }
    #expect(Square("a0")?.mirrored == Square("i0"))
    #expect(Square("a0")?.flipped == Square("a9"))
  }

  @Test func movesAreReadAndWrittenInICCS() throws {
    let move = try #require(Move(iccs: "h2e2"))
    #expect(move.iccs == "h2e2")
    #expect(move.mirrored.iccs == "b2e2")
    #expect(move.flipped.iccs == "h7e7")
    for text in ["", "h2e", "h2e22", "H2E2", "h2-e2", "h2j2", "炮二平五", "h2é2", "éé"] {
      #expect(Move(iccs: text) == nil, "\(text)")
    }
  }

  @Test func lettersOfPiecesAreReadBack() {
    for piece in Piece.all { #expect(Piece(letter: piece.letter) == piece) }
    #expect(String(Piece.all.map(\.letter)) == "KABNRCPkabnrcp")
    #expect(Piece(letter: "H") == Piece(.red, .horse))
    #expect(Piece(letter: "e") == Piece(.black, .elephant))
    for letter in "0xq车 " as String { #expect(Piece(letter: letter) == nil, "\(letter)") }
  }
}
