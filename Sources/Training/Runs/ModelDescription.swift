internal import FoundationEssentials
public import LanguageModel
public import ModelFiles

/// What a model folder holds beside its weights.
public struct ModelDescription: Sendable {
  /// The sizes and choices of the model.
  public var config: DecoderConfig
  /// Members of `config.json` that do not change the computation, such as `task` or `bos_token_id`, in order.
  public var details: [(name: String, value: JSONValue)]
  /// Further files of the folder by name, such as `tokens.txt`.
  public var companions: [String: [UInt8]]

  /// The longest file that is taken along beside the weights.
  static let companionLimit = 64 << 20

  /// A description of its parts.
  public init(
    config: DecoderConfig, details: [(name: String, value: JSONValue)] = [],
    companions: [String: [UInt8]] = [:]
  ) {
    self.config = config
    self.details = details
    self.companions = companions
  }

  /// The description of the model in `folder`: its configuration, and its `.txt` and `.json` files.
  public init(folder: String) throws(ModelError) {
    config = try DecoderConfig(folder: folder)
    let path = folder + "/config.json"
    do {
      let json = try JSONValue(parsing: try MappedFile.read(path: path, limit: 1 << 20))
      guard case .object(let members) = json else {
        throw ModelError.malformed(file: path, problem: "a JSON object should be here")
      }
      details = members.filter { !DecoderConfig.statedKeys.contains($0.name) }.map { ($0.name, $0.value) }
    } catch let error as ModelError {
      throw error
    } catch let error as JSONError {
      throw .notJSON(file: path, error)
    } catch {
      throw .unreadable(file: path, reason: "\(error)")
    }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw .unreadable(file: folder, reason: "\(error)")
    }
    companions = [:]
    for name in names.sorted() where Self.isCompanion(name) {
      companions[name] = try MappedFile.read(path: folder + "/" + name, limit: Self.companionLimit)
    }
  }

  private static func isCompanion(_ name: String) -> Bool {
    name.hasSuffix(".txt")
      || (name.hasSuffix(".json") && name != "config.json" && !name.contains("safetensors"))
  }
}
