#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Writes values as JSON, straight into bytes.
///
/// It writes what ``Foundation/JSONEncoder/till`` does, in a fraction of its time: that one makes a tree of
/// dictionaries first. Events are made of orders and are written while everybody waits for the database.
package enum JSONWriter {
    /// - Throws: `EncodingError`, and what the value's own coding throws.
    package static func bytes(_ value: some Encodable) throws -> [UInt8] {
        let output = JSONOutput()
        try write(value, to: output)
        return output.bytes
    }

    /// - Throws: `EncodingError`, and what the value's own coding throws.
    package static func text(_ value: some Encodable) throws -> String {
        String(decoding: try bytes(value), as: UTF8.self)
    }

    /// Writes a whole value.
    static func write<Value: Encodable>(_ value: Value, to output: JSONOutput) throws {
        switch value {
        case let text as String: output.write(quoted: text)
        case let date as Date: output.write(quoted: date.rfc3339)
        // Theirs are other words in JSON than in their own coding; nothing of ours has them.
        case is Data, is URL, is Decimal:
            throw EncodingError.invalidValue(
                value, EncodingError.Context(codingPath: [], debugDescription: "\(Value.self) is not written as JSON"))
        default:
            let encoder = JSONValueEncoder(output)
            try value.encode(to: encoder)
            try encoder.end()
        }
    }
}
