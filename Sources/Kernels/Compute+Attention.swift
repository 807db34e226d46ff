internal import CKernels

/// The sizes of an attention: query heads, key/value heads they share, size of each.
public struct AttentionShape: Sendable, Hashable {
  /// The number of query heads, a multiple of ``keyValueHeads``.
  public let heads: Int
  /// The number of key/value heads, equal to ``heads`` when none is shared.
  ///
  /// Sharing them is grouped-query attention (Ainslie et al. 2023, "GQA").
  public let keyValueHeads: Int
  /// The size of a head, at most ``Compute/headSizeLimit``.
  public let headSize: Int

  /// Sizes that satisfy the conditions of each member.
  public init(heads: Int, keyValueHeads: Int, headSize: Int) {
    precondition(
      keyValueHeads > 0 && heads > 0 && heads % keyValueHeads == 0, "\(heads)/\(keyValueHeads) heads")
    precondition((1...Compute.headSizeLimit).contains(headSize), "heads of \(headSize)")
    self.heads = heads
    self.keyValueHeads = keyValueHeads
    self.headSize = headSize
  }

  /// The elements of a query row.
  public var width: Int { heads * headSize }
  /// The elements of a key or value row.
  public var keyValueWidth: Int { keyValueHeads * headSize }
}

extension Compute {
  /// Attention of some query rows over the cached keys and values of one stream.
  ///
  /// Rows `rows` of q[_, H, D] are read and the same rows of y written. Row i of them sees the first
  /// `visible[i]` positions of keys and values [positions, G, D]. Scores are divided by √D.
  public func attention(
    _ q: [Float], rows: Range<Int>, keys: [Float], values: [Float], visible: [Int32], shape: AttentionShape,
    into y: inout [Float]
  ) {
    let width = shape.width
    precondition(
      q.count == y.count && rows.lowerBound >= 0 && rows.upperBound * width <= q.count
        && visible.count == rows.count, "attention: rows \(rows) of \(q.count / width)")
    precondition(
      keys.count == values.count
        && visible.allSatisfy { $0 > 0 && Int($0) * shape.keyValueWidth <= keys.count },
      "attention: visible \(visible) of \(keys.count / shape.keyValueWidth) positions")
    let first = rows.lowerBound * width
    q.withUnsafeBufferPointer { q in
      y.withUnsafeMutableBufferPointer { y in
        guard let q = q.baseAddress, let y = y.baseAddress else { return }
        ck_attention(
          plan, y + first, q + first, keys, values, visible, rows.count, shape.heads, shape.keyValueHeads,
          shape.headSize, 1 / Float(shape.headSize).squareRoot())
      }
    }
  }

  /// Attention over a cache in which streams share what they have in common.
  ///
  /// As ``attention(_:rows:keys:values:visible:shape:into:)`` for all rows of q, but row i sees the positions
  /// in `places` from `ends[i - 1]`, or 0, up to `ends[i]`, in that order.
  public func branchAttention(
    _ q: [Float], keys: [Float], values: [Float], places: [Int32], ends: [Int64], shape: AttentionShape,
    into y: inout [Float]
  ) {
    precondition(
      q.count == y.count && q.count == ends.count * shape.width && ends.last == Int64(places.count)
        && zip([0] + ends, ends).allSatisfy { $0 < $1 }, "branch attention: \(ends.count) rows of \(q.count)")
    let positions = keys.count / shape.keyValueWidth
    precondition(
      keys.count == values.count && places.allSatisfy { $0 >= 0 && Int($0) < positions },
      "branch attention: places outside of \(positions) positions")
    y.withUnsafeMutableBufferPointer { y in
      guard let y = y.baseAddress else { return }
      ck_branch_attention(
        plan, y, q, keys, values, places, ends, ends.count, shape.heads, shape.keyValueHeads, shape.headSize,
        1 / Float(shape.headSize).squareRoot())
    }
  }
}
