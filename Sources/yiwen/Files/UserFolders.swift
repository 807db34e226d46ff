import FoundationEssentials
import TerminalUI

/// Where a person's things are kept, by the XDG base directory specification 0.8.
struct UserFolders {
  let home: String
  let data: String
  let configuration: String
  let state: String

  init(environment: [String: String]) {
    let home =
      environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? FileManager.default.currentDirectoryPath
    func folder(_ variable: String, _ usual: String) -> String {
      // A relative path in these variables is to be ignored, says the specification.
      let base = environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "\(home)/\(usual)"
      return base + "/yiwen"
    }
    self.home = home
    data = folder("XDG_DATA_HOME", ".local/share")
    configuration = folder("XDG_CONFIG_HOME", ".config")
    state = folder("XDG_STATE_HOME", ".local/state")
  }

  /// The files of the table.
  var table: TablePaths {
    TablePaths(
      unfinished: "\(data)/unfinished.pgn", settings: "\(configuration)/settings",
      played: "\(data)/played.pgn",
      home: home)
  }
}
