import Foundation
import GameFiles
import TestSupport
import Testing
import Xiangqi

/// The game in a real terminal, against the bundled model, as a player plays it.
@Suite(.serialized) struct TableTests {
  @Test func aSittingFromTheFirstMoveToTheNextDay() async throws {
    let program = try Program()
    var table = try Table(program)
    let start = try await table.waitFor("轮到你走（红）")
    #expect(start.split(separator: "\n", omittingEmptySubsequences: false).count == 24)
    #expect(start.contains("車──馬──象──士──将──士──象──馬──車"))
    #expect(start.contains("[帅]"), "the cursor is on the general")

    // Arrow keys and Enter: the right cannon to the centre.
    try table.tmux.press("Right", "Right", "Right", "Up", "Up", "Enter", "Left", "Left", "Left", "Enter")
    let first = try await table.waitForMoves(2)
    #expect(first.contains("1.  炮二平五"))
    // The mouse: the right horse forward.
    try table.click("h0")
    try table.click("g2")
    #expect(try await table.waitForMoves(4).contains("2.  马二进三"))
    // Typed notation: the chariot beside it.
    try table.enter("车一平二")
    #expect(try await table.waitForMoves(6).contains("3.  车一平二"))

    try table.tmux.type("u")
    let undone = try await table.waitFor("已悔棋 2 步")
    #expect(!undone.contains("3.  车一平二") || undone.contains("4/6"))
    try table.tmux.type("U")
    try await table.waitFor("已重走 2 步")
    try await table.waitForMoves(6)

    try table.tmux.type("s")
    try await table.waitFor("保存棋谱")
    try table.tmux.press("C-u")
    try table.enter("mine.pgn")
    try await table.waitFor("已保存到 mine.pgn")
    let saved = try #require(try GameFiles.read(try program.bytes(of: "mine.pgn")).first)
    #expect(saved.moves.count == 6)
    #expect(
      saved.moves.map(\.iccs).enumerated().filter { $0.offset % 2 == 0 }.map(\.element) == [
        "h2e2", "h0g2", "i0h0",
      ])

    try table.tmux.type("q")
    #expect(try await table.tmux.exitStatus() == 0)
    #expect(try table.tmux.variable("alternate_on") == "0")

    table = try Table(program)
    #expect(try await table.waitFor("接着上次未完的对局").contains("3.  车一平二"))
    try await table.waitForMoves(6)
    try table.tmux.type("q")
    #expect(try await table.tmux.exitStatus() == 0)
  }

  @Test func aLetterThatMovesTheCursorMayBeginAMove() async throws {
    let table = try Table(try Program())
    try await table.waitFor("轮到你走（红）")
    try table.enter("h2e2")
    #expect(try await table.waitForMoves(2).contains("1.  炮二平五"))
  }

  @Test func helpIsShownAndLeft() async throws {
    let table = try Table(try Program(), options: "--lang en --seed 1")
    try await table.waitFor("Your move (Red)")
    try table.tmux.type("?")
    try await table.waitFor("On the board")
    try table.tmux.press("Escape")
    try await table.tmux.waitUntil("the help is closed", seconds: Table.patience) {
      !$0.contains("On the board") && $0.contains("Your move (Red)")
    }
  }

  @Test func theBoardFollowsTheWindow() async throws {
    let table = try Table(try Program())
    try await table.waitFor("轮到你走（红）")
    try table.tmux.resize(columns: 120, rows: 40)
    try await table.waitFor("車────馬────象────士────将────士────象────馬────車")
    try table.tmux.resize(columns: 20, rows: 5)
    try await table.waitFor("窗口太小")
    // What is typed while nothing fits is still typed.
    try table.tmux.type("/炮二平五")
    try table.tmux.resize(columns: 80, rows: 24)
    try await table.waitFor("着法> 炮二平五")
    try table.tmux.press("Enter")
    try await table.waitForMoves(2)
  }

  @Test func nonsenseIsAnsweredAndDoesNoHarm() async throws {
    let table = try Table(try Program())
    try await table.waitFor("轮到你走（红）")
    try table.enter("/xyzzy")
    try await table.waitFor("不是着法")
    try table.tmux.press("Escape")
    try table.enter("/马二进四")
    try await table.tmux.waitUntil("the move is refused", seconds: Table.patience) {
      $0.contains("着法> 马二进四") && $0.contains("马二进四   ")
    }
    try table.tmux.press("Escape")
    try table.tmux.paste(String(repeating: "卍☃️\t%n\u{7F}", count: 40))
    try table.tmux.press("F12", "M-x", "C-t")
    // Bytes that are no text, and the beginning of a mouse report without its end.
    try table.tmux.send(bytes: [0xFF, 0xC3, 0x28, 0x1B, 0x5B, 0x4D])
    // Whatever dialog this has opened, Escape leads back to the board.
    try await backToTheBoard(table)
    try table.enter("/炮二平五")
    #expect(try await table.waitForMoves(2).contains("1.  炮二平五"))
  }

  /// Presses Escape until nothing is left to leave, which opens the menu, and leaves that.
  private func backToTheBoard(_ table: Table) async throws {
    for _ in 0..<30 where try !table.tmux.screen().contains("─ 菜单 ─") {
      try table.tmux.press("Escape")
      // Time for the answer; too little of it costs only another turn.
      try await Task.sleep(for: .milliseconds(300))
    }
    try table.tmux.press("Escape")
    try await table.tmux.waitUntil("no dialog is open", seconds: Table.patience) { !$0.contains("Esc ") }
  }

  @Test(arguments: ["xterm-256color", "screen", "vt100", "dumb-and-unknown"])
  func otherTerminalsAreServedOrRefusedInASentence(terminalType: String) async throws {
    let table = try Table(try Program(), terminalType: terminalType)
    if terminalType == "dumb-and-unknown" {
      #expect(try await table.tmux.exitStatus(seconds: Table.patience) == 1)
      // tmux scrolls it away to say that the command has ended.
      #expect(
        try table.tmux.history().contains("the terminal type 'dumb-and-unknown' (TERM) is not known here"))
      return
    }
    try await table.waitFor("轮到你走（红）")
    try table.enter("/炮二平五")
    try await table.waitForMoves(2)
    try table.tmux.type("q")
    #expect(try await table.tmux.exitStatus() == 0)
  }

  @Test func theBoardCanBeASCII() async throws {
    let table = try Table(
      try Program(), options: "--lang en --seed 1 --ascii", variables: ["NO_COLOR": "1"])
    let screen = try await table.waitFor("Your move (Red)")
    #expect(screen.contains("r---n---b---a---k---a---b---n---r"))
    #expect(screen.unicodeScalars.allSatisfy { $0.isASCII }, "\(screen)")
  }

  @Test(arguments: [SIGTERM, SIGHUP])
  func aKilledProgramLeavesTheTerminalSaneAndTheGameSaved(signal: Int32) async throws {
    let program = try Program()
    let quoted = TmuxSession.quoted
    let tmux = try TmuxSession(
      """
      cd \(quoted(program.home)); sh -c 'echo $$ > pid; exec "$0" play --lang zh --seed 1' \(quoted(Program.path))
      echo "status $?"; stty -a | tr ' ;' '\\n\\n' | grep -x -e icanon -e echo -e icrnl | tr '\\n' '+'; exec sleep 600
      """, environment: program.environment)
    try await tmux.waitFor("轮到你走（红）", seconds: Table.patience)
    try tmux.type("/炮二平五")
    try tmux.press("Enter")
    try await tmux.waitFor(" 2/2 ", seconds: Table.patience)
    let process = try #require(
      pid_t(try program.text(of: "pid").trimmingCharacters(in: .whitespacesAndNewlines)))
    kill(process, signal)
    try await tmux.waitFor("status 0", seconds: Table.patience)
    try await tmux.waitFor("icrnl+icanon+echo+")
    for (name, value) in [
      ("alternate_on", "0"), ("cursor_flag", "1"), ("mouse_any_flag", "0"), ("keypad_flag", "0"),
    ] { #expect(try tmux.variable(name) == value, "\(name)") }
    let kept = try #require(try GameFiles.read(try program.bytes(of: "data/yiwen/unfinished.pgn")).first)
    #expect(kept.moves.count == 2)
    let table = try Table(program)
    #expect(try await table.waitFor("接着上次未完的对局").contains("1.  炮二平五"))
  }
}
