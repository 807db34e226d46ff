/// Which of the two languages of xiangqi programs is spoken.
public enum EngineDialect: String, Sendable, Hashable, CaseIterable {
  /// The Universal Chess Interface, as Pikafish and Fairy-Stockfish speak it.
  case uci
  /// The Universal Chinese Chess Protocol, version 3.0 (xqbase.com).
  case ucci
}
