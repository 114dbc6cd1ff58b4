import AsyncHTTPClient
import NIOCore
import NIOHTTP1

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Requests to processes that may end at any moment.
enum HTTP {
    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: {
            var configuration = HTTPClient.Configuration()
            configuration.redirectConfiguration = .disallow
            // A connection that cannot be made is told at once: whoever asks decides when to ask again.
            configuration.connectionPool.retryConnectionEstablishment = false
            return configuration
        }())

    struct Answer: Sendable {
        let status: Int
        let headers: [String: String]
        let body: String
    }

    /// The answer; nil when the other side was gone, or went while it answered.
    static func ask(
        _ method: String, _ url: String, headers: [String: String] = [:], body: String? = nil
    ) async -> Answer? {
        var request = HTTPClientRequest(url: url)
        request.method = HTTPMethod(rawValue: method)
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(Array(body.utf8)) }
        do {
            let answer = try await client.execute(request, timeout: .seconds(300))
            let text = String(buffer: try await answer.body.collect(upTo: 1 << 24))
            let headers = Dictionary(answer.headers.map { ($0.name.lowercased(), $0.value) }) { $1 }
            return Answer(status: Int(answer.status.code), headers: headers, body: text)
        } catch {
            return nil
        }
    }
}
