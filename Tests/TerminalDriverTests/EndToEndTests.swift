import Foundation
import Screen
import TestSupport
import Testing

@testable import screen_demo

/// The driver on a real terminal: a few at a time, since each starts a server of its own.
@Suite(.serialized) struct EndToEndTests {
  @Test func chineseTextAndFramesAreShown() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    let screen = try await demo.tmux.waitUntil("a whole frame") {
      $0.contains("resize 80x24") && $0.hasSuffix("┘")
    }
    let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "80x24     车马炮")
    #expect(lines[2] == "┌─ 事件 " + String(repeating: "─", count: 71) + "┐")
    #expect(lines[23] == "└" + String(repeating: "─", count: 78) + "┘")
  }

  @Test func keysArriveAsWhatTheyAre() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.tmux.type("炮a")
    let keys = ["Up", "PPage", "Home", "F5", "DC", "BTab", "C-s", "C-Right", "Escape"]
    for key in keys { try demo.tmux.press(key) }
    let screen = try await demo.tmux.waitFor("escape")
    let events = screen.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("│") else { return nil }
      return line.dropFirst().dropLast().trimmingCharacters(in: .whitespaces)
    }
    #expect(
      events.prefix(11) == [
        "resize 80x24", "character 炮", "character a", "up", "pageUp", "home", "function(5)", "delete",
        "backtab",
        "control(\"s\")", "escape",
      ])
    #expect(screen.contains("> 炮a"))
    try await demo.tmux.waitUntil("the cursor stands behind the text") { _ in
      try demo.tmux.variable("cursor_x") == "5" && demo.tmux.variable("cursor_y") == "1"
    }
  }

  @Test(arguments: ["tmux-256color", "xterm-256color"])
  func mouseButtonsAndWheelAreReported(terminalType: String) async throws {
    let demo = try DemoSession(terminalType: terminalType)
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.tmux.mouse(button: 0, column: 6, row: 2)
    try demo.tmux.mouse(button: 32, column: 7, row: 2)
    try demo.tmux.mouse(button: 0, column: 8, row: 2, isRelease: true)
    try demo.tmux.mouse(button: 64, column: 70, row: 20)
    try demo.tmux.mouse(button: 65, column: 71, row: 21)
    let screen = try await demo.tmux.waitFor("wheelDown 71 21")
    for event in ["press 6 2", "release 8 2", "wheelUp 70 20"] { #expect(screen.contains(event)) }
    #expect(!screen.contains("7 2 "), "a movement was reported")
  }

  @Test func aCharacterInPiecesIsKeptUntilItIsWhole() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.tmux.send(bytes: [0xE8])
    try await Task.sleep(for: .milliseconds(150))
    try demo.tmux.send(bytes: [0xBD, 0xA6])
    try await demo.tmux.waitFor("character 车")
  }

  @Test func pastedTextArrivesAsCharacters() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.tmux.paste("炮二平五 h2e2")
    try await demo.tmux.waitFor("> 炮二平五 h2e2")
  }

  @Test func theScreenFollowsTheWindow() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.tmux.resize(columns: 100, rows: 30)
    let wide = try await demo.tmux.waitFor("resize 100x30")
    #expect(wide.contains("100x30    车马炮"))
    try demo.tmux.resize(columns: 10, rows: 4)
    try await demo.tmux.waitUntil("a tiny frame") { $0 == "10x4\n>\n┌─ 事件 ─┐\n└────────┘" }
    try demo.tmux.resize(columns: 80, rows: 24)
    try await demo.tmux.waitFor("80x24     车马炮")
  }

  @Test func aTinyTerminalIsFine() async throws {
    let demo = try DemoSession(columns: 10, rows: 4)
    defer { demo.cleanUp() }
    let screen = try await demo.tmux.waitFor("└────────┘")
    #expect(screen.hasPrefix("10x4\n>\n┌"))
  }

  @Test func controlZSuspendsAndTheShellsFgRedraws() async throws {
    let demo = try DemoSession(inShell: true)
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("80x24     车马炮")
    try demo.tmux.type("abc")
    try await demo.tmux.waitFor("> abc")
    try demo.tmux.press("C-z")
    try await demo.tmux.waitFor("Stopped")
    #expect(try demo.tmux.variable("alternate_on") == "0")
    try demo.tmux.type("stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e echo | tr '\\n' '+'; fg")
    try demo.tmux.press("Enter")
    try await demo.tmux.waitFor("> abc")
    try demo.tmux.type("d")
    try await demo.tmux.waitFor("> abcd")
    try demo.tmux.press("BSpace", "BSpace", "BSpace", "BSpace")
    try demo.obey("quit")
    try await demo.tmux.waitFor("icanon+echo+")
    try await demo.tmux.waitFor("goodbye")
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aRequestToEndLetsTheProgramSave(signal: Int32) async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.signal(signal)
    #expect(try await demo.contents(of: demo.savedFile) == "saved\n")
    #expect(try await demo.tmux.exitStatus() == 0)
    #expect(try demo.tmux.variable("alternate_on") == "0")
  }

  @Test func controlCIsAnEventAndNotTheEnd() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.tmux.press("C-c")
    try await demo.tmux.waitFor("interrupted")
    try demo.obey("quit")
    #expect(try await demo.tmux.exitStatus() == 0)
  }

  @Test func aLostTerminalStillLetsTheProgramSave() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    demo.tmux.kill()
    #expect(try await demo.contents(of: demo.savedFile) == "saved\n")
  }

  @Test func aProgramThatWillNotEndIsEnded() async throws {
    let demo = try DemoSession(options: "--grace 100")
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.obey("stay")
    try await demo.tmux.waitFor("enter stay")
    try demo.signal(SIGTERM)
    #expect(try await demo.tmux.exitStatus() == 0)
  }

  @Test(arguments: ["crash", "trap"])
  func aCrashGivesTheTerminalBack(kind: String) async throws {
    let demo = try DemoSession(inShell: true)
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("80x24     车马炮")
    try demo.obey(kind)
    try await demo.tmux.waitFor("The demo failed; its log says why.")
    try demo.obey("stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e echo -e icrnl | tr '\\n' '+'")
    try await demo.tmux.waitFor("icrnl+icanon+echo+")
    #expect(try demo.tmux.variable("alternate_on") == "0")
    #expect(try demo.tmux.variable("cursor_flag") == "1")
    #expect(try demo.tmux.variable("mouse_any_flag") == "0")
    #expect(try demo.tmux.variable("keypad_flag") == "0")
    if kind == "crash" { #expect(try await demo.contents(of: demo.logFile).contains("crashed as told")) }
  }

  @Test func theEndGivesTheTerminalBack() async throws {
    let demo = try DemoSession(inShell: true)
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("80x24     车马炮")
    try demo.obey("quit")
    try await demo.tmux.waitFor("goodbye")
    try demo.obey("stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e echo -e ixon | tr '\\n' '+'")
    try await demo.tmux.waitFor("ixon+icanon+echo+")
    #expect(try demo.tmux.variable("alternate_on") == "0")
    #expect(try demo.tmux.variable("cursor_flag") == "1")
  }

  @Test func standardErrorGoesToTheLog() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.obey("complain")
    #expect(try await demo.contents(of: demo.logFile) == "a complaint\n")
    #expect(!(try await demo.tmux.waitFor("enter complain")).contains("a complaint"))
  }

  @Test func answersFromOtherThreadsAndTicksWakeTheLoop() async throws {
    let demo = try DemoSession()
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    try demo.obey("work")
    try await demo.tmux.waitFor("worked")
    try demo.obey("ticks")
    try await demo.tmux.waitFor("tick 3")
  }

  @Test func theLinuxConsoleGetsASCII() async throws {
    let demo = try DemoSession(terminalType: "linux")
    defer { demo.cleanUp() }
    let screen = try await demo.tmux.waitFor("resize 80x24")
    #expect(screen.hasPrefix("80x24     RNC"))
    #expect(screen.contains("+- events -----"))
  }

  @Test func aMonochromeTerminalReversesColouredGrounds() async throws {
    let demo = try DemoSession(terminalType: "vt100")
    defer { demo.cleanUp() }
    try await demo.tmux.waitFor("resize 80x24")
    let styled = try demo.tmux.styledScreen()
    #expect(styled.contains("\u{1B}[7m车马炮"))
    #expect(!styled.contains("[31m"))
  }

  @Test(arguments: [
    (
      "no-such-type",
      "the terminal type 'no-such-type' (TERM) is not known here; try TERM=xterm-256color or TERM=vt100"
    ),
    (
      "dumb", "a terminal of type 'dumb' (TERM) cannot move its cursor; try TERM=xterm-256color or TERM=vt100"
    ),
    ("", "TERM is not set; set it to the type of your terminal, such as xterm-256color"),
  ])
  func unusableTerminalsAreRefusedInOneSentence(terminalType: String, sentence: String) async throws {
    let demo = try DemoSession(columns: 120, terminalType: terminalType)
    defer { demo.cleanUp() }
    #expect(try await demo.tmux.exitStatus() == 1)
    #expect(try demo.tmux.history().hasPrefix(sentence + "\n"))
  }

  @Test func aPipeIsRefusedInOneSentence() async throws {
    let demo = try DemoSession(options: "< /dev/null", columns: 120)
    defer { demo.cleanUp() }
    #expect(try await demo.tmux.exitStatus() == 1)
    let sentence = "the program needs a terminal for input and output, and one of them is a file or a pipe"
    #expect(try demo.tmux.history().hasPrefix(sentence + "\n"))
  }

  @Test(arguments: ["xterm-256color", "tmux-256color"], 1...4 as ClosedRange<UInt64>)
  func whatTheTerminalShowsIsTheLastGrid(terminalType: String, seed: UInt64) async throws {
    let demo = try DemoSession(options: "--random \(seed)", columns: 57, rows: 15, terminalType: terminalType)
    defer { demo.cleanUp() }
    var last = try #require(randomGrids(seed: seed, columns: 57, rows: 15).last)
    // No wide character stands beside a corner that is filled by insertion.
    if terminalType == "tmux-256color", last[55, 14].span == .covered { last.put("  ", column: 54, row: 14) }
    let expected = last.description
    try await demo.tmux.waitUntil("the random grid of seed \(seed) is shown:\n\(expected)") { $0 == expected }
  }
}
