import ArgumentParser

/// What is to happen where the file of a run exists already; without either option that is refused.
struct KeepOptions: ParsableArguments {
  @Flag(help: "Go on with the file.")
  var resume = false

  @Flag(help: "Write the file anew where it exists.")
  var overwrite = false

  func validate() throws {
    if resume && overwrite { throw ValidationError("--resume and --overwrite exclude each other") }
  }
}
