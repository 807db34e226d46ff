internal import Xiangqi

/// How the ten ranks are called in the moves of an engine.
enum RankNumbering: Sendable, Hashable, CaseIterable {
  /// `0` to `9`, as ICCS, UCCI and Pikafish have them: `h2e2`.
  case fromZero
  /// `1` to `10`, as Fairy-Stockfish has them under UCI: `h3e3`, `b10c8`.
  case fromOne

  /// The move in the engine's letters.
  func text(of move: Move) -> String {
    switch self {
    case .fromZero: move.iccs
    case .fromOne: Self.name(of: move.from) + Self.name(of: move.to)
    }
  }

  private static func name(of square: Square) -> String {
    String(square.description.prefix(1)) + String(square.rank + 1)
  }

  /// The move of a text, or nil when it is none; capitals and a hyphen between the squares are read too.
  func move(of text: some StringProtocol) -> Move? {
    guard text.utf8.count <= 8 else { return nil }
    var rest = Array(text.utf8)[...]
    guard let from = square(&rest) else { return nil }
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    guard let to = square(&rest), rest.isEmpty else { return nil }
    return Move(from: from, to: to)
  }

  /// Takes a square off the front.
  private func square(_ bytes: inout ArraySlice<UInt8>) -> Square? {
    guard let letter = bytes.popFirst() else { return nil }
    let file = Int(letter | 0x20) - Int(UInt8(ascii: "a"))
    var rank: Int?
    while let digit = bytes.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      // A rank has a second digit only as 10.
      if rank != nil, self == .fromZero || rank != 1 { break }
      rank = (rank ?? 0) * 10 + Int(digit - UInt8(ascii: "0"))
      bytes = bytes.dropFirst()
    }
    guard (0..<9).contains(file), let found = rank else { return nil }
    let row = self == .fromZero ? found : found - 1
    return (0..<10).contains(row) ? Square(file: file, rank: row) : nil
  }
}
