internal import CTerm
internal import Glibc
public import Screen

/// The process's own terminal through ncurses, taken while a value of this type lives.
///
/// While it is taken, Control-C, SIGTERM and SIGHUP arrive as `Interruption`s, Control-Z suspends and `fg` redraws,
/// and a crash gives the terminal back before the usual report. All use is from one thread, but for ``wake``.
public struct NcursesTerminal: ~Copyable, Terminal {
  /// Whether the locale can show Chinese and lines.
  ///
  /// If not, draw with ASCII only. False where no UTF-8 locale is to be had, and on the Linux console, whose fonts have no Chinese.
  public let supportsUnicode: Bool
  /// Colours that are shown: 0 (attributes only), 8, 16, 88 or 256.
  public let colorCount: Int

  /// What stands on the screen, nil if that must be drawn whole.
  private var shown: CellGrid?
  private var decoder = InputDecoder()

  /// Takes the terminal.
  ///
  /// - Parameters:
  ///   - logPath: where standard error goes meanwhile if it would go to a terminal; nil leaves it alone.
  ///   - crashNotice: one line for the user, shown on the terminal when the process crashes.
  ///   - monochrome: shows no colours even if the terminal has them (the custom of `NO_COLOR`).
  /// - Throws: what keeps the terminal from being taken; nothing has changed then.
  public init(
    logPath: String? = nil, crashNotice: String? = nil, monochrome: Bool = false,
  ) throws(TerminalError) {
    let hasUTF8 = cterm_use_utf8_locale()
    let type = getenv("TERM").map { String(cString: $0) } ?? ""
    switch cterm_open(logPath, crashNotice) {
    case CTERM_OPENED: break
    case CTERM_ALREADY_OPEN: throw .alreadyOpen
    case CTERM_NOT_A_TERMINAL: throw .notATerminal
    case CTERM_CANNOT_ADDRESS: throw .cannotMoveCursor(type)
    case CTERM_NO_LOG: throw .cannotOpenLog(path: logPath ?? "", reason: String(cString: strerror(errno)))
    case CTERM_NO_RESOURCES: throw .noResources(reason: String(cString: strerror(errno)))
    default: throw .unknownType(type)
    }
    supportsUnicode = hasUTF8 && type != "linux"
    colorCount = monochrome ? 0 : Int(cterm_color_count())
  }

  deinit { cterm_close() }

  /// Columns and rows, which change with the window; a resize is reported too.
  public var size: (columns: Int, rows: Int) {
    let size = cterm_get_size()
    return (Int(size.columns), Int(size.rows))
  }

  /// Ends a wait; harmless from any thread and after the terminal was given back.
  public var wake: @Sendable () -> Void { { cterm_wake() } }

  /// Sends the terminal what differs from the grid shown before.
  public mutating func show(_ grid: CellGrid) {
    let size = size
    let seen = grid.bounds.intersection(Rectangle(columns: size.columns, rows: size.rows))
    var old = shown
    if let last = old, last.columns != grid.columns || last.rows != grid.rows { old = nil }
    if old == nil { clear(size) }
    for row in 0..<seen.rows {
      for column in 0..<seen.columns {
        let cell = grid[column, row]
        if let old, old[column, row] == cell { continue }
        put(cell, column: column, row: row, limit: seen.columns)
      }
    }
    if let cursor = grid.cursor, seen.contains(column: cursor.column, row: cursor.row) {
      cterm_cursor(Int32(cursor.column), Int32(cursor.row))
    } else {
      cterm_cursor(-1, 0)
    }
    cterm_flush()
    shown = grid
  }

  /// The next input, after a wait of at most `milliseconds` if none has arrived; nil waits without limit.
  public mutating func nextInput(waiting milliseconds: Int?) -> TerminalInput? {
    if let input = takeInput() { return input }
    if milliseconds == 0 { return nil }
    cterm_wait(milliseconds.map { Int32(clamping: max(0, $0)) } ?? -1)
    return takeInput()
  }

  /// Blanks the whole screen, which may be larger than the grid to come.
  private func clear(_ size: (columns: Int, rows: Int)) {
    for row in 0..<size.rows {
      for column in 0..<size.columns { put(.blank(), column: column, row: row, limit: size.columns) }
    }
  }

  private func put(_ cell: Cell, column: Int, row: Int, limit: Int) {
    let style = cell.style.onTerminal(colors: colorCount)
    switch cell.span {
    case .covered: return
    case .wide where column + 1 >= limit: put(.blank(cell.style), column: column, row: row, limit: limit)
    case .narrow, .wide:
      let width: Int32 = cell.span == .wide ? 2 : 1
      let scalars = cell.character.unicodeScalars
      if let only = scalars.first, scalars.count == 1 {
        var value = only.value
        cterm_put(Int32(column), Int32(row), &value, 1, width, style)
      } else {
        let values = scalars.map(\.value)
        cterm_put(Int32(column), Int32(row), values, Int32(clamping: values.count), width, style)
      }
    }
  }

  /// The next input that has arrived, if any.
  private mutating func takeInput() -> TerminalInput? {
    while true {
      if let input = decoder.next() { return input }
      let event = cterm_read()
      switch event.kind {
      case CTERM_BYTE: decoder.take(UInt8(truncatingIfNeeded: event.value))
      case CTERM_NOTHING:
        decoder.pause()
        return decoder.next()
      case CTERM_KEY: if let key = Key(event.value) { return .key(key) }
      case CTERM_FUNCTION_KEY: return .key(.function(Int(event.value)))
      case CTERM_RESIZED:
        shown = nil
        return .resize(columns: size.columns, rows: size.rows)
      case CTERM_INTERRUPT: return .interruption(.interrupt)
      case CTERM_TERMINATE: return .interruption(.terminate)
      case CTERM_HANGUP: return .interruption(.hangup)
      default: continue  // a key with no meaning here
      }
    }
  }
}

extension Key {
  /// The key for a `cterm_key`.
  fileprivate init?(_ code: Int32) {
    switch cterm_key(rawValue: UInt32(bitPattern: code)) {
    case CTERM_UP: self = .up
    case CTERM_DOWN: self = .down
    case CTERM_LEFT: self = .left
    case CTERM_RIGHT: self = .right
    case CTERM_HOME: self = .home
    case CTERM_END: self = .end
    case CTERM_PAGE_UP: self = .pageUp
    case CTERM_PAGE_DOWN: self = .pageDown
    case CTERM_DELETE: self = .delete
    case CTERM_BACKSPACE: self = .backspace
    case CTERM_BACKTAB: self = .backtab
    case CTERM_ENTER: self = .enter
    default: return nil
    }
  }
}

extension Style {
  /// The style as far as a terminal of `colors` colours has it.
  ///
  /// Without colours, text on a coloured ground is reversed (and reversed text on it is not), so that grounds still
  /// show. On 8 colours a bright foreground is the bold of the plain one.
  func onTerminal(colors: Int) -> cterm_style {
    let isBrightened = colors == 8 && (foreground.paletteIndex.map { (9..<16).contains($0) } ?? false)
    let isGrounded = colors == 0 && background != .default
    return cterm_style(
      foreground: Int32(foreground.index(withinColors: colors) ?? -1),
      background: Int32(background.index(withinColors: colors) ?? -1),
      bold: bold || isBrightened, dim: dim, underline: underline, reverse: reverse != isGrounded)
  }
}
