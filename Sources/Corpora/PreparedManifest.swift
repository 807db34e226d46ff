/// What a folder of prepared training data holds and where it came from.
public struct PreparedManifest: Sendable, Hashable {
}
