/// A language the interface speaks.
public enum Language: String, CaseIterable, Sendable, Hashable {
  case chinese = "zh"
  case english = "en"

  /// The language of a locale, as the environment names it: the first of `LC_ALL`, `LC_MESSAGES` and `LANG` that is
  /// set and not empty decides; Chinese when it begins with `zh`, English otherwise.
  public init(environment: [String: String]) {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].lazy.compactMap { environment[$0] }.first { !$0.isEmpty }
    self = locale?.lowercased().hasPrefix("zh") == true ? .chinese : .english
  }

  /// The language an option names: `zh`, `zh_CN`, `cn`, `chinese`, `中文`, or `en`, `en_US`, `english`.
  public init?(option: String) {
    let name = option.lowercased()
    if name.hasPrefix("zh") || ["cn", "chinese", "中文"].contains(name) {
      self = .chinese
    } else if name.hasPrefix("en") {
      self = .english
    } else {
      return nil
    }
  }
}
