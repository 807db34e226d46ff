/// How exactly the matrix products of training take their operands.
///
/// The sums are single precision either way, and everything else is too.
public enum ProductPrecision: String, Sendable, Hashable, Codable, CaseIterable {
  /// As they are.
  case float32 = "f32"
  /// Rounded to bfloat16: faster where the processor has instructions for it, slower elsewhere.
  ///
  /// After Micikevicius et al. 2018, "Mixed Precision Training", and Kalamkar et al. 2019, "A Study of BFLOAT16 for
  /// Deep Learning Training".
  case bfloat16 = "bf16"
}
