import GameFiles
import TestSupport
import Testing

@Suite struct TextEncodingTests {
  @Test(arguments: ["", "abc", "炮二平五", "車馬砲 𠀀 €", "〇{}[]\\"])
  func gb18030RoundTrips(text: String) throws {
    let bytes = try TextEncoding.gb18030.encode(text)
    #expect(try TextEncoding.decode(bytes) == text)
  }

  @Test func knownBytesAreKnownCharacters() throws {
    // 炮 is C5 DA in GB2312, 砲 is B3 68 in GBK, 㐀 has four bytes in GB18030.
    #expect(try TextEncoding.utf8(from: [0xC5, 0xDA]) == (Array("炮".utf8), .gb18030))
    #expect(try TextEncoding.gb18030.encode("炮") == [0xC5, 0xDA])
    #expect(try TextEncoding.gb18030.encode("砲") == [0xB3, 0x68])
    #expect(try TextEncoding.gb18030.encode("㐀") == [0x81, 0x39, 0xEE, 0x39])
  }

  @Test func theByteOrderMarkIsDropped() throws {
    #expect(try TextEncoding.utf8(from: [0xEF, 0xBB, 0xBF, 0x41]) == ([0x41], .utf8))
    #expect(try TextEncoding.decode([0xFF, 0xFE, 0xAE, 0x70]) == "炮")
  }

  @Test func aCharacterCutOffAtTheEndIsStillUTF8() throws {
    #expect(try TextEncoding.utf8(from: Array("炮二".utf8.dropLast())).encoding == .utf8)
  }

  @Test func bytesOfNeitherEncodingAreRefusedWithTheirPlace() {
    #expect(throws: GameFileError.unknownEncoding(offset: 1)) { try TextEncoding.decode([0x41, 0xFF, 0xFF]) }
  }

  @Test func longTextsCrossTheConvertersBuffer() throws {
    let text = String(repeating: "炮二平五，馬8進7。", count: 30_000)
    #expect(try TextEncoding.decode(TextEncoding.gb18030.encode(text)) == text)
  }
}

@Suite struct XZTests {
  @Test func decompressesAndKnowsItsLimit() throws {
    let bytes = fixture("games.tsv.xz")
    let text = try XZ.decompress(bytes)
    #expect(XZ.isCompressed(bytes) && !XZ.isCompressed(text))
    #expect(String(decoding: text, as: UTF8.self).hasPrefix("id\tresult\t"))
    #expect(try XZ.decompress(bytes, limit: text.count) == text)
    #expect(throws: GameFileError.tooLarge(name: "the decompressed data", limit: text.count - 1)) {
      try XZ.decompress(bytes, limit: text.count - 1)
    }
    #expect(try XZ.decompress(bytes + bytes) == text + text)
  }

  @Test func damagedDataAreRefused() {
    let bytes = fixture("games.tsv.xz")
    var damaged = bytes
    damaged[bytes.count / 2] ^= 1
    for broken in [Array(bytes.dropLast()), Array(bytes.prefix(20)), damaged, [], [1, 2, 3], bytes + [1]] {
      #expect(throws: GameFileError.self) { try XZ.decompress(broken) }
    }
  }
}

@Suite struct GameFormatTests {
  @Test(
    arguments: [
      ("a.pgn", .pgn), ("/x.y/A.PGN", .pgn), ("b.xqf", .xqf), ("games.valid.tsv.xz", .tsv),
      ("c.dhtmlxq", .dhtmlxq),
      ("d.txt", nil), ("pgn", .pgn), ("", nil),
    ] as [(String, GameFormat?)])
  func theNameSuggestsTheFormat(path: String, format: GameFormat?) {
    #expect(GameFormat(path: path) == format)
  }

  @Test(
    arguments: [
      ("[Game \"Chinese Chess\"]", .pgn), ("\u{FEFF}\n[Event \"x\"]", .pgn), ("1. 炮二平五", .pgn),
      ("炮二平五", .pgn),
      ("id\tmoves", .tsv), ("<html>[DhtmlXQ]", .dhtmlxq), ("XQ\u{0A}", .xqf), ("\u{7F}ELF\0", nil),
      ("<html>", nil),
    ] as [(String, GameFormat?)])
  func theContentShowsTheFormat(text: String, format: GameFormat?) {
    #expect(GameFormat(content: Array(text.utf8)) == format)
  }

  @Test func theNameCountsOnlyWhereTheContentCouldBeAnyText() throws {
    let folder = TemporaryFolder()
    try FileIO.write(fixture("games.tsv.xz"), to: folder.file("games.pgn"), creatingFolders: true)
    #expect(try GameFiles.read(path: folder.file("games.pgn")).count == 3)
    try FileIO.write(Array("no table".utf8), to: folder.file("games.tsv"))
    let error = #expect(throws: GameFileError.self) { try GameFiles.read(path: folder.file("games.tsv")) }
    #expect(error?.description.contains("heading") == true)
  }
}
