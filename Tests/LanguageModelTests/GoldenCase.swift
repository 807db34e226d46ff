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
    let moves = try #require(json["moves"]?.elements).map { try #require($0.text) }
    var board = FeatureBoard(fen: try #require(json["fen"]?.text))
    let prefix = tokens.count - moves.count
    var inputs = tokens[..<prefix].map { TokenInput(token: $0, features: board.features) }
    for (move, token) in zip(moves, tokens[prefix...]) {
      board.play(move)
      inputs.append(TokenInput(token: token, features: board.features))
    }
    self.inputs = inputs
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

/// A board that knows only how to move a piece and to name itself in the model's features.
struct FeatureBoard {
  private var squares = [Character?](repeating: nil, count: 90)
  private var isBlackToMove: Bool

  init(fen: String) {
    let fields = fen.split(separator: " ")
    isBlackToMove = fields[1] == "b"
    for (row, line) in fields[0].split(separator: "/").enumerated() {
      var file = 0
      for character in line {
        if let empty = character.wholeNumberValue {
          file += empty
        } else {
          squares[(9 - row) * 9 + file] = character
          file += 1
        }
      }
    }
  }

  mutating func play(_ move: String) {
    let bytes = Array(move.utf8).map(Int.init)
    let from = (bytes[1] - 48) * 9 + bytes[0] - 97
    let to = (bytes[3] - 48) * 9 + bytes[2] - 97
    squares[to] = squares[from]
    squares[from] = nil
    isBlackToMove.toggle()
  }

  var features: [Int32] {
    let letters = Array("KABNRCPkabnrcp")
    var features: [Int32] = []
    for (square, piece) in squares.enumerated() {
      if let piece, let kind = letters.firstIndex(of: piece) { features.append(Int32(square * 14 + kind)) }
    }
    return isBlackToMove ? features + [1260] : features
  }
}
