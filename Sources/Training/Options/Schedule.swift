#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// How the rates go over a run, as a factor of their height.
///
/// Parts of the run are shares of its steps, from 0 to 1.
public enum Schedule: Sendable, Hashable, Codable {
  /// Up to full height over `warmUp`, then level.
  case constant(warmUp: Double)
  /// Up to full height over `warmUp`, then down to `floor` along half a cosine (Loshchilov and Hutter 2017,
  /// "SGDR").
  case cosine(warmUp: Double, floor: Double)
  /// Up to full height over `warmUp`, level, then straight down to nothing over the last `decay`
  /// (Hu et al. 2024, "MiniCPM", section 4).
  case warmUpStableDecay(warmUp: Double, decay: Double)

  /// The factor of step `step`, counted from 0, of `steps`.
  ///
  /// The step stands at the end of its share of the run, so a schedule that falls to 0 does so at the last.
  public func factor(at step: Int, of steps: Int) -> Double {
    let done = Double(step + 1) / Double(max(steps, 1))
    switch self {
    case .constant(let warmUp), .cosine(let warmUp, _), .warmUpStableDecay(let warmUp, _):
      if done < warmUp { return done / warmUp }
    }
    switch self {
    case .constant: return 1
    case .cosine(let warmUp, let floor):
      let fall = warmUp < 1 ? (done - warmUp) / (1 - warmUp) : 0
      return floor + (1 - floor) * (1 + cos(.pi * fall)) / 2
    case .warmUpStableDecay(_, let decay):
      return decay > 0 ? max(0, min(1, (1 - done) / decay)) : 1
    }
  }
}
