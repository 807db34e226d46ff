/// A set of numbered strings that says which of them a text goes on with, scalar by scalar.
///
/// The transitions of all nodes share one open hash table, so a step costs a probe or two however many nodes there are.
struct ScalarTrie: Sendable {
  /// The node of the empty string.
  static let root: Int32 = 0
  /// No node, or no string.
  static let none: Int32 = -1

  private var transitions: NodeTable
  /// The number of the string that ends at each node.
  private var strings: [Int32] = [none]

  /// The trie of `strings`, numbered by their places; of equal ones the first counts.
  init(_ strings: [[Unicode.Scalar]]) {
    transitions = NodeTable(capacity: strings.reduce(1) { $0 + $1.count })
    for (number, string) in strings.enumerated() {
      var node = Self.root
      for scalar in string {
        let next = transitions.insert(Self.key(node, scalar), number: Int32(self.strings.count))
        if next == self.strings.count { self.strings.append(Self.none) }
        node = next
      }
      if self.strings[Int(node)] == Self.none { self.strings[Int(node)] = Int32(number) }
    }
  }

  /// The node after `scalar`, or ``none``.
  @inline(__always)
  func node(after node: Int32, _ scalar: Unicode.Scalar) -> Int32 {
    transitions.number(of: Self.key(node, scalar))
  }

  /// The string that ends at a node, or ``none``.
  @inline(__always)
  func string(at node: Int32) -> Int32 { strings[Int(node)] }

  @inline(__always)
  private static func key(_ node: Int32, _ scalar: Unicode.Scalar) -> UInt64 {
    UInt64(UInt32(bitPattern: node)) << 21 | UInt64(scalar.value)
  }
}

/// Keys and their numbers, in an open hash table that is never more than half full.
struct NodeTable: Sendable {
  private static let empty = UInt64.max
  private var keys: [UInt64]
  private var numbers: [Int32]
  private let mask: Int

  /// A table for up to `capacity` keys.
  init(capacity: Int) {
    var size = 16
    while size < 2 * capacity { size *= 2 }
    keys = Array(repeating: Self.empty, count: size)
    numbers = Array(repeating: -1, count: size)
    mask = size - 1
  }

  /// The number of a key, -1 without one.
  @inline(__always)
  func number(of key: UInt64) -> Int32 { numbers[place(of: key)] }

  /// The number of a key, which is `number` from now on if it had none.
  mutating func insert(_ key: UInt64, number: Int32) -> Int32 {
    let place = place(of: key)
    guard keys[place] == Self.empty else { return numbers[place] }
    keys[place] = key
    numbers[place] = number
    return number
  }

  /// Where a key is, or would be.
  @inline(__always)
  private func place(of key: UInt64) -> Int {
    // Fibonacci hashing (Knuth, volume 3, section 6.4): the golden ratio spreads neighbouring keys.
    var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 20) & mask
    while keys[place] != key, keys[place] != Self.empty { place = (place + 1) & mask }
    return place
  }
}
