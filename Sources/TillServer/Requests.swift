import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import TillEngine
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Reading bodies: bounded in size and in time, and strict, so that a misspelled field is told and not ignored.
enum Requests {
    /// How long a body may take to arrive.
    private static let deadline = Duration.seconds(15)

    static func body(of request: Request, upTo limit: Int) async throws -> [UInt8] {
        let arrival = Arrival()
        return try await withThrowingTaskGroup(of: [UInt8].self) { group in
            let collect: @concurrent @Sendable () async throws -> [UInt8] = {
                let body = Array(try await request.body.collect(upTo: limit).readableBytesView)
                arrival.isWhole.store(true, ordering: .relaxed)
                return body
            }
            if #available(macOS 26, *) {
                group.addImmediateTask { try await collect() }
            } else {
                group.addTask { try await collect() }
            }
            // Most bodies came with their head, and a timer for each costs more than all the rest of reading them.
            if !arrival.isWhole.load(ordering: .relaxed) {
                group.addTask {
                    try await Task.sleep(for: deadline)
                    throw Refusal(.requestTimeout, "The body did not arrive within \(deadline).")
                }
            }
            defer { group.cancelAll() }
            return try await group.next() ?? []
        }
    }

    /// Whether a body is there.
    private final class Arrival: Sendable {
        let isWhole = Atomic(false)
    }

    /// The key that a request must carry, so that repeating it is harmless.
    static func idempotencyKey(of request: Request) throws(Refusal) -> String {
        let values = request.headers[values: .idempotencyKey]
        guard values.count == 1, let key = values.first, !key.isEmpty else {
            throw Refusal(
                .idempotencyKeyRequired, "Send one Idempotency-Key header: a key of your own for this request.")
        }
        return key
    }

    /// A JSON body as a value.
    static func json<Value: Decodable>(_ body: [UInt8]) throws -> Value {
        do {
            return try JSONDecoder.till.decode(Value.self, from: Data(body))
        } catch let error as DecodingError {
            throw refusal(for: error)
        }
    }

    /// The fields of a form, in order; a field may come more than once.
    static func form(_ body: [UInt8]) throws(Refusal) -> [(name: String, value: String)] {
        var fields: [(name: String, value: String)] = []
        for pair in body.split(separator: UInt8(ascii: "&")) {
            let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = unescaped(parts[0]), let value = unescaped(parts.count == 2 ? parts[1] : []) else {
                throw Refusal(.invalidRequest, "The form cannot be read.")
            }
            fields.append((name, value))
        }
        return fields
    }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String? {
        var result: [UInt8] = []
        var rest = bytes
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "+"):
                result.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                let digits = String(decoding: rest.prefix(2), as: UTF8.self)
                guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16), digits.first != "+" else {
                    return nil
                }
                result.append(value)
                rest = rest.dropFirst(2)
            default:
                result.append(byte)
            }
        }
        return String(validating: result, as: UTF8.self)
    }

    private static func refusal(for error: DecodingError) -> Refusal {
        func refuse(_ path: [any CodingKey], _ message: String) -> Refusal {
            let field = path.reduce(into: "") { text, key in
                text += key.intValue.map { "[\($0)]" } ?? (text.isEmpty ? key.stringValue : "." + key.stringValue)
            }
            return Refusal(
                .invalidRequest, field.isEmpty ? message : "\(field): \(message)",
                details: field.isEmpty ? [:] : ["field": field])
        }
        return switch error {
        case .keyNotFound(let key, let context): refuse(context.codingPath + [key], "This field is required.")
        case .typeMismatch(let type, let context): refuse(context.codingPath, "A value of type \(type) is expected.")
        case .valueNotFound(_, let context): refuse(context.codingPath, "This field cannot be null.")
        case .dataCorrupted(let context):
            refuse(context.codingPath, context.codingPath.isEmpty ? "The body is not JSON." : context.debugDescription)
        @unknown default: refuse([], "The body cannot be read.")
        }
    }
}

/// Any name of a field, to find the ones that nobody knows.
struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int?
    init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
    init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}

extension Decoder {
    /// - Throws: For the first field that is not one of these.
    func refuseFields(notIn known: [String]) throws {
        let container = try container(keyedBy: AnyKey.self)
        guard let key = container.allKeys.first(where: { !known.contains($0.stringValue) }) else { return }
        throw DecodingError.dataCorrupted(
            DecodingError.Context(
                codingPath: codingPath + [key],
                debugDescription: "This field is not known; there are \(known.joined(separator: ", "))."))
    }
}
