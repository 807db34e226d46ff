public import ArgumentParser
public import Training

extension OptimizerOptions.Kind: ExpressibleByArgument {}
