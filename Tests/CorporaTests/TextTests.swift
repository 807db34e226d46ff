import ModelFiles
import Testing
import Training

@testable import Corpora

struct TextTests {
  func tokens(_ text: PreparedText) -> [[Int32]] {
    zip(text.offsets, text.offsets.dropFirst()).map { text[$0..<$1] }
  }

  func names(_ text: PreparedText) -> [String] {
    String(decoding: text.vocabulary.content, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// The documents as text, special tokens by name.
  func documents(_ text: PreparedText) -> [String] {
    let names = names(text)
    return tokens(text).map { $0.map { names[Int($0)] }.joined() }
  }

  func prepared(
    _ files: [(name: String, content: String)], _ documents: TextPreparation.Documents = .file,
    size: Int = 100,
    in place: Workplace
  ) throws -> PreparedText {
    var preparation = TextPreparation()
    preparation.documents = documents
    preparation.vocabularySize = size
    let paths = try files.map { (path: try place.write($0.content, to: $0.name), licence: Optional("CC0")) }
    let folder = try place.folder("text")
    _ = try preparation.run(files: paths, to: folder)
    return try PreparedText(folder: folder)
  }

  @Test func charactersAreNumberedByFrequency() throws {
    let place = try Workplace()
    let text = try prepared([("a.txt", "棋乙棋甲棋甲\n")], in: place)
    #expect(names(text) == ["<pad>", "<bos>", "<eos>", "<unk>", "棋", "甲", "乙"])
    #expect(tokens(text) == [[1, 4, 6, 4, 5, 4, 5, 2]])
    #expect(text.manifest.count("tokens") == 8)
    #expect(text.manifest.count("documents") == 1)
    #expect(text.manifest.count("unknown_characters") == 0)
  }

  @Test func rareCharactersAreUnknownAndCounted() throws {
    let place = try Workplace()
    let text = try prepared([("a.txt", "aaabbc")], size: 6, in: place)
    #expect(documents(text) == ["<bos>aaabb<unk><eos>"])
    #expect(text.manifest.count("unknown_characters") == 1)
  }

  @Test(arguments: [
    (TextPreparation.Documents.file, ["<bos>一<0x0A>二<0x0A><0x0A>三<0x09>四<eos>", "<bos>五<eos>"]),
    (.paragraph, ["<bos>一<0x0A>二<eos>", "<bos>三<0x09>四<eos>", "<bos>五<eos>"]),
    (.line, ["<bos>一<eos>", "<bos>二<eos>", "<bos>三<0x09>四<eos>", "<bos>五<eos>"]),
  ])
  func documentsAreFilesParagraphsOrLines(kind: TextPreparation.Documents, expected: [String]) throws {
    let place = try Workplace()
    let text = try prepared([("a.txt", "\n一\r\n二\n \n三\t四\n\n"), ("b.txt", "五")], kind, in: place)
    #expect(documents(text).map { $0.replacing("<0x0A> <0x0A>", with: "<0x0A><0x0A>") } == expected)
  }

  @Test func recordsHaveTheirTextAndLicence() throws {
    let place = try Workplace()
    let file = try place.write(
      #"{"text":"甲\n乙","licence":"MIT"}"# + "\n\n" + #"{"id":1,"text":"丙","licence":"CC0"}"# + "\n",
      to: "a.jsonl")
    let folder = try place.folder("text")
    let manifest = try TextPreparation().run(files: [(path: file, licence: nil)], to: folder)
    #expect(manifest.sources.map(\.licence) == ["CC0; MIT"])
    #expect(documents(try PreparedText(folder: folder)) == ["<bos>甲<0x0A>乙<eos>", "<bos>丙<eos>"])
  }

  @Test(arguments: [
    ("a.txt", "\u{FF}", "the text should be UTF-8"),
    ("a.jsonl", "{\"text\":1}", "line 1: the record should have"),
    ("a.jsonl", "{", "line 1: JSON: "),
  ])
  func faultyTextsAreNamed(name: String, content: String, sentence: String) throws {
    let place = try Workplace()
    let file = try place.write(content == "\u{FF}" ? [0xFF] : Array(content.utf8), to: name)
    let folder = try place.folder("text")
    #expect {
      try TextPreparation().run(files: [(path: file, licence: nil)], to: folder)
    } throws: { "\($0)".hasPrefix("\(file): \(sentence)") }
  }

  @Test func foldersAreReadInTheOrderOfNames() throws {
    let place = try Workplace()
    let inputs = try place.folder("inputs")
    _ = try place.write("乙", to: "inputs/b.txt")
    _ = try place.write("甲", to: "inputs/a.txt")
    _ = try place.write("丙", to: "inputs/c.png")
    let folder = try place.folder("text")
    let manifest = try TextPreparation().run(files: [(path: inputs, licence: "CC0")], to: folder)
    #expect(manifest.sources.map(\.file) == ["a.txt", "b.txt"])
    #expect(documents(try PreparedText(folder: folder)) == ["<bos>甲<eos>", "<bos>乙<eos>"])
  }

  @Test func textsForAModelHaveItsCharacters() throws {
    let place = try Workplace()
    _ = try prepared([("a.txt", "甲甲\t甲\n乙")], in: place)
    let file = try place.write("乙丙\t甲", to: "b.txt")
    var preparation = TextPreparation()
    let model = try place.folder("text")
    preparation.vocabulary = try VocabularyFile(folder: model).texts(path: model + "/tokens.txt")
    let folder = try place.folder("more")
    let manifest = try preparation.run(files: [(path: file, licence: nil)], to: folder)
    #expect(documents(try PreparedText(folder: folder)) == ["<bos>乙<unk><0x09>甲<eos>"])
    #expect(manifest.count("unknown_characters") == 1)
  }

  @Test(arguments: [
    (
      "<pad>\n<bos>\n<end>\n",
      "token table: line 3 is \"<end>\", a vocabulary of characters has \"<eos>\" there"
    ),
    (
      "<pad>\n<bos>\n<eos>\n<unk>\n甲\nh2e2\n",
      "token table: line 6 is \"h2e2\", a single character should be there"
    ),
    (
      "<pad>\n<bos>\n<eos>\n<unk>\nA\n<0x41>\n",
      "token table: line 6 is \"<0x41>\", a single character should be there"
    ),
  ])
  func otherVocabulariesAreRefused(table: String, sentence: String) throws {
    let place = try Workplace()
    let path = try place.write(table, to: "tokens.txt")
    #expect {
      try VocabularyFile(folder: String(path.dropLast("/tokens.txt".count))).texts(path: path)
    } throws: { "\($0)" == "\(path): \(sentence)" }
  }

  @Test func gamesBecomeTheirMovesAsText() throws {
    let place = try Workplace()
    let file = try place.write("id\tmoves\nx\th2e2 h9g7 h0g2\n", to: "games.tsv")
    let folder = try place.folder("text")
    _ = try GamePreparation.everything.runAsText(files: [(path: file, licence: nil)], to: folder)
    let text = try PreparedText(folder: folder)
    #expect(documents(text) == ["<bos>h2e2 h9g7 h0g2<eos>"])
    #expect(text.vocabularySize <= 4 + 9 + 10 + 1)
  }

  @Test func windowsAskForEveryTokenOnceAPass() throws {
    let place = try Workplace()
    let lines = (1...9).map { String(repeating: "棋文", count: $0) }.joined(separator: "\n")
    let text = try prepared([("a.txt", lines)], .line, in: place)
    let source = TextSource([text], context: 5, seed: 3)
    var cursor = 0
    var asked = 0
    while cursor < source.epochLength {
      let (batch, next) = source.batch(at: cursor, tokenLimit: 12)
      #expect(batch.tokenCount <= 12)
      #expect(batch.targets.allSatisfy { $0 >= 0 })
      for (start, end) in zip(batch.sequenceStarts, batch.sequenceStarts.dropFirst()) {
        let range = Int(start)..<Int(end)
        #expect(range.count <= 5)
        #expect(batch.targets[range].dropLast().elementsEqual(batch.tokens[range].dropFirst()))
        #expect(batch.positions[range].elementsEqual((0..<range.count).map { Int32($0) }))
      }
      asked += batch.tokenCount
      cursor = next
    }
    #expect(asked == text.tokenCount - text.count)
  }

  @Test func tokensBeyondTheVocabularyAreRefused() throws {
    let place = try Workplace()
    let text = try prepared([("a.txt", "甲乙丙")], in: place)
    _ = try place.write("<pad>\n<bos>\n<eos>\n<unk>\n甲\n", to: "text/tokens.txt")
    #expect { try PreparedText(folder: text.folder) } throws: {
      "\($0)".hasSuffix("a token is not in the vocabulary of 5")
    }
  }
}
