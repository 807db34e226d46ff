internal import Glibc

/// A program on the other end of two sockets, read and written line by line with a limit on every wait.
///
/// Not swift-subprocess: there a child lives inside the closure that talks to it, while an engine is asked again
/// and again by whoever holds it; a line is read without a way to stop waiting for it; and writing to a child that
/// is gone raises SIGPIPE, which sockets can do without. Here one `poll` waits for the answer, the room to write, the clock and the bell at once.
///
/// Belongs to one thread at a time. The child has its own process group, which is killed as a whole, so that an
/// engine behind a shell script does not survive.
final class EngineProcess {
  /// What a wait ended with.
  enum Event {
    case line(String)
    case timeout
    /// The bell rang.
    case interrupted
    /// The program closed its output.
    case end
  }

  /// How the program ended.
  struct Ending {
    var status: Int32
    var signal: Int32
  }

  private let identifier: pid_t
  private let input: CInt
  private let output: CInt
  /// What the program has not yet taken.
  private var pending: [UInt8] = []
  private var takesInput = true
  private var lines = LineBuffer()
  private var hasEnded = false
  private var ending: Ending?

  /// Starts a program.
  ///
  /// - Throws: `couldNotStart`.
  init(path: String, arguments: [String]) throws(EngineError) {
    func refusal(_ code: CInt) -> EngineError {
      .couldNotStart(path: path, reason: String(cString: strerror(code)))
    }
    guard let program = Self.find(path) else { throw refusal(ENOENT) }
    guard let toChild = SocketPair() else { throw refusal(errno) }
    guard let fromChild = SocketPair() else {
      let code = errno
      toChild.close()
      throw refusal(code)
    }
    let started = Self.spawn(program, arguments, input: toChild.theirs, output: fromChild.theirs)
    close(toChild.theirs)
    close(fromChild.theirs)
    (input, output) = (toChild.ours, fromChild.ours)
    switch started {
    case .success(let process): identifier = process
    case .failure(let code):
      close(input)
      close(output)
      throw refusal(code.number)
    }
    // Ours only: a program's own end of its input and output waits.
    for end in [input, output] { _ = fcntl(end, F_SETFL, O_NONBLOCK) }
  }

  deinit {
    kill()
    close(input)
    close(output)
  }

  // MARK: Talking

  /// Hands a line to the program; it goes out while the answer is waited for.
  func send(_ line: String) {
    guard takesInput else { return }
    pending += Array(line.utf8) + [UInt8(ascii: "\n")]
    flush()
  }

  /// Waits for the next line until `deadline`, or for ever, unless `bell` rings.
  ///
  /// - Throws: the number of bytes of a line that does not end.
  func next(until deadline: ContinuousClock.Instant?, bell: WakeSignal? = nil) throws(LineTooLong) -> Event {
    while true {
      // The clock and the bell come first: a program that never stops talking must not hold us.
      if let bell, bell.hasRung { return .interrupted }
      if let line = lines.next() { return .line(line) }
      if hasEnded { return .end }
      if let deadline, ContinuousClock.now >= deadline { return .timeout }
      if lines.isOverfull { throw LineTooLong() }
      wait(until: deadline, bell: bell)
      read()
      if hasEnded, let line = lines.next() ?? lines.rest() { return .line(line) }
    }
  }

  /// A line longer than any engine has reason to write.
  struct LineTooLong: Error {}

  private func wait(until deadline: ContinuousClock.Instant?, bell: WakeSignal?) {
    var waits = [pollfd(fd: output, events: Int16(POLLIN), revents: 0)]
    if let bell { waits.append(pollfd(fd: bell.descriptor, events: Int16(POLLIN), revents: 0)) }
    if !pending.isEmpty { waits.append(pollfd(fd: input, events: Int16(POLLOUT), revents: 0)) }
    _ = poll(&waits, nfds_t(waits.count), Self.milliseconds(until: deadline))
    if !pending.isEmpty { flush() }
  }

  /// How long to poll: rounded up, at most a minute at a time, -1 without an end.
  private static func milliseconds(until deadline: ContinuousClock.Instant?) -> CInt {
    guard let deadline else { return -1 }
    let left = deadline - .now
    guard left > .zero else { return 0 }
    return left > .seconds(60) ? 60_000 : CInt(left / .milliseconds(1)) + 1
  }

  private func read() {
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    let count = Glibc.read(output, &chunk, chunk.count)
    if count > 0 {
      lines.append(chunk[..<count])
    } else if count == 0 || (errno != EAGAIN && errno != EINTR) {
      hasEnded = true
    }
  }

  /// Writes what the program takes.
  private func flush() {
    while !pending.isEmpty {
      // A program that is gone is no reason for the signal that a pipe would send.
      let count = Glibc.send(input, &pending, pending.count, CInt(MSG_NOSIGNAL))
      if count > 0 {
        pending.removeFirst(count)
      } else if errno == EAGAIN {
        return
      } else if errno != EINTR {
        // Nobody reads any more: the output will say how it ended.
        pending = []
        takesInput = false
      }
    }
  }

  // MARK: Ending

  /// Waits a while for the program to end by itself; nil when it runs on.
  func ending(within limit: Duration) -> Ending? {
    let deadline = ContinuousClock.now + limit
    while ending == nil {
      reap(WNOHANG)
      if ending != nil || ContinuousClock.now >= deadline { break }
      usleep(1_000)
    }
    return ending
  }

  /// Ends the program and everything it started.
  func kill() {
    guard ending == nil else { return }
    Glibc.kill(-identifier, SIGKILL)
    while ending == nil { reap(0) }
  }

  private func reap(_ options: CInt) {
    var status: CInt = 0
    let found = waitpid(identifier, &status, options)
    if found == identifier {
      ending = Ending(status: status >> 8 & 0xFF, signal: status & 0x7F)
    } else if found < 0, errno != EINTR {
      // Somebody else has collected it: how it ended is lost, that it ended is not.
      ending = Ending(status: 0, signal: 0)
    }
    // What it started may live on and hold the pipes.
    if ending != nil { Glibc.kill(-identifier, SIGKILL) }
  }
}

// MARK: - Starting

extension EngineProcess {
  /// A number of the system's.
  private struct SystemError: Error {
    let number: CInt
  }

  /// The program of that name: a path as it is, a bare name from the `PATH` or where games are installed.
  private static func find(_ name: String) -> String? {
    guard !name.contains("/") else { return name }
    let search = getenv("PATH").map { String(cString: $0) } ?? ""
    let folders = search.split(separator: ":").map(String.init) + ["/usr/games", "/usr/local/games"]
    return folders.lazy.map { "\($0)/\(name)" }.first { access($0, X_OK) == 0 }
  }

  private static func spawn(
    _ program: String, _ arguments: [String], input: CInt, output: CInt
  ) -> Result<pid_t, SystemError> {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, input, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A child inherits what this thread blocks and this program ignores; an engine should begin with neither.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var handled = sigset_t()
    sigemptyset(&handled)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&handled, signal) }
    posix_spawnattr_setsigdefault(&attributes, &handled)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags = CInt(POSIX_SPAWN_SETSIGMASK) | CInt(POSIX_SPAWN_SETSIGDEF) | CInt(POSIX_SPAWN_SETPGROUP)
    posix_spawnattr_setflags(&attributes, Int16(flags))
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let code = posix_spawn(&process, program, &actions, &attributes, &words, environ)
    return code == 0 ? .success(process) : .failure(SystemError(number: code))
  }
}
