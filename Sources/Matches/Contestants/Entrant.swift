public import Players

/// One of those who are entered for a match: a name, what it may use for a move, and how to bring it to the board.
///
/// Games that are played side by side each need a contestant of their own, and one that crashed needs a new one.
public struct Entrant: Sendable {
  /// The name in tables and game records.
  public let name: String
  /// What it may use for a move; a clock in it is what each game begins with.
  public let limits: SearchLimits
  private let make: @Sendable () async throws -> any Contestant

  /// An entrant of that name.
  public init(
    name: String, limits: SearchLimits = SearchLimits(),
    make: @escaping @Sendable () async throws -> any Contestant
  ) {
    self.name = name
    self.limits = limits
    self.make = make
  }

  /// A contestant that plays for this entrant.
  ///
  /// - Throws: Why it cannot be started.
  public func contestant() async throws -> any Contestant { try await make() }
}
