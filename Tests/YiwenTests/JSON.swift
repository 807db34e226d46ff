import Foundation
import Testing

/// A JSON text as a program that reads our output takes it apart.
struct JSON {
  private let value: Any

  init(_ text: String) throws { value = try JSONSerialization.jsonObject(with: Data(text.utf8)) }
  private init(value: Any) { self.value = value }

  /// The names of an object's members, sorted.
  var keys: [String] { ((value as? [String: Any]) ?? [:]).keys.sorted() }

  var array: [JSON] { ((value as? [Any]) ?? []).map(JSON.init(value:)) }

  var number: Double? { (value as? NSNumber)?.doubleValue }

  var text: String? { value as? String }

  subscript(_ key: String) -> JSON { JSON(value: (value as? [String: Any])?[key] ?? NSNull()) }
}
