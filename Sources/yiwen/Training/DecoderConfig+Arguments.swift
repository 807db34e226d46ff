public import ArgumentParser
public import LanguageModel

extension DecoderConfig.Norm: ExpressibleByArgument {}
extension DecoderConfig.Position: ExpressibleByArgument {}
extension DecoderConfig.FeedForward: ExpressibleByArgument {}
