internal import Kernels

/// Buffers that one batch after another uses: the nth request of a pass gets the nth buffer.
///
/// A buffer that is too small is replaced by a larger one, so after the largest batch nothing is allocated.
final class BufferPool {
  private var buffers: [FloatArena] = []
  private var next = 0
  private var tokens = 0
  /// The tokens that buffers are made for, at least.
  private let expectedTokens: Int

  /// An empty pool for batches of about so many tokens.
  init(expectedTokens: Int) {
    self.expectedTokens = expectedTokens
  }

  /// Begins a pass over a batch of `tokens` tokens; what was handed out before is void.
  func begin(tokens: Int) {
    self.tokens = tokens
    next = 0
  }

  /// A matrix [tokens, columns] of any content.
  func matrix(_ columns: Int) -> FloatMatrix {
    FloatMatrix(vector(columns), rows: tokens, columns: columns)
  }

  /// `perToken` numbers for each token, of any content.
  func vector(_ perToken: Int) -> UnsafeMutablePointer<Float> {
    if next == buffers.count { buffers.append(FloatArena(count: perToken * max(tokens, expectedTokens))) }
    if buffers[next].count < perToken * tokens { buffers[next] = FloatArena(count: perToken * tokens) }
    next += 1
    return buffers[next - 1].base
  }
}
