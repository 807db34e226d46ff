import Screen

/// Grids in a row as a wild program might show them: each changes parts of the one before.
func randomGrids(seed: UInt64, columns: Int, rows: Int) -> [CellGrid] {
  var generator = SplitMix64(state: seed)
  let alphabet: [Character] = ["a", "Z", " ", "车", "炮", "。", "─", "e\u{301}", "😀", "ｗ"]
  let styles: [Style] = [
    .plain, .bold, .reverse, .foreground(.red), .background(.palette(180)),
    .foreground(.brightCyan).underline(),
  ]
  var grid = CellGrid(columns: columns, rows: rows)
  return (0..<40).map { _ in
    for _ in 0..<30 {
      let text = String(
        (0..<Int.random(in: 0...9, using: &generator)).map { _ in
          alphabet.randomElement(using: &generator) ?? " "
        })
      grid.put(
        text, column: .random(in: -4...columns, using: &generator),
        row: .random(in: 0..<rows, using: &generator),
        style: styles.randomElement(using: &generator) ?? .plain)
    }
    // tmux sets a mark in the lower right corner on the character before it.
    let corner = grid[columns - 1, rows - 1]
    if corner.character.unicodeScalars.count > 1 { grid.put("e", column: columns - 1, row: rows - 1) }
    return grid
  }
}

/// Steele, Lea and Flood's SplitMix64: the same grids for the same seed, here and in the tests.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
