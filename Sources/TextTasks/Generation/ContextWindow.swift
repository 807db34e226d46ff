/// Which tokens a model reads when there are more than its context holds.
struct ContextWindow {
  let capacity: Int
  /// How many first tokens stay.
  let kept: Int

  init(capacity: Int, prompt: Int, keeping: Int?) {
    self.capacity = capacity
    kept = min(keeping ?? min(prompt, capacity / 4), capacity - 1)
  }

  /// A prompt that leaves room for `added` tokens, or for as many as a slide makes room for.
  func fitting(_ prompt: [Int], room added: Int) -> [Int] {
    guard prompt.count > capacity else { return prompt }
    let room = max(1, min(added, (capacity - kept) / 2))
    return prompt[..<kept] + prompt.suffix(max(1, capacity - kept - room))
  }

  /// The tokens behind the kept ones that stay when the window slides.
  func sliding(_ window: [Int]) -> [Int] {
    window.dropFirst(kept).suffix((capacity - kept) / 2)
  }
}
