/// A move that a text names but that the rules do not allow, with the reason.
public struct RefusedMove: Sendable, Hashable {
  /// The move that was meant.
  public var move: Move
  /// Why it cannot be played.
  public var refusal: MoveRefusal

  /// That move with that reason.
  public init(move: Move, refusal: MoveRefusal) {
    self.move = move
    self.refusal = refusal
  }
}

/// Why a text is not a move of a position.
///
/// Each case carries the text as it was written.
public enum NotationError: Error, Hashable, Sendable {
  /// The text has none of the known shapes.
  case malformed(String)
  /// No such piece stands there, or a qualifier such as 前 was given and no two like pieces share a file.
  case noPiece(String)
  /// The piece is there and cannot move so. Holds what was meant, once for each piece that fits the name;
  /// empty where the text leads to no square at all, such as 炮二平二 or a step off the board.
  case illegal(String, [RefusedMove])
  /// Several legal moves fit.
  case ambiguous(String, [Move])

  /// The class of the error: `malformed`, `no_piece`, `illegal` or `ambiguous`.
  public var kind: String {
    switch self {
    case .malformed: "malformed"
    case .noPiece: "no_piece"
    case .illegal: "illegal"
    case .ambiguous: "ambiguous"
    }
  }

  /// The text as it was written, cut short if it was long.
  public var text: String {
    switch self {
    case .malformed(let text), .noPiece(let text), .illegal(let text, _), .ambiguous(let text, _): text
    }
  }

  /// The same error about a text that is written differently.
  func with(text: String) -> NotationError {
    switch self {
    case .malformed: .malformed(text)
    case .noPiece: .noPiece(text)
    case .illegal(_, let refused): .illegal(text, refused)
    case .ambiguous(_, let moves): .ambiguous(text, moves)
    }
  }

  /// The rule that stands in the way, for the piece that comes closest, if the text means a definite move.
  ///
  /// Of two pieces that fit the name the one whose way is open, and that fails only because of its general, is
  /// the closer one: it is what the writer had in mind.
  public var refusal: MoveRefusal? {
    guard case .illegal(_, let refused) = self else { return nil }
    return (refused.first { $0.refusal.concernsGeneral } ?? refused.first)?.refusal
  }
}

extension MoveRefusal {
  /// Whether the piece could move so but for its general's safety.
  fileprivate var concernsGeneral: Bool {
    switch self {
    case .leavesGeneralInCheck, .exposesGeneral, .generalsFaceEachOther: true
    default: false
    }
  }
}

extension NotationError: CustomStringConvertible {
  /// One English sentence.
  public var description: String {
    switch self {
    case .malformed(let text):
      "“\(text)” is not a move; write it like 炮二平五, C2=5 or h2e2"
    case .noPiece(let text):
      "“\(text)”: the side to move has no such piece there"
    case .illegal(let text, _):
      "“\(text)” is not legal: " + (refusal?.description ?? "it leads to no square the piece could reach")
    case .ambiguous(let text, let moves):
      "“\(text)” fits \(moves.count) moves (\(moves.map(\.iccs).joined(separator: ", "))); say which piece"
    }
  }
}
