/// An interactive program as plain values: events change it, it renders itself, and what it wants done in the world
/// it returns as effects.
///
/// `update` and `render` do no input or output, read no clock and start no task, so that tests drive them directly.
public protocol Program {
  /// What effects answer with.
  associatedtype Message: Sendable
  /// What the program asks to be done: think, save, load.
  associatedtype Effect: Sendable

  /// Takes in one event.
  ///
  /// - Parameter event: what happened.
  /// - Returns: what to do about it; each effect may answer later with messages.
  mutating func update(_ event: Event<Message>) -> [Effect]

  /// Draws the program on a screen of any size, down to none.
  func render(columns: Int, rows: Int) -> CellGrid

  /// Whether the program is over and the screen may close.
  var isFinished: Bool { get }

  /// Milliseconds between ``Event/tick(milliseconds:)`` events, nil for none: set it only while a clock or spinner
  /// runs, since each tick wakes the machine.
  var wantsTicks: Int? { get }
}

extension Program {
  /// No ticks.
  public var wantsTicks: Int? { nil }
}
