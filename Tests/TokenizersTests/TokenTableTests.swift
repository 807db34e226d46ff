import Testing
import Tokenizers

struct TokenTableTests {
  @Test func linesAreTokensInOrder() throws {
    let table = try TokenTable(contentsOf: Array("<pad>\n<player=许银川>\na0a1\n".utf8))
    #expect(table.count == 3)
    #expect(table[1] == "<player=许银川>")
    #expect(table.id(of: "a0a1") == 2)
    #expect(table.id(of: "a0a2") == nil)
  }

  @Test func theLastNewlineMayBeMissing() throws {
    #expect(try TokenTable(contentsOf: Array("a\nb".utf8)) == TokenTable(contentsOf: Array("a\nb\n".utf8)))
  }

  @Test(arguments: [
    ([], TokenTableError.noTokens, "token table: there is no token, each should have a line"),
    (Array("a\n\nb\n".utf8), .emptyToken(line: 2), "token table: line 2 is empty, a token should be there"),
    (
      Array("a\nb\na\n".utf8), .repeatedToken("a", line: 3, firstLine: 1),
      "token table: \"a\" on line 3 is on line 1 already"
    ),
    ([0x61, 0xFF], .notUTF8, "token table: the text is not UTF-8"),
  ])
  func faultsAreNamedByLine(bytes: [UInt8], error: TokenTableError, sentence: String) {
    #expect(throws: error) { try TokenTable(contentsOf: bytes) }
    #expect(error.description == sentence)
  }
}
