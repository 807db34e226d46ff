internal import Kernels

/// The rule that turns gradients into steps: Muon for the matrices inside the layers, if asked for, and AdamW
/// for everything else.
final class Optimizer {
  /// AdamW's running mean of gradients, or Muon's momentum.
  let first: FloatArena
  /// AdamW's running mean of squared gradients; unused where Muon works.
  let second: FloatArena
  let options: OptimizerOptions
  private let layout: ParameterLayout
  private let compute: Compute
  private let orthogonaliser: Orthogonaliser?

  init(layout: ParameterLayout, options: OptimizerOptions, compute: Compute) {
    self.layout = layout
    self.options = options
    self.compute = compute
    first = FloatArena(count: layout.count)
    second = FloatArena(count: layout.count)
    let inner = layout.parameters.filter { $0.role == .inner }
    orthogonaliser = options.kind == .muon ? Orthogonaliser(for: inner.map(\.region), compute: compute) : nil
  }

  /// Whether the second moment of a parameter is in use.
  func hasSecondMoment(_ parameter: Parameter) -> Bool { !isMovedByMuon(parameter) }

  /// Moves the parameters against the gradients, which are used up.
  ///
  /// - Parameters:
  ///   - parameters: The weights.
  ///   - gradients: Their gradients, in the same layout.
  ///   - factor: The schedule's factor of both rates.
  ///   - gradientScale: What gradients are multiplied by first, for clipping.
  ///   - step: The number of the step, from 1.
  ///   - usedRows: The rows of tables that are moved, ascending; tables that are not named are moved whole.
  func step(
    _ parameters: FloatArena, _ gradients: FloatArena, factor: Float, gradientScale: Float, step: Int,
    usedRows: [Region: [Int32]] = [:]
  ) {
    for parameter in layout.parameters {
      let region = parameter.region
      if let orthogonaliser, isMovedByMuon(parameter) {
        compute.muon(
          parameters[region], gradients[region], momentum: first[region], options, factor: factor,
          gradientScale: gradientScale, orthogonaliser)
      } else if let rows = usedRows[region] {
        for rows in LazyRows.runs(of: rows) {
          let part = Region(
            offset: region.offset + rows.lowerBound * region.columns, rows: rows.count,
            columns: region.columns)
          adamW(part, parameter, parameters, gradients, factor, gradientScale, step)
        }
      } else {
        adamW(region, parameter, parameters, gradients, factor, gradientScale, step)
      }
    }
  }

  private func isMovedByMuon(_ parameter: Parameter) -> Bool {
    options.kind == .muon && parameter.role == .inner
  }

  private func adamW(
    _ region: Region, _ parameter: Parameter, _ parameters: FloatArena, _ gradients: FloatArena,
    _ factor: Float, _ gradientScale: Float, _ step: Int
  ) {
    let isVector = parameter.role == .gain || parameter.role == .bias
    compute.adamW(
      parameters.pointer(region), gradient: gradients.pointer(region), m: first.pointer(region),
      v: second.pointer(region), count: region.count, rate: options.rate * factor, beta1: options.beta1,
      beta2: options.beta2, epsilon: options.epsilon, weightDecay: isVector ? 0 : options.weightDecay,
      step: step, gradientScale: gradientScale)
  }
}
