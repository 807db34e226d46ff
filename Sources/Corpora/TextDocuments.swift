internal import FoundationEssentials
internal import ModelFiles

/// The documents of files of text.
struct TextDocuments {
  /// What is a document of a file without structure.
  let documents: TextPreparation.Documents

  /// One document.
  struct Document {
    let text: String
    let licence: String?
  }

  /// The files that inputs name: themselves, and of folders the texts in them, in the order of their names.
  static func files(_ inputs: [(path: String, licence: String?)]) throws(CorpusError) -> [(
    path: String, licence: String?
  )] {
    var files: [(path: String, licence: String?)] = []
    for input in inputs {
      var isFolder = false
      guard FileManager.default.fileExists(atPath: input.path, isDirectory: &isFolder), isFolder else {
        files.append(input)
        continue
      }
      let names: [String]
      do {
        names = try FileManager.default.contentsOfDirectory(atPath: input.path).sorted()
      } catch {
        throw .folder(path: input.path, reason: "\(error)")
      }
      let texts = names.filter(isText)
      guard !texts.isEmpty else {
        throw .folder(path: input.path, reason: "it holds no .txt or .jsonl file, also .xz")
      }
      files += texts.map { (path: "\(input.path)/\($0)", licence: input.licence) }
    }
    return files
  }

  private static func isText(_ name: String) -> Bool {
    let plain = name.hasSuffix(".xz") ? String(name.dropLast(3)) : name
    return plain.hasSuffix(".txt") || isRecords(plain)
  }

  private static func isRecords(_ name: String) -> Bool {
    name.hasSuffix(".jsonl") || name.hasSuffix(".jsonl.xz")
  }

  /// Hands over the documents of a file's content; those without a character are left out.
  func forEach(
    in bytes: [UInt8], path: String, body: (Document) throws(CorpusError) -> Void
  ) throws(CorpusError) {
    let isRecords = Self.isRecords(path)
    guard isRecords || documents != .file else { return try hand(bytes[...], path: path, body) }
    // What has been gathered of the document so far: from where, and to the end of its last line.
    var start = 0
    var line = 0
    var next = 0
    while next < bytes.count {
      line += 1
      let end = bytes[next...].firstIndex(of: 0x0A) ?? bytes.count
      let row = bytes[next..<end]
      let isEmpty = row.allSatisfy { $0 <= 0x20 }
      if isRecords {
        if !isEmpty { try body(try Self.record(Array(row), path: path, line: line)) }
      } else if documents == .line {
        try hand(row, path: path, body)
      } else if isEmpty {
        try hand(bytes[start..<next], path: path, body)
        start = min(end + 1, bytes.count)
      }
      next = min(end + 1, bytes.count)
    }
    if !isRecords, documents == .paragraph { try hand(bytes[start...], path: path, body) }
  }

  private func hand(
    _ bytes: ArraySlice<UInt8>, path: String, _ body: (Document) throws(CorpusError) -> Void
  ) throws(CorpusError) {
    guard let first = bytes.firstIndex(where: { $0 > 0x20 }),
      let last = bytes.lastIndex(where: { $0 > 0x20 })
    else { return }
    guard let text = String(validating: bytes[first...last].filter { $0 != 0x0D }, as: UTF8.self) else {
      throw .malformed(path: path, problem: "the text should be UTF-8")
    }
    try body(Document(text: text, licence: nil))
  }

  private static func record(_ row: [UInt8], path: String, line: Int) throws(CorpusError) -> Document {
    let json: JSONValue
    do { json = try JSONValue(parsing: row) } catch {
      throw .malformed(path: path, problem: "line \(line): \(error)")
    }
    guard let text = json["text"]?.text, !text.isEmpty else {
      throw .malformed(path: path, problem: "line \(line): the record should have a \"text\"")
    }
    return Document(text: text, licence: json["licence"]?.text ?? json["license"]?.text)
  }
}
