import ModelFiles
import Testing

struct JSONValueTests {
  @Test func everyKindOfValueIsRead() throws {
    let text = #" {"a": [1, -2.5e1, true, false, null], "b": {"": "\u4e2d\ud83d\ude00\n\/"}} "#
    let value = try JSONValue(parsing: Array(text.utf8))
    #expect(value["a"] == .array([.integer(1), .number(-25), .boolean(true), .boolean(false), .null]))
    #expect(value["b"]?[""]?.text == "中😀\n/")
  }

  @Test(arguments: [
    ("", "JSON: the text ends where a value should be at byte 0"),
    ("{} x", "JSON: unexpected text after the value at byte 3"),
    (#"{"a":1,"a":2}"#, #"JSON: the name "a" occurs twice at byte 10"#),
    ("[1,]", "JSON: no value begins like this at byte 3"),
    ("[01]", "JSON: a number should not begin with 0 at byte 2"),
    ("[1.]", "JSON: a digit should be here at byte 3"),
    ("1e999", "JSON: a number is too large at byte 5"),
    ("\"a\tb\"", "JSON: a control character should be escaped at byte 3"),
    (#""\ud800""#, "JSON: the second half of a surrogate pair should be here at byte 7"),
    (#""\x""#, "JSON: no escape is written like this at byte 3"),
    ("\"a", "JSON: the text ends within a string at byte 2"),
    ("tru", "JSON: no value begins like this at byte 3"),
    (
      String(repeating: "[", count: 100), "JSON: arrays and objects nest deeper than 32 at byte 33"
    ),
  ])
  func faultsAreNamedByPlace(text: String, sentence: String) {
    do {
      let value = try JSONValue(parsing: Array(text.utf8))
      Issue.record("read as \(value)")
    } catch {
      #expect("\(error)" == sentence)
    }
  }

  @Test func aLongIntegerIsANumber() throws {
    let value = try JSONValue(parsing: Array("123456789012345678901234".utf8))
    #expect(value == .number(0x1.a249b1f10a06dp+76))
  }
}

struct JSONTextTests {
  @Test func textComesBackAsTheSameValue() throws {
    let text = #"{"a":[1,-2.5,"x\"\\\n\u0001弈"],"b":{},"c":[],"d":[{"e":null},true],"f":1e+300}"#
    let value = try JSONValue(parsing: Array(text.utf8))
    #expect(value.text() == text)
    #expect(try JSONValue(parsing: Array(value.text(indented: true).utf8)) == value)
  }

  @Test func membersStandOnLinesOfTheirOwn() throws {
    let value = try JSONValue(parsing: Array(#"{"a":[1,2],"b":{"c":[{"d":1}]},"e":{}}"#.utf8))
    #expect(
      value.text(indented: true) == """
        {
          "a": [1,2],
          "b": {
            "c": [
              {
                "d": 1
              }
            ]
          },
          "e": {}
        }
        """)
  }
}
