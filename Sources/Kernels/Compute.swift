internal import CKernels

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The arithmetic of a decoder on this machine's processor.
///
/// A value that says with which instructions and by how many threads; its methods are the operations.
/// Activations are arrays of `Float`, row major; weights are bytes in a ``WeightFormat``, not necessarily
/// aligned. Letters: T rows (tokens), C channels, K inputs, O outputs, H heads, D head size.
///
/// The result of every operation is the same to the last bit whatever the instructions, the threads and
/// the other rows of the same call.
public struct Compute: Sendable, Hashable {
  /// The largest head size ``attention(_:rows:keys:values:visible:shape:into:)`` takes.
  public static let headSizeLimit = Int(CK_MAX_HEAD_SIZE)
  /// The most threads an operation is shared by.
  public static let threadLimit = Int(CK_MAX_THREADS)

  /// The instructions used.
  public let instructionSet: InstructionSet
  /// The most threads one operation is shared by, the calling one included.
  public let threads: Int
  /// How exactly the matrix products of training take their operands.
  public let products: ProductPrecision

  /// Operations by `instructionSet`, which must be available here, on 1 to ``threadLimit`` threads.
  public init(instructionSet: InstructionSet, threads: Int, products: ProductPrecision = .float32) {
    precondition(
      InstructionSet.available.contains(instructionSet), "this machine has no \(instructionSet)")
    precondition((1...Self.threadLimit).contains(threads), "\(threads) threads of \(Self.threadLimit)")
    self.instructionSet = instructionSet
    self.threads = threads
    self.products = products
  }

  /// The best instructions here and a thread per core, unless the environment says otherwise.
  ///
  /// `YIWEN_SIMD` (`generic`, `avx2`, `avx512`, `avx512bf16`) caps the instructions, `YIWEN_THREADS` (a number from 1)
  /// is the number of threads. Other values are ignored.
  public static let best = choose(
    instructions: environment("YIWEN_SIMD"), threads: environment("YIWEN_THREADS"),
    cores: sysconf(Int32(_SC_NPROCESSORS_ONLN)))

  static func choose(instructions: String?, threads: String?, cores: Int) -> Compute {
    let cap = instructions.flatMap { InstructionSet(name: $0) } ?? .avx512bf16
    let threads = threads.flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil } ?? cores
    return Compute(
      instructionSet: InstructionSet.available.last { $0 <= cap } ?? .generic,
      threads: min(max(1, threads), threadLimit))
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  var plan: ck_plan {
    ck_plan(level: instructionSet.level, threads: Int32(threads), bf16_products: products == .bfloat16)
  }
}
