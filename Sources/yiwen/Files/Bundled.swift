import FoundationEssentials

/// Finds what ships beside the program: models and assets.
///
/// Looked for in this order: `$YIWEN_HOME`; the folders above the executable (a checkout: `.build/release/yiwen`);
/// `share/yiwen` beside the executable's `bin` (an installation); the working folder.
enum Bundled {
  struct NotFound: Error, CustomStringConvertible {
    let item: String
    let option: String
    let places: [String]
    var description: String {
      "\(item) was not found in \(places.joined(separator: ", ")); "
        + "give its place with \(option), or set YIWEN_HOME to the folder that holds it"
    }
  }

  static func folder(named item: String, for option: String) throws -> String {
    if let found = path(of: item) { return found }
    throw NotFound(item: item, option: option, places: homes)
  }

  /// The path of `item` in the first home that has it.
  static func path(of item: String) -> String? {
    homes.lazy.map { "\($0)/\(item)" }.first { FileManager.default.fileExists(atPath: $0) }
  }

  private static var homes: [String] {
    var homes: [String] = []
    if let home = ProcessInfo.processInfo.environment["YIWEN_HOME"], !home.isEmpty { homes.append(home) }
    if let executable = executablePath() {
      var parts = executable.split(separator: "/").dropLast()
      homes.append("/" + parts.dropLast().joined(separator: "/") + "/share/yiwen")
      for _ in 0..<4 where !parts.isEmpty {
        homes.append("/" + parts.joined(separator: "/"))
        parts = parts.dropLast()
      }
    }
    homes.append(FileManager.default.currentDirectoryPath)
    return homes
  }

  /// Where this program lies, links resolved; nil where the system does not say.
  private static func executablePath() -> String? {
    do {
      return try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    } catch {
      return CommandLine.arguments.first.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
  }
}
