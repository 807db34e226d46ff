internal import Crypto
internal import GameFiles

/// A file that data are made from, read once: its bytes and how the manifest names it.
struct InputFile {
  /// The content, decompressed.
  let bytes: [UInt8]
  let source: PreparedManifest.Source

  init(path: String, licence: String?) throws(CorpusError) {
    do {
      let raw = try FileIO.read(path)
      let hash = SHA256.hash(data: raw)
      let digits = hash.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
      source = PreparedManifest.Source(
        file: path.split(separator: "/").last.map(String.init) ?? path, bytes: raw.count, sha256: digits,
        licence: licence)
      bytes = XZ.isCompressed(raw) ? try XZ.decompress(raw) : raw
    } catch {
      throw .games(path: path, error)
    }
  }
}
