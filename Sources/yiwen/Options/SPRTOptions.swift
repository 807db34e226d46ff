public import ArgumentParser
public import Matches

/// The test that may end a match early.
struct SPRTOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Stop when it is clear whether the first player is ELO0 or ELO1 stronger: --sprt 0,5.",
      valueName: "elo0,elo1"))
  var sprt: String?

  @Option(
    help: ArgumentHelp("Of --sprt: the probability of accepting elo1 where elo0 is true.", valueName: "share")
  )
  var alpha: Double = 0.05

  @Option(
    help: ArgumentHelp("Of --sprt: the probability of accepting elo0 where elo1 is true.", valueName: "share")
  )
  var beta: Double = 0.05

  @Option(help: "Of --sprt: logistic Elo, or normalized Elo, in standard deviations of a game.")
  var eloScale: SPRT.Scale = .normalized

  func validate() throws { _ = try test() }

  func test() throws -> SPRT? {
    guard let sprt else { return nil }
    let bounds = sprt.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    guard bounds.count == 2, let elo0 = bounds[0], let elo1 = bounds[1],
      let test = SPRT(elo0: elo0, elo1: elo1, alpha: alpha, beta: beta, scale: eloScale)
    else {
      throw ValidationError(
        "--sprt \(sprt) with --alpha \(alpha) and --beta \(beta) is no test; use two differences up to "
          + "\(Int(SPRT.largestElo)), the smaller first, and errors between 0 and 0.5")
    }
    return test
  }
}

extension SPRT.Scale: ExpressibleByArgument {}
