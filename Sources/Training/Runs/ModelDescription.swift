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

  /// A description of its parts.
  public init(
    config: DecoderConfig, details: [(name: String, value: JSONValue)] = [], companions: [String: [UInt8]] = [:]
  ) {
    self.config = config
    self.details = details
    self.companions = companions
  }
}
