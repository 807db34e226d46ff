public import Screen

/// What a terminal reports: an `Event` before it is some program's.
public enum TerminalInput: Sendable, Hashable {
  case key(Key)
  case mouse(MouseEvent)
  /// The size changed, or the screen was lost to a suspension; what is shown next is drawn whole.
  case resize(columns: Int, rows: Int)
  case interruption(Interruption)
}

/// A screen and keyboard, as little as ``ProgramLoop`` needs: ncurses, or a script in a test.
public protocol Terminal: ~Copyable {
  /// Columns and rows now.
  var size: (columns: Int, rows: Int) { get }

  /// Ends a wait in ``nextInput(waiting:)``, or the next one; may be called from any thread at any time.
  var wake: @Sendable () -> Void { get }

  /// Shows a grid; what does not fit is cut off.
  mutating func show(_ grid: CellGrid)

  /// The next input; nil once there was none for `milliseconds` (nil: no limit), or ``wake`` was called.
  mutating func nextInput(waiting milliseconds: Int?) -> TerminalInput?
}
