import EngineProtocol
import Testing

/// How an engine is named in one text.
struct EngineCommandTests {
  @Test func aTextSaysProgramOptionsAndProtocol() throws {
    let command = try EngineCommand(
      "/usr/games/fairy-stockfish,option.UCI_Variant=xiangqi,option.Skill Level=-5,args=-a b,protocol=uci,name=F=1"
    )
    #expect(
      command
        == EngineCommand(
          path: "/usr/games/fairy-stockfish", arguments: ["-a", "b"],
          options: [.init(name: "UCI_Variant", value: "xiangqi"), .init(name: "Skill Level", value: "-5")],
          dialect: .uci, name: "F=1"))
  }

  @Test func aDoubledCommaIsAComma() throws {
    let command = try EngineCommand("a,,b,option.File=c,,,name=d")
    #expect(command.path == "a,b")
    #expect(command.options == [.init(name: "File", value: "c,")])
    #expect(command.name == "d")
  }

  @Test(
    arguments: [
      ("", "the engine '': begin with the program's path"),
      (",name=x", "the engine ',name=x': begin with the program's path"),
      ("a,b", "the engine 'a,b': 'b' has no '='; use option.NAME=VALUE"),
      ("a,name=", "the engine 'a,name=': 'name=' is empty"),
      (
        "a,protocol=xboard", "the engine 'a,protocol=xboard': protocol 'xboard' is not known; use uci or ucci"
      ),
      (
        "a,option.=1",
        "the engine 'a,option.=1': 'option.' is not known; use args, option.NAME, protocol or name"
      ),
      ("a,skill=1", "the engine 'a,skill=1': 'skill' is not known; use args, option.NAME, protocol or name"),
      (
        "a,option.x=1\nquit", "the engine 'a,option.x=1\u{FFFD}quit': an option's name and value are one line"
      ),
    ])
  func aMalformedTextIsToldInOneSentence(text: String, complaint: String) {
    let error = #expect(throws: EngineError.self) { try EngineCommand(text) }
    #expect(error.map { "\($0)" } == complaint)
  }
}
