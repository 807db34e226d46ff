public import ArgumentParser
public import Players

extension Level: ExpressibleByArgument {
  /// As the option is written; see ``Level/init(identifier:)``.
  public init?(argument: String) { self.init(identifier: argument) }

  /// The names of the levels.
  public static var allValueStrings: [String] { allCases.map(\.identifier) }
}
