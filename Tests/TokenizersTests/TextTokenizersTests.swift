import Testing
import Tokenizers

struct TextTokenizersTests {
  @Test func anEmptyFolderSaysWhatWasLookedFor() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: TokenizerError.self) { try TextTokenizers.open(folder: folder.path) }
    #expect(
      error?.description
        == "\(folder.path): has no vocabulary, looked for tokenizer.json, vocab.json with merges.txt, tokenizer.model, "
        + "spiece.model, sentencepiece.bpe.model, chinese_vocab.model, vocab.txt, tokens.txt")
  }

  /// Parts of a tokenizer.json that are not understood, with the sentence that names them.
  @Test(arguments: [
    (#""normalizer":{"type":"NFKC"}"#, #""normalizer.type" is "NFKC""#),
    (
      #""normalizer":{"type":"Sequence","normalizers":[{"type":"NFC"},{"type":"Nmt"}]}"#,
      #""normalizer.normalizers[1].type" is "Nmt""#
    ),
    (#""pre_tokenizer":{"type":"UnicodeScripts"}"#, #""pre_tokenizer.type" is "UnicodeScripts""#),
    (
      #""pre_tokenizer":{"type":"Split","pattern":{"Regex":"(?<=a)b"},"behavior":"Isolated"}"#,
      #""pre_tokenizer.pattern.Regex" is "(?<=a)b""#
    ),
    (
      #""pre_tokenizer":{"type":"Split","pattern":{"String":"a"},"behavior":"Chopped"}"#,
      #""pre_tokenizer.behavior" is "Chopped""#
    ),
    (#""decoder":{"type":"CTC"}"#, #""decoder.type" is "CTC""#),
    (#""post_processor":{"type":"Other"}"#, #""post_processor.type" is "Other""#),
  ])
  func partsThatAreNotReadAreNamed(part: String, sentence: String) throws {
    let folder = try TemporaryFolder([
      "tokenizer.json": #"{"model":{"type":"BPE","vocab":{"a":0,"b":1},"merges":[]},\#(part)}"#
    ])
    let error = #expect(throws: TokenizerError.self) { try TextTokenizers.open(folder: folder.path) }
    #expect(error?.description.hasPrefix("\(folder.path)/tokenizer.json: \(sentence), supported is ") == true)
  }

  /// Faults of a tokenizer.json, with what the sentence says.
  @Test(arguments: [
    (
      #"{"model":{"type":"BPE","vocab":{"a":-1},"merges":[]}}"#,
      #"the id of "a" is -1, it should be in 0..<1048576"#
    ),
    (#"{"model":{"type":"BPE","vocab":{"a":9223372036854775807},"merges":[]}}"#, "the id of"),
    (
      #"{"model":{"type":"BPE","vocab":{"a":0,"b":0},"merges":[]}}"#, #"the id 0 has two tokens, "a" and "b""#
    ),
    (#"{"model":{"type":"BPE","vocab":{"a":0,"a":1},"merges":[]}}"#, #"the name "a" occurs twice"#),
    (
      #"{"model":{"type":"BPE","vocab":{"a":0.5},"merges":[]}}"#,
      #""model.vocab.a" is 0.5, an id should be there"#
    ),
    (
      #"{"model":{"type":"BPE","vocab":{"a":0},"merges":["a b"]}}"#,
      #"merge 1, "a" and "b", is not of tokens"#
    ),
    (
      #"{"model":{"type":"BPE","vocab":{"a":0},"merges":["a"]}}"#,
      #""model.merges[0]" is "a", two tokens should be there"#
    ),
    (#"{"model":{"type":"BPE","vocab":{"a":0}}}"#, #""model.merges" is missing"#),
    (#"{"model":{"type":"Unigram","vocab":[["a",-1]],"unk_id":5}}"#, #""model.unk_id" is 5"#),
    (#"{"model":{"type":"WordPiece","vocab":{"a":0}}}"#, #""model.unk_token" is missing"#),
    (
      #"{"model":{"type":"Other","vocab":{"a":0}}}"#,
      #""model.type" is "Other", supported is BPE, Unigram, WordPiece, WordLevel"#
    ),
    (
      #"{"added_tokens":[{"id":0,"content":""}],"model":{"type":"BPE","vocab":{"a":0},"merges":[]}}"#,
      #""added_tokens[0].content" is """#
    ),
    (
      #"{"model":{"type":"WordPiece","vocab":{"[UNK]":0},"max_input_chars_per_word":1000000}}"#,
      #""model.max_input_chars_per_word" is 1000000, 1 to 1000 should be there"#
    ),
    (Self.replacing("a", with: String(repeating: "a", count: 32), times: 3), "more than 1024 times longer"),
    (Self.replacing("a", with: String(repeating: "a", count: 1025), times: 1), "at most 1024 bytes"),
    ("{}", #""model" is missing"#), ("[1", "JSON: "), ("", "JSON: "),
  ])
  func faultsAreOneSentence(json: String, sentence: String) throws {
    let folder = try TemporaryFolder(["tokenizer.json": json])
    let error = #expect(throws: TokenizerError.self) { try TextTokenizers.open(folder: folder.path) }
    #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "")")
  }

  private static func replacing(_ old: String, with new: String, times: Int) -> String {
    let step = #"{"type":"Replace","pattern":{"String":"\#(old)"},"content":"\#(new)"}"#
    let steps = Array(repeating: step, count: times).joined(separator: ",")
    return
      #"{"model":{"type":"BPE","vocab":{"a":0},"merges":[]},"normalizer":{"type":"Sequence","normalizers":[\#(steps)]}}"#
  }

  @Test func theModelOfCPMCountsMoreThanATokenizerFileBesideIt() throws {
    let folder = try TemporaryFolder([
      "tokenizer.json": #"{"normalizer":{"type":"NFKD"}}"#,
      "config.json": #"{"tokenizer_class":"CpmTokenizer"}"#,
    ])
    try folder.write(Fixtures.bytes("cpm/spiece.model"), to: "spiece.model")
    let tokenizer = try TextTokenizers.open(folder: folder.path)
    #expect(tokenizer.decode(tokenizer.encode("今天 天气\n很好")) == "今天 天气\n很好")
  }

  @Test func otherClassesOfTokenizersAreNamed() throws {
    let folder = try TemporaryFolder([
      "vocab.txt": "[UNK]\na\n", "tokenizer_config.json": #"{"tokenizer_class":"CpmAntTokenizer"}"#,
    ])
    let error = #expect(throws: TokenizerError.self) { try TextTokenizers.open(folder: folder.path) }
    #expect(error?.description.contains(#""tokenizer_class" is "CpmAntTokenizer""#) == true)
  }

  /// What is said with all characters comes back whole, also token by token.
  @Test(arguments: ["gpt2", "qwen2-json", "llama3-json", "spm-llama", "llama-json"])
  func textsComeBack(folder: String) throws {
    let tokenizer = try TextTokenizers.open(folder: Fixtures.path(folder))
    for golden in try GoldenCase.read(folder) {
      let text = golden.decoded  // composed, and with spaces for the sign that stands for them
      let tokens = tokenizer.encode(text)
      #expect(Array(tokenizer.decode(tokens).unicodeScalars) == Array(text.unicodeScalars))
      if let beginning = tokenizer.beginning {
        #expect(tokenizer.decode([beginning] + tokens) == tokenizer.decode(tokens))
      }
    }
  }

  @Test func idsThatHaveNoTokenWriteNothing() throws {
    let tokenizer = try TextTokenizers.open(folder: Fixtures.path("gpt2"))
    for id in [-1, tokenizer.count, .max, .min] {
      #expect(tokenizer.bytes(of: id, after: id).isEmpty)
      #expect(tokenizer.name(of: id).isEmpty)
    }
  }
}
