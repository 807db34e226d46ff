import LanguageModel
import ModelFiles
import Testing
import Tokenizers

/// Where the repository is, from this file's place in it.
let repository = String(#filePath.dropLast("/Tests/LanguageModelTests/GoldenCase.swift".count))

/// The folder of the model that is shipped.
let modelFolder = repository + "/models/xiangqi"

/// An input with the answers a reference computed in float32.
struct GoldenCase: CustomTestStringConvertible {
  let name: String
  let inputs: [TokenInput]
  /// The highest logits at the last place, with their tokens.
  let top: [(token: Int, logit: Double)]
  /// The logits of the first 64 moves at the last place.
  let firstMoves: [Double]
  let logSumExp: Double
  let outcome: [Double]
  /// The most likely token at every place.
  let argmax: [Int]

  var testDescription: String { name }

  /// The id of the first move token.
  static let firstMove = 175

  static func tokenTable() throws -> TokenTable {
    try TokenTable(contentsOf: MappedFile.read(path: modelFolder + "/tokens.txt", limit: 1 << 20))
  }

  static func all() throws -> [GoldenCase] {
    let path = repository + "/Tests/LanguageModelTests/Fixtures/xiangqi-golden.json"
    let json = try JSONValue(parsing: MappedFile.read(path: path, limit: 1 << 20))
    let table = try tokenTable()
    return try #require(json["cases"]?.elements).map { try GoldenCase($0, table) }
  }

  private init(_ json: JSONValue, _ table: TokenTable) throws {
    func numbers(_ key: String) throws -> [Double] {
      try #require(json[key]?.elements).map { try #require($0.number) }
    }
    func id(_ token: JSONValue) throws -> Int {
      let text = try #require(token.text)
      return try #require(table.id(of: text))
    }
    name = try #require(json["name"]?.text)
    let tokens = try numbers("token_ids").map { Int32($0) }
    let facts = try #require(json["facts"]?.elements).map { facts in
      try #require(facts.elements).map { Int32(try #require($0.number)) }
    }
    try #require(facts.count == tokens.count)
    inputs = zip(tokens, facts).map { TokenInput(token: $0, features: $1) }
    top = try #require(json["last_logits_top20"]?.elements).map { pair in
      let elements = try #require(pair.elements)
      return (try id(elements[0]), try #require(elements[1].number))
    }
    firstMoves = try numbers("last_logits_first64_moves")
    logSumExp = try #require(json["last_logits_logsumexp"]?.number)
    outcome = try numbers("wdl_logits_last")
    argmax = try #require(json["argmax_each_position"]?.elements).map(id)
  }
}
