import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// The answer to a request of a hook's.
public struct HookResponse: Sendable, Hashable {
    /// The HTTP status.
    public let status: Int
    /// Header fields by lower-case name.
    public let headers: [String: String]
    /// The body.
    public let body: [UInt8]

    /// An answer.
    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body as text.
    public var text: String { String(decoding: body, as: UTF8.self) }

    /// Reads the body as JSON.
    public func json<Value: Decodable>(as type: Value.Type = Value.self) throws -> Value {
        try JSONDecoder.till.decode(type, from: Data(body))
    }
}
