import Testing
import Tokenizers

struct WordPieceTests {
  /// What a text in BERT's words reads like again.
  @Test(arguments: [
    ("今天天气很好，我们去公园玩。", "今天天气很好，我们去公园玩。"),
    ("小明说 hello 的时候，tom 也说了“你好”。", "小明说hello的时候，tom也说了“你好”。"),
    (
      "the cannon jumps over one piece, and captures another. we play!",
      "the cannon jumps over one piece, and captures another. we play!"
    ),
    ("价格是35.80元，共1,000个", "价格是35.80元，共1,000个"), ("gpt (a model) is good", "gpt (a model) is good"),
    ("it's 18:45", "it's 18:45"), ("привет, мир! это предложение.", "привет, мир! это предложение."),
    ("100% of them", "100% of them"),
  ])
  func textIsWrittenAsPeopleWriteIt(text: String, natural: String) throws {
    let pieces = Set(text.lowercased().unicodeScalars.filter { $0 != " " }.map { String($0) })
    let names = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"] + pieces.sorted() + pieces.sorted().map { "##" + $0 }
    let folder = try TemporaryFolder(["vocab.txt": names.joined(separator: "\n")])
    let tokenizer = try TextTokenizers.open(folder: folder.path)
    let tokens = tokenizer.encode(text)
    #expect(!tokens.contains(1))
    #expect(tokenizer.decode(tokens) == natural)
    #expect(tokenizer.decode([2] + tokens + [3]) == natural)
  }

  @Test func capitalsStayWhereTheSettingsSaySo() throws {
    let vocabulary = "[UNK]\n[CLS]\n[SEP]\nA\na\n"
    for (settings, id) in [("{}", 4), (#"{"do_lower_case": false}"#, 3)] {
      let folder = try TemporaryFolder(["vocab.txt": vocabulary, "tokenizer_config.json": settings])
      #expect(try TextTokenizers.open(folder: folder.path).encode("A") == [id])
    }
  }

  @Test func aVocabularyOfTwoTwinsHasBothCharacters() throws {
    // U+F90A is canonically equivalent to U+91D1, so equal as a String.
    let folder = try TemporaryFolder([
      "vocab.txt": "[UNK]\n\u{91D1}\n\u{F90A}\n", "tokenizer_config.json": #"{"do_lower_case": false}"#,
    ])
    #expect(try TextTokenizers.open(folder: folder.path).encode("\u{F90A}\u{91D1}") == [2, 1])
  }
}
