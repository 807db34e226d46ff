/// How words become tokens.
enum WordModel: Sendable {
  /// Byte-pair encoding by a list of merges.
  case merges(MergeModel)
  /// Byte-pair encoding by scores.
  case scores(ScoreMergeModel)
  /// The most probable pieces.
  case unigram(UnigramModel)
  /// The longest pieces from the left.
  case wordPiece(WordPieceModel)
  /// The word itself, or the token for unknown ones.
  case wordLevel(Vocabulary, unknown: Int)

  func encode(_ words: PieceList, into tokens: inout [Int]) {
    let scalars = words.scalars
    switch self {
    case .merges(let model):
      var workspace = MergeModel.Workspace()
      for range in words.ranges { model.encode(scalars[range], into: &tokens, &workspace) }
    case .scores(let model):
      for range in words.ranges { model.encode(scalars[range], into: &tokens) }
    case .unigram(let model):
      var lattice = Lattice()
      for range in words.ranges { model.append(scalars[range], to: &tokens, using: &lattice) }
    case .wordPiece(let model):
      for range in words.ranges { model.encode(scalars[range], into: &tokens) }
    case .wordLevel(let vocabulary, let unknown):
      for range in words.ranges { tokens.append(vocabulary.id(of: String(Array(scalars[range]))) ?? unknown) }
    }
  }
}
