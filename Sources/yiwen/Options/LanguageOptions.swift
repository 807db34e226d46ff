public import ArgumentParser
public import Catalog
import FoundationEssentials

extension Language: ExpressibleByArgument {
  /// As the option is written; see ``Language/init(option:)``.
  public init?(argument: String) { self.init(option: argument) }
}

/// The language of what is printed.
struct LanguageOptions: ParsableArguments {
  @Option(help: "The language: zh or en (default: that of the locale).")
  var lang: Language?

  /// The language asked for, or the locale's.
  var language: Language { lang ?? Language(environment: ProcessInfo.processInfo.environment) }
}
