import Catalog
import Players

/// The lines of the help screen.
enum HelpView {
  /// A heading, or keys and what they do.
  struct Line: Sendable, Hashable {
    var keys: String
    var text: String
    var isHeading: Bool
  }

  static func lines(_ say: Catalog, glyphs: BoardGlyphs, speed: SearchSpeed? = nil) -> [Line] {
    sections(say, glyphs).flatMap { section in
      [Line(keys: "", text: say(section.title), isHeading: true)]
        + section.rows.map { Line(keys: $0.0, text: say($0.1), isHeading: false) }
        + [Line(keys: "", text: "", isHeading: false)]
    } + levels(say, speed: speed)
  }

  /// The levels, how strong they are and how long they take.
  private static func levels(_ say: Catalog, speed: SearchSpeed?) -> [Line] {
    [Line(keys: "", text: say(KeyText.levelSection), isHeading: true)]
      + Level.allCases.map {
        Line(keys: say.name(of: $0), text: say.strength(of: $0, at: speed), isHeading: false)
      } + [Line(keys: say(KeyText.timedLevelName), text: say(KeyText.timedLevel), isHeading: false)]
  }

  private static func sections(_ say: Catalog, _ glyphs: BoardGlyphs) -> [(
    title: KeyText, rows: [(String, KeyText)]
  )] {
    let arrows = glyphs.ascii ? "Arrows, hjkl" : "← ↓ ↑ → hjkl"
    let target = String(glyphs.target)
    let capture = String(glyphs.capture)
    return [
      (
        .boardSection,
        [(arrows, .arrows), ("Enter Space", .select), ("Esc", .cancel), (say(KeyText.mouseName), .mouse)]
      ),
      (
        .entrySection,
        [
          ("C2=5 h2e2", .typing), ("Tab", .completion), ("Enter", .refused), ("/", .entryOpen),
          ("h2 k5 m8", .hPlusDigit),
        ]
      ),
      (
        .gameSection,
        [
          ("m F10", .menu), ("F2 Ctrl-N", .newGame), ("u Backspace", .undo), ("U Ctrl-R", .redo),
          ("t", .hint),
          ("y", .draw), ("x", .resign), ("#", .engine),
          ("Esc", .stopThinking), ("w", .watch), ("Space + -", .watchKeys),
        ]
      ),
      (
        .reviewSection,
        [
          ("[ ] PgUp PgDn", .step), ("Home End", .ends), ("z", .fromHere), ("%", .analysis),
          ("{ }", .turn),
          (glyphs.ascii ? "^ x ? ." : "▲ x ? .", .markTurns),
        ]
      ),
      (
        .fileSection,
        [("s F4", .save), ("o F3", .open), ("F5", .fen), ("", .autosave)]
      ),
      (
        .viewSection,
        [
          ("v", .flip), ("T", .thoughts), ("F6", .notation), ("F7", .theme), ("F8", .language),
          ("S F9", .settings),
          ("? F1", .help),
          ("q Ctrl-C", .quit),
        ]
      ),
      (
        .marksSection,
        [
          ("[ ]", .markCursor), ("< >", .markSelected), (target, .markTarget),
          (capture + " " + capture, .markCapture),
          ("( )", .markLast), ("! !", .markCheck), ("? ?", .markHint),
          ("", glyphs.ascii ? .markLetters : .markSides),
        ]
      ),
    ]
  }
}
