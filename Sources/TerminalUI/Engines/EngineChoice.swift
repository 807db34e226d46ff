internal import EngineProtocol

/// An engine at the board: which, and how long it thinks.
public struct EngineChoice: Sendable, Hashable {
  /// The command that starts it, as `EngineCommand` reads it.
  public var command: String
  /// Milliseconds for a move where no clock runs.
  public var milliseconds: Int

  /// An engine that is started by `command`.
  public init(command: String, milliseconds: Int = 1000) {
    self.command = command
    self.milliseconds = milliseconds
  }

  /// What to call it before it has said its name: the name in the command, or that of the program.
  public var name: String {
    do throws(EngineError) {
      let parsed = try EngineCommand(command)
      return parsed.name ?? parsed.path.split(separator: "/").last.map { String($0) } ?? parsed.path
    } catch {
      return command
    }
  }
}
