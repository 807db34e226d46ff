internal import Kernels

/// The token embedding pushed uphill, for a second pass whose gradients are added to the first's.
///
/// The push is radius · g / |g| over the whole embedding, g its gradient (Miyato et al. 2017, "Adversarial
/// Training Methods for Semi-Supervised Text Classification", equation 5; on the table instead of on each
/// input, as is usual for language models).
final class AdversarialEmbedding {
  private let region: Region
  private let radius: Float
  private let original: FloatArena

  init(layout: ParameterLayout, radius: Float) {
    region = layout.embedding
    self.radius = radius
    original = FloatArena(count: layout.embedding.count)
  }

  /// Pushes the embedding, runs `body` and puts the embedding back as it was.
  func push(
    _ parameters: FloatArena, gradients: FloatArena, compute: Compute, _ body: () -> Void
  ) {
    let embedding = parameters.pointer(region)
    let gradient = gradients.pointer(region)
    original.base.update(from: embedding, count: region.count)
    let length = Float(compute.sumOfSquares(gradient, count: region.count).squareRoot())
    guard length > 0, length.isFinite else { return body() }
    let factor = radius / length
    for index in 0..<region.count { embedding[index] += factor * gradient[index] }
    body()
    embedding.update(from: original.base, count: region.count)
  }
}
