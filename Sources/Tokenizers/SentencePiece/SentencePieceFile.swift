/// The content of a SentencePiece model (`sentencepiece_model.proto` in google/sentencepiece).
struct SentencePieceFile {
  /// What a piece is for.
  enum Kind: Int {
    case normal = 1, unknown, control, userDefined, unused, byte
  }

  struct Piece {
    var text = ""
    var score: Float = 0
    var kind = Kind.normal
  }

  var pieces: [Piece] = []
  var isBytePair = false
  var hasByteFallback = false
  var beginning = 1
  var end = 2
  var normalizer = SentencePieceNormalizer()

  init(_ bytes: [UInt8], file: String) throws(TokenizerError) {
    var reader = ProtobufReader(bytes[...], file: file)
    while let (field, value) = try reader.next() {
      // Self-test data and extensions change no id.
      guard (1...5).contains(field), field != 4 else { continue }
      guard let message = value.bytes else {
        throw .malformed(file: file, problem: "not a SentencePiece model: field \(field) is no message")
      }
      switch field {
      case 1:
        guard pieces.count < Vocabulary.limit else {
          throw .malformed(
            file: file, problem: "there are more than the \(Vocabulary.limit) tokens supported")
        }
        pieces.append(try Self.piece(message, file: file))
      case 2: try readTrainer(message, file: file)
      case 3: try readNormalizer(message, file: file)
      default: try Self.checkDenormalizer(message, file: file)
      }
    }
    guard !pieces.isEmpty else {
      throw .malformed(file: file, problem: "not a SentencePiece model: there is no piece")
    }
  }

  private static func piece(_ message: ArraySlice<UInt8>, file: String) throws(TokenizerError) -> Piece {
    var piece = Piece()
    var reader = ProtobufReader(message, file: file)
    while let (field, value) = try reader.next() {
      switch field {
      case 1:
        guard let text = value.bytes.flatMap({ String(validating: $0, as: UTF8.self) }) else {
          throw .malformed(file: file, problem: "a piece before byte \(message.endIndex) is not UTF-8")
        }
        piece.text = text
      case 2:
        guard let score = value.float, score.isFinite else {
          throw .malformed(file: file, problem: "a score before byte \(message.endIndex) is no finite number")
        }
        piece.score = score
      case 3:
        guard let kind = value.integer.flatMap(Kind.init) else {
          throw .malformed(file: file, problem: "a piece before byte \(message.endIndex) has an unknown type")
        }
        piece.kind = kind
      default: continue
      }
    }
    return piece
  }

  private mutating func readTrainer(_ message: ArraySlice<UInt8>, file: String) throws(TokenizerError) {
    var reader = ProtobufReader(message, file: file)
    while let (field, value) = try reader.next() {
      switch field {
      case 3:
        let names = [1: "UNIGRAM", 2: "BPE", 3: "WORD", 4: "CHAR"]
        guard let type = value.integer, type == 1 || type == 2 else {
          throw .unsupported(
            file: file, part: "model_type", found: value.integer.flatMap { names[$0] } ?? "none known",
            supported: "UNIGRAM or BPE")
        }
        isBytePair = type == 2
      case 24 where value.flag == true:
        throw .unsupported(file: file, part: "treat_whitespace_as_suffix", found: "true", supported: "false")
      case 35: hasByteFallback = value.flag ?? false
      case 41: beginning = value.integer.map { Int(Int32(truncatingIfNeeded: $0)) } ?? beginning
      case 42: end = value.integer.map { Int(Int32(truncatingIfNeeded: $0)) } ?? end
      default: continue  // how the model was trained
      }
    }
  }

  private mutating func readNormalizer(_ message: ArraySlice<UInt8>, file: String) throws(TokenizerError) {
    var reader = ProtobufReader(message, file: file)
    while let (field, value) = try reader.next() {
      switch field {
      case 2:
        guard let bytes = value.bytes else {
          throw .malformed(file: file, problem: "precompiled_charsmap is no table")
        }
        if !bytes.isEmpty { normalizer.map = try CharacterMap(bytes, file: file) }
      case 3: normalizer.addsPrefix = value.flag ?? true
      case 4: normalizer.removesExtraSpaces = value.flag ?? true
      case 5: normalizer.escapesSpaces = value.flag ?? true
      default: continue  // the name of the table, and the rules it was compiled from
      }
    }
  }

  private static func checkDenormalizer(_ message: ArraySlice<UInt8>, file: String) throws(TokenizerError) {
    var reader = ProtobufReader(message, file: file)
    while let (field, value) = try reader.next() {
      if field == 2, value.bytes?.isEmpty == false {
        throw .unsupported(
          file: file, part: "denormalizer_spec", found: "a table of characters", supported: "none")
      }
    }
  }
}
