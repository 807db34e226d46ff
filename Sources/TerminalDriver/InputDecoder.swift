internal import Screen

/// Turns the bytes that ncurses did not recognise into input: UTF-8 text, control characters, the mouse's reports, and
/// escape sequences of keys missing from terminfo, of which the unknown are swallowed whole.
///
/// A character that arrives in pieces is kept until it is complete; an escape that nothing follows at once is the
/// Escape key.
struct InputDecoder {
  private enum State {
    case ground
    /// An escape came.
    case escape
    /// `ESC [`: parameters until a final byte.
    case sequence
    /// `ESC O`: one byte follows.
    case single
    /// `ESC [ M`: a mouse report of the older form lacks this many bytes.
    case mouse(missing: Int)
    /// A UTF-8 character lacks this many bytes.
    case text(missing: Int)
  }

  private var state = State.ground
  private var parameters: [UInt8] = []
  private var scalarBytes: [UInt8] = []
  private var mouseBytes: [UInt8] = []
  private var ready: [TerminalInput] = []

  /// Longer sequences than this are no key's; what follows is read as text again.
  private static let longestSequence = 32

  /// The next complete input.
  mutating func next() -> TerminalInput? {
    ready.isEmpty ? nil : ready.removeFirst()
  }

  /// No byte is waiting: an escape so far was the key, an unfinished sequence is given up.
  mutating func pause() {
    switch state {
    case .escape: add(.escape)
    case .single, .sequence, .mouse: break
    case .ground, .text: return
    }
    state = .ground
  }

  /// Takes one byte.
  mutating func take(_ byte: UInt8) {
    switch state {
    case .ground: start(byte)
    case .escape:
      switch byte {
      case UInt8(ascii: "["):
        parameters = []
        state = .sequence
      case UInt8(ascii: "O"): state = .single
      default:
        add(.escape)
        state = .ground
        start(byte)
      }
    case .single:
      state = .ground
      parameters = []
      finish(byte)
    case .sequence:
      if byte == UInt8(ascii: "M"), parameters.isEmpty {
        mouseBytes = []
        state = .mouse(missing: 3)
      } else if (0x40...0x7E).contains(byte) {
        state = .ground
        if parameters.first == UInt8(ascii: "<") { finishMouse(byte) } else { finish(byte) }
      } else if parameters.count < Self.longestSequence, (0x20...0x3F).contains(byte) {
        parameters.append(byte)
      } else {
        state = .ground
        start(byte)
      }
    case .mouse(let missing):
      mouseBytes.append(byte)
      state = missing > 1 ? .mouse(missing: missing - 1) : .ground
      if missing == 1 { finishOldMouse() }
    case .text(let missing): goOn(byte, missing: missing)
    }
  }

  private mutating func add(_ key: Key) {
    ready.append(.key(key))
  }

  /// The first byte of a key.
  private mutating func start(_ byte: UInt8) {
    switch byte {
    case 0x1B: state = .escape
    case 0x0D, 0x0A: add(.enter)
    case 0x09: add(.tab)
    case 0x08, 0x7F: add(.backspace)
    case 0x01...0x1A: add(.control(Character(Unicode.Scalar(byte + 0x60))))
    case 0x20..<0x7F: add(.character(Character(Unicode.Scalar(byte))))
    case 0xC2...0xDF: beginScalar(byte, missing: 1)
    case 0xE0...0xEF: beginScalar(byte, missing: 2)
    case 0xF0...0xF4: beginScalar(byte, missing: 3)
    default: break  // not UTF-8, or a control character without a letter
    }
  }

  private mutating func beginScalar(_ byte: UInt8, missing: Int) {
    scalarBytes = [byte]
    state = .text(missing: missing)
  }

  private mutating func goOn(_ byte: UInt8, missing: Int) {
    guard byte & 0xC0 == 0x80 else {
      state = .ground
      start(byte)
      return
    }
    scalarBytes.append(byte)
    if missing > 1 {
      state = .text(missing: missing - 1)
      return
    }
    state = .ground
    // Overlong forms and surrogates are refused here.
    if let text = String(validating: scalarBytes, as: UTF8.self) {
      ready += text.map { .key(.character($0)) }
    }
  }

  /// The last byte of an escape sequence; modifiers (`ESC [1;5A`) are left aside.
  private mutating func finish(_ byte: UInt8) {
    let number = parameters.prefix { (0x30...0x39).contains($0) }.reduce(0) { $0 &* 10 &+ Int($1 &- 0x30) }
    parameters = []
    let key: Key? =
      switch Character(Unicode.Scalar(byte)) {
      case "A": .up
      case "B": .down
      case "C": .right
      case "D": .left
      case "H": .home
      case "F": .end
      case "Z": .backtab
      case "M": .enter
      case "P": .function(1)
      case "Q": .function(2)
      case "R": .function(3)
      case "S": .function(4)
      case "~":
        switch number {
        case 1, 7: .home
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        default: nil
        }
      default: nil
      }
    if let key { add(key) }
  }

  /// `ESC [ < button ; column ; row M`, or `m` for a release; counted from 1.
  private mutating func finishMouse(_ byte: UInt8) {
    let fields = parameters.dropFirst().split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      .map { Int(String(decoding: $0, as: UTF8.self)) }
    parameters = []
    guard fields.count == 3, let button = fields[0], let column = fields[1], let row = fields[2] else {
      return
    }
    addMouse(button: button, column: column - 1, row: row - 1, isRelease: byte == UInt8(ascii: "m"))
  }

  /// `ESC [ M button column row`, each a byte 32 more than it means; 3 is the release of whichever button.
  private mutating func finishOldMouse() {
    let values = mouseBytes.map { Int($0) - 32 }
    let isRelease = values[0] & 0x63 == 3
    addMouse(
      button: isRelease ? values[0] & ~3 : values[0], column: values[1] - 1, row: values[2] - 1,
      isRelease: isRelease)
  }

  /// Bits of a button: 1 and 2 which, 4 shift, 8 meta, 16 control, 32 movement, 64 the wheel.
  private mutating func addMouse(button: Int, column: Int, row: Int, isRelease: Bool) {
    guard column >= 0, row >= 0 else { return }
    let kind: MouseEvent.Kind? =
      switch (button & ~0b11100, isRelease) {
      case (0, false): .press
      case (0, true): .release
      case (64, false): .wheelUp
      case (65, false): .wheelDown
      default: nil
      }
    if let kind { ready.append(.mouse(MouseEvent(column: column, row: row, kind: kind))) }
  }
}
