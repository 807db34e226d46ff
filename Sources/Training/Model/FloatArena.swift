internal import Kernels

/// Memory for single-precision numbers that lives as long as this object.
///
/// Operations get matrices that point into it; whoever holds such a matrix holds the arena too.
final class FloatArena {
  /// The number of elements.
  let count: Int
  /// The first element, at the start of a line of memory.
  let base: UnsafeMutablePointer<Float>

  /// Zeros.
  init(count: Int) {
    self.count = count
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(base).deallocate() }

  /// The numbers in order.
  var numbers: UnsafeMutableBufferPointer<Float> { UnsafeMutableBufferPointer(start: base, count: count) }

  /// All numbers become 0.
  func clear() { base.update(repeating: 0, count: count) }

  /// All numbers become those of an arena of the same size.
  func copy(_ other: FloatArena) {
    precondition(other.count == count, "\(other.count) numbers into \(count)")
    base.update(from: other.base, count: count)
  }

  /// The matrix of a region.
  subscript(region: Region) -> FloatMatrix {
    FloatMatrix(pointer(region), rows: region.rows, columns: region.columns)
  }

  /// The first element of a region.
  func pointer(_ region: Region) -> UnsafeMutablePointer<Float> {
    precondition(region.offset >= 0 && region.offset + region.count <= count, "\(region) of \(count)")
    return base + region.offset
  }
}

/// Where a matrix lies in an arena, its rows next to each other.
struct Region: Sendable, Hashable {
  let offset: Int
  let rows: Int
  let columns: Int

  var count: Int { rows * columns }
}
