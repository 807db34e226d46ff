internal import FoundationEssentials

/// How case files are read: the schema first, then the lists of cases, each case for itself.
enum CaseFile {
  /// The formats of case files.
  enum Schema: String, CaseIterable {
    case adjudication = "xiangqi-adjudication/1"
    case fen = "xiangqi-fen/1"
    case legalMoves = "xiangqi-legal-moves/1"
    case notation = "xiangqi-notation/1"
    case perft = "xiangqi-perft/1"
  }

  private struct Header: Decodable {
    let schema: String
  }

  /// The schema that the bytes declare.
  static func schema(of bytes: [UInt8]) throws(RuleCheckError) -> Schema {
    let name = try decode(Header.self, from: bytes).schema
    guard let schema = Schema(rawValue: name) else { throw .unknownSchema(String(quoting: name)) }
    return schema
  }

  /// The bytes as a value of that shape.
  static func decode<File: Decodable>(
    _ type: File.Type, from bytes: [UInt8],
  ) throws(RuleCheckError) -> File {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw .malformed(problem(of: error))
    }
  }

  /// A decoding error as a phrase: what is wrong, and where.
  static func problem(of error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context):
      "field '\(key.stringValue)' is missing\(place(context))"
    case DecodingError.typeMismatch(let type, let context):
      "\(name(of: type)) is needed\(place(context))"
    case DecodingError.valueNotFound(let type, let context):
      "\(name(of: type)) is needed instead of null\(place(context))"
    case DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty:
      "this is not JSON"
    case DecodingError.dataCorrupted(let context):
      "the value cannot be used\(place(context))"
    default:
      "this is not JSON"
    }
  }

  private static func place(_ context: DecodingError.Context) -> String {
    if context.codingPath.isEmpty { return "" }
    let path = context.codingPath.reduce(into: "") { path, key in
      if let index = key.intValue {
        path += "[\(index)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue
      }
    }
    return " at " + String(line: path)
  }

  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Int.Type: "a whole number"
    case is Bool.Type: "true or false"
    case is [String: any Decodable].Type: "an object"
    default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
    }
  }
}

/// A file whose cases stand in the list `cases`.
struct CaseList<Case: RuleCase>: Decodable {
  let cases: [CaseEntry<Case>]
}

/// A file whose cases stand in the list `positions`.
struct PositionList<Case: RuleCase>: Decodable {
  let positions: [CaseEntry<Case>]
}

/// One entry of a list of cases.
///
/// An entry that cannot be read does not spoil those after it.
enum CaseEntry<Case: RuleCase>: Decodable {
  case readable(Case)
  case unreadable(String)

  init(from decoder: any Decoder) {
    do {
      self = .readable(try Case(from: decoder))
    } catch {
      self = .unreadable(CaseFile.problem(of: error))
    }
  }
}

extension String {
  /// Text of a file made fit for a line of a report: no control characters, at most 120 characters.
  init(line text: String) {
    let cut = text.prefix(120)
    let shown = cut.map { $0.isNewline || $0.unicodeScalars.contains { $0.value < 0x20 } ? "·" : $0 }
    self = String(shown) + (cut.endIndex == text.endIndex ? "" : "…")
  }

  /// The same in quotation marks.
  init(quoting text: String) {
    self = "'" + String(line: text) + "'"
  }
}
