/// A key of the keyboard as the terminal reports it.
public enum Key: Sendable, Hashable {
  /// A printable character; pasted text arrives as these.
  case character(Character)
  case enter, escape, tab, backtab, backspace, delete
  case up, down, left, right, home, end, pageUp, pageDown
  /// F1 is `function(1)`.
  case function(Int)
  /// A letter, lower case, pressed with the control key. Control-I is ``tab``, Control-M ``enter``.
  case control(Character)
}

/// A mouse button or wheel over a cell.
///
/// Movement is not reported.
public struct MouseEvent: Sendable, Hashable {
  /// What the mouse did.
  public enum Kind: Sendable, Hashable {
    case press, release, wheelUp, wheelDown
  }

  /// The column of the cell, counted from 0.
  public var column: Int
  /// The row of the cell, counted from 0.
  public var row: Int
  /// What happened there.
  public var kind: Kind

  /// The first button's press or release, or a turn of the wheel, over `column`, `row`.
  public init(column: Int, row: Int, kind: Kind) {
    self.column = column
    self.row = row
    self.kind = kind
  }
}

/// A request from outside that the program should end.
///
/// It saves, says goodbye and sets `isFinished`.
public enum Interruption: Sendable, Hashable {
  /// Control-C, or SIGINT from elsewhere.
  case interrupt
  /// SIGTERM; the program is left some seconds, then ended.
  case terminate
  /// SIGHUP: the terminal is gone, nothing will be seen. The program is left some seconds, then ended.
  case hangup
}

/// What a ``Program`` is told.
public enum Event<Message: Sendable>: Sendable {
  case key(Key)
  case mouse(MouseEvent)
  /// The terminal's new size; also the first event, before anything is drawn.
  case resize(columns: Int, rows: Int)
  /// Time passed since the previous tick, or since ticks were asked for.
  case tick(milliseconds: Int)
  /// The answer of an effect.
  case message(Message)
  case interruption(Interruption)
}
