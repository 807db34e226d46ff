internal import Synchronization

/// Where effects put their answers, from any thread; the loop hands them to the program in order.
public final class Mailbox<Message: Sendable>: Sendable {
  private struct Contents {
    var messages: [Message] = []
    var isClosed = false
  }

  private let contents = Mutex(Contents())
  private let wake: @Sendable () -> Void

  /// An empty mailbox.
  ///
  /// - Parameter wake: called after each message, to end the wait of the thread that will take it.
  public init(wake: @escaping @Sendable () -> Void) {
    self.wake = wake
  }

  /// Adds a message and wakes the loop.
  ///
  /// After the loop has ended, messages are dropped.
  public func post(_ message: Message) {
    let isTaken = contents.withLock { contents in
      if !contents.isClosed { contents.messages.append(message) }
      return !contents.isClosed
    }
    if isTaken { wake() }
  }

  /// All messages so far, oldest first.
  func takeAll() -> [Message] {
    contents.withLock { contents in
      let messages = contents.messages
      contents.messages = []
      return messages
    }
  }

  /// Drops messages from here on.
  func close() {
    contents.withLock { contents in
      contents.messages = []
      contents.isClosed = true
    }
  }
}
