/// Names of the usual handicaps (让子): what the stronger player takes off the board before the first move.
public enum HandicapText: Phrase {
  case none, oneHorse, oneCannon, twoHorses, horseAndCannon, chariot, chariotAndHorse

  /// The sentence in both languages.
  public var texts: Texts {
    switch self {
    case .none: Texts("不让", "none")
    case .oneHorse: Texts("让单马", "one horse")
    case .oneCannon: Texts("让单炮", "one cannon")
    case .twoHorses: Texts("让双马", "two horses")
    case .horseAndCannon: Texts("让马炮", "a horse and a cannon")
    case .chariot: Texts("让单车", "a chariot")
    case .chariotAndHorse: Texts("让车马", "a chariot and a horse")
    }
  }
}
