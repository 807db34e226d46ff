import ArgumentParser
import Xiangqi

/// The notations that game files are written in.
enum FileNotation: String, ExpressibleByArgument, CaseIterable {
  case chinese, chineseTraditional, wxf, iccs

  var notation: Notation {
    switch self {
    case .chinese: .chinese
    case .chineseTraditional: .chineseTraditional
    case .wxf: .wxf
    case .iccs: .iccs
    }
  }
}
