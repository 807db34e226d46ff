import FoundationEssentials
import LanguageModel
import Testing
import TextTestSupport

@testable import TextTasks

/// Tables of exercises, and exercises made of texts.
@Suite struct ExerciseTests {
  static let header = ClozeExercise.columns.joined(separator: "\t")

  @Test func aTableIsRead() throws {
    let table = """
      \(Self.header)
      2\tidiom\t他说话总是＿＿。\t东拉西扯\t东拉西扯|一心一意\town

      1\tverse\t疑是地上___。\t霜\t\t李白《静夜思》
      """
    let exercises = try ClozeExercise.read(table)
    #expect(exercises.count == 2)
    #expect(
      exercises[0]
        == ClozeExercise(
          level: 2, kind: "idiom", before: "他说话总是", after: "。", answer: "东拉西扯",
          choices: ["东拉西扯", "一心一意"], source: "own"))
    #expect(exercises[1].choices.isEmpty)
    #expect(ClozeExercise.isTable(table))
    #expect(!ClozeExercise.isTable("春天来了。"))
  }

  @Test func theBundledTableIsRead() throws {
    let folder = String(#filePath.dropLast("/Tests/TextTasksTests/ExerciseTests.swift".count))
    let exercises = try ClozeExercise.read(
      String(contentsOfFile: folder + "/assets/exercises.tsv", encoding: .utf8))
    #expect(exercises.count >= 300)
    #expect(Set(exercises.compactMap(\.level)) == [1, 2, 3])
  }

  @Test(arguments: [
    ("", "the first line should name the columns"), ("a\tb\n", "the first line should name the columns"),
    ("H", "there is no exercise"), ("H\n1\tword\t＿＿\n", "line 2 has 3 fields"),
    ("H\n4\tword\t＿＿\t一\t\town", "line 2: the level '4'"),
    ("H\n1\tword\t春天\t一\t\town", "line 2: the text has no blank"),
    ("H\n\n1\tword\t＿春＿\t一\t\town", "line 3: the text has 2 blanks"),
    ("H\n1\tword\t＿＿{\t一\t\town", "line 2: blank 1: the {"),
    ("H\n1\tword\t＿＿\t\t\town", "line 2: the answer is missing"),
    ("H\n1\tword\t＿＿\t一\t二|三\town", "line 2: the answer '一' should be among the choices"),
    ("H\n1\tword\t＿＿\t一\t一|1|2|3|4|5|6|7|8|9\town", "line 2 has 10 choices"),
  ])
  func aWrongTableIsRefused(table: String, complaint: String) {
    let table = table.replacing("H", with: Self.header)
    let error = #expect(throws: ClozeExerciseError.self) { try ClozeExercise.read(table) }
    #expect(error.map { "\($0)".hasPrefix(complaint) } == true, "\(String(describing: error))")
  }

  static let story = """
    春天的河水慢慢流过村子。孩子们在河水里洗脚。短。村子前面有一片竹林。竹林里住着许多小鸟。没有重复的词语在这儿。
    """

  @Test func withoutAModelWordsThatComeAgainAreBlanked() throws {
    let exercises = try ExerciseMaker(nil).exercises(of: Self.story, source: "a.txt", seed: 1)
    #expect(exercises.map(\.answer) == ["河水", "河水", "村子", "竹林"])
    for exercise in exercises {
      #expect(Self.story.contains(exercise.before + exercise.answer + exercise.after))
      #expect(exercise.source == "a.txt")
      #expect(exercise.level == nil)
      #expect(exercise.choices.isEmpty, "there are only three words")
    }
  }

  @Test func choicesAreWordsOfOtherSentences() throws {
    let story = Self.story + "许多人喜欢竹林的小鸟。许多事情都这样开始。小鸟飞过来飞过去。"
    let exercises = try ExerciseMaker(nil).exercises(of: story, source: "", seed: 1)
    #expect(exercises.contains { !$0.choices.isEmpty })
    for exercise in exercises where !exercise.choices.isEmpty {
      #expect(exercise.choices.count == 4)
      #expect(Set(exercise.choices).count == 4)
      #expect(exercise.choices.contains(exercise.answer))
      let sentence = exercise.before + exercise.after
      #expect(exercise.choices.allSatisfy { !sentence.contains($0) }, "\(exercise)")
    }
    #expect(exercises == (try ExerciseMaker(nil).exercises(of: story, source: "", seed: 1)))
  }

  @Test func aModelOfCharactersLeavesItToCounting() throws {
    let model = try RandomModel(context: 128)
    let exercises = try ExerciseMaker(try TextModel(path: model.folder)).exercises(
      of: Self.story, source: "", seed: 1)
    #expect(exercises.map(\.answer) == ["河水", "河水", "村子", "竹林"])
  }

  @Test func aModelOfWordsChoosesByItsSurprise() throws {
    let model = try RandomTaskModel()
    let sentence = "今天天气很好，我们去公园玩，我们去学校玩。"
    var maker = ExerciseMaker(try TextModel(path: model.folder))
    maker.bounds = 0...1000
    func answers(wanting surprise: Double) throws -> [String] {
      maker.wantedSurprise = surprise
      return try maker.exercises(of: sentence + sentence, source: "", seed: 1).map(\.answer)
    }
    let (dull, strange) = (try answers(wanting: 0), try answers(wanting: 1000))
    for answers in [dull, strange] {
      #expect(Set(answers).isSubset(of: ["今天", "天气", "公园", "学校"]))
      #expect(Set(answers).count == 2, "what was blanked is left to other words: \(answers)")
    }
    #expect(dull[0] != strange[0])
    maker.bounds = 999...1000
    // No token surprises so much: pairs that come again are left.
    #expect(try answers(wanting: 5).count == 2)
  }

  @Test func sentencesComeFromTheWholeText() throws {
    let story = (0..<500).map { "第\($0)天，河水慢慢流过村子。" }.joined()
    var maker = ExerciseMaker(nil)
    maker.limit = 10
    let exercises = try maker.exercises(of: story, source: "", seed: 1)
    #expect(exercises.count == 10)
    var first = maker
    first.limit = 500
    #expect(try first.exercises(of: story, source: "", seed: 1).count == 500)
    #expect(exercises[9].before.contains("第450天"))
  }

  @Test func workCanBeStopped() {
    #expect(throws: CancellationError.self) {
      try ExerciseMaker(nil).exercises(of: Self.story, source: "", seed: 1) { throw CancellationError() }
    }
  }

  @Test(arguments: ["", "\n", "no Han characters in this text at all.", "短。"])
  func textsWithoutWordsMakeNone(text: String) throws {
    #expect(try ExerciseMaker(nil).exercises(of: text, source: "", seed: 1).isEmpty)
  }
}
