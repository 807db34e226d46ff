#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Darwin)
  internal import Darwin
#endif

/// The bytes of a file in the `Fixtures` folder beside the calling test file.
///
/// The path is taken from the source, so a test needs no bundle and no full Foundation.
public func fixture(_ name: String, besides testFile: String = #filePath) -> [UInt8] {
  let folder = testFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
  let path = (folder + ["Fixtures", Substring(name)]).joined(separator: "/")
  guard let file = fopen(path, "rb") else { fatalError("fixture \(path) cannot be opened") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    guard count > 0 else { return bytes }
    bytes += chunk[..<count]
  }
}
