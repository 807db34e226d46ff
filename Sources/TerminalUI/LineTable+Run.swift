extension LineTable {
  /// Plays a sitting: reads lines to the end of the input, and waits for the model where it is its turn.
  ///
  /// - Parameters:
  ///   - context: what the sitting begins with.
  ///   - runner: makes the runner of effects, which answers through what it is given.
  ///   - readLine: the next line without its break, nil at the end of the input.
  ///   - write: prints a text and a line break.
  nonisolated(nonsending) public static func run(
    _ context: TableContext, runner: (@escaping @Sendable (TableAnswer) -> Void) -> TableEffects,
    readLine: () -> String?, write: (String) -> Void,
  ) async {
    var table = LineTable(context)
    let (answers, feed) = AsyncStream.makeStream(of: TableAnswer.self)
    let effects = runner { feed.yield($0) }
    var next = answers.makeAsyncIterator()
    func show(_ reply: Reply) {
      if !reply.text.isEmpty { write(reply.text) }
      for effect in reply.effects { effects.perform(effect) }
    }
    show(table.begin())
    while !table.isFinished {
      if table.isWaiting {
        guard let answer = await next.next() else { break }
        show(table.take(answer))
      } else if let line = readLine() {
        show(table.read(line))
      } else {
        show(table.end())
      }
    }
  }
}
