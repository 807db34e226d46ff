public import ArgumentParser
public import Kernels

extension ProductPrecision: ExpressibleByArgument {}
