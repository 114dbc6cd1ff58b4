import TillModel

/// Text of a value as JSON with sorted keys, for a text column.
package func jsonText(_ value: some Encodable) throws -> String { try JSONWriter.text(value) }
