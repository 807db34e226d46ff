import Testing
import Tokenizers

/// Texts as characters and back.
struct CharacterTokenizerTests {
  static let table = "<pad>\n<bos>\n<eos>\n<unk>\n春\n<0x0A>\n🂡\n<\n"

  @Test func textsBecomeCharactersAndBack() throws {
    let tokenizer = try CharacterTokenizer(contentsOf: Array(Self.table.utf8))
    #expect(tokenizer.count == 8)
    #expect(tokenizer.encode("春\n🂡<x") == [4, 5, 6, 7, 3])
    #expect(tokenizer.decode([1, 4, 5, 6, 7, 2]) == "春\n🂡<")
    #expect(tokenizer.encode("<bos>春<eos>", readingSpecialTokens: true) == [1, 4, 2])
    #expect((0..<8).map(tokenizer.name) == ["<pad>", "<bos>", "<eos>", "<unk>", "春", "<0x0A>", "🂡", "<"])
    #expect(tokenizer.specialTokens == ["<pad>": 0, "<bos>": 1, "<eos>": 2, "<unk>": 3])
    #expect(tokenizer.beginning == 1 && tokenizer.ends == [2])
    // Ids from elsewhere write nothing.
    #expect(tokenizer.bytes(of: 99, after: nil).isEmpty && tokenizer.name(of: 99) == "<99>")
  }

  @Test(arguments: [
    ("<pad>\n<bos>\n", "token table: line 3 is \"\", a vocabulary of characters has \"<eos>\" there"),
    ("a\nb\n", "token table: line 1 is \"a\", a vocabulary of characters has \"<pad>\" there"),
    (
      "<pad>\n<bos>\n<eos>\n<unk>\nab\n",
      "token table: line 5 is \"ab\", a single character should be there"
    ),
    (
      "<pad>\n<bos>\n<eos>\n<unk>\n<0x41>\n",
      "token table: line 5 is \"<0x41>\", a single character should be there"
    ),
    ("", "token table: there is no token, each should have a line"),
  ])
  func otherTablesAreRefused(table: String, sentence: String) {
    let error = #expect(throws: CharacterTokenizerError.self) {
      try CharacterTokenizer(contentsOf: Array(table.utf8))
    }
    #expect(error?.description == sentence)
  }
}
