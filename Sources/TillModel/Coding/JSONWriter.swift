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
    /// - `memory`: Remembers the order that was written last, for texts that tell of the same one.
    /// - Throws: `EncodingError`, and what the value's own coding throws.
    package static func bytes(_ value: some Encodable, memory: JSONMemory? = nil) throws -> [UInt8] {
        let output = JSONOutput(memory: memory)
        try write(value, to: output)
        return output.bytes
    }

    /// - `memory`: Remembers the order that was written last, for texts that tell of the same one.
    /// - Throws: `EncodingError`, and what the value's own coding throws.
    package static func text(_ value: some Encodable, memory: JSONMemory? = nil) throws -> String {
        String(decoding: try bytes(value, memory: memory), as: UTF8.self)
    }

    /// Writes a whole value.
    static func write<Value: Encodable>(_ value: Value, to output: JSONOutput) throws {
        switch value {
        case let text as String: output.write(quoted: text)
        case let date as Date: output.write(quoted: date.rfc3339)
        case let order as Order where output.memory != nil: try write(order, to: output)
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

    /// Writes an order, or the bytes of the same one again.
    private static func write(_ order: Order, to output: JSONOutput) throws {
        if let memory = output.memory, memory.order == order { return output.write(json: memory.bytes) }
        let start = output.count
        let encoder = JSONValueEncoder(output)
        try order.encode(to: encoder)
        try encoder.end()
        output.memory?.order = order
        output.memory?.bytes = Array(output.bytes[start...])
    }
}

/// The order that was written last, and how.
///
/// Events of one transaction mostly tell of one order, each with all of it.
package final class JSONMemory {
    fileprivate var order: Order?
    fileprivate var bytes: [UInt8] = []

    package init() {}
}
