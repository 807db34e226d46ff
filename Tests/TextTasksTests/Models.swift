import TextTasks
import TextTestSupport

extension BigramModel {
  var model: TextModel { get throws { try TextModel(path: folder, threads: 1) } }
}

extension RandomModel {
  var model: TextModel { get throws { try TextModel(path: folder, threads: 1) } }
}
