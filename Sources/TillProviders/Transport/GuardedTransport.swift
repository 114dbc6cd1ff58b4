import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TillModel

/// Sends requests to addresses that a team or a request names, and never into one's own network.
///
/// The name is resolved here and the connection goes to the very address that was checked, so that a name that answers
/// differently the second time leads nowhere else. Redirects are not followed, and no more than 64 KiB is read.
package struct GuardedTransport: Sendable {
    private let allowedHosts: Set<String>
    private let allowsLoopback: Bool
    private let resolver: HostResolver

    /// The most of an answer that is read.
    private static let largestAnswer = 64 * 1024

    /// - `allowedHosts`: Hosts that may be called wherever they are, in lower case.
    /// - `allowsLoopback`: Whether this machine may be called.
    package init(allowedHosts: [String], allowsLoopback: Bool) {
        self.init(allowedHosts: allowedHosts, allowsLoopback: allowsLoopback, resolver: .system)
    }

    init(allowedHosts: [String], allowsLoopback: Bool, resolver: HostResolver) {
        self.allowedHosts = Set(allowedHosts.map { $0.lowercased() })
        self.allowsLoopback = allowsLoopback
        self.resolver = resolver
    }

    /// Why a request has no answer.
    package struct Refusal: Error, Sendable, CustomStringConvertible {
        /// What kind of trouble it is.
        package enum Kind: Sendable, Hashable { case invalid, refused, noAnswer }
        package let kind: Kind
        package let description: String
    }

    package func send(_ request: OutboundRequest) async throws -> InboundAnswer {
        guard let address = HTTPAddress(request.url) else {
            throw Refusal(kind: .invalid, description: "'\(request.url)' is no plain http or https address")
        }
        let checked = try await check(address.host)
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(5)
        configuration.dnsOverride = [address.host: checked]
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let answer = try await exchange(request, to: address, with: client)
            try await client.shutdown()
            return answer
        } catch {
            try await client.shutdown()
            throw Refusal(kind: .noAnswer, description: "\(address.host) did not answer: \(error)")
        }
    }

    /// The address to connect to, once every address of the name may be called.
    func check(_ host: String) async throws -> String {
        let found: [HostResolver.Address]
        do {
            found = try await resolver.resolve(host)
        } catch {
            throw Refusal(kind: .noAnswer, description: "the name \(host) is not known: \(error)")
        }
        guard let first = found.first else {
            throw Refusal(kind: .noAnswer, description: "the name \(host) has no address")
        }
        guard !allowedHosts.contains(host) else { return first.text }
        for address in found where !address.address.isPublic {
            guard allowsLoopback, address.address.isLoopback else {
                throw Refusal(
                    kind: .refused,
                    description: "\(host) is \(address.text), which is not an address of the open internet; when it is "
                        + "meant, list the host in TILL_HOOK_ALLOWED_HOSTS")
            }
        }
        return first.text
    }

    private func exchange(
        _ request: OutboundRequest, to address: HTTPAddress, with client: HTTPClient
    ) async throws -> InboundAnswer {
        var outbound = HTTPClientRequest(url: address.url)
        outbound.method = HTTPMethod(rawValue: request.method)
        for header in request.headers { outbound.headers.add(name: header.name, value: header.value) }
        if !request.body.isEmpty { outbound.body = .bytes(request.body) }
        let answer = try await client.execute(outbound, timeout: TimeAmount(request.timeout))
        var body: [UInt8] = []
        for try await part in answer.body {
            body += part.readableBytesView.prefix(Self.largestAnswer - body.count)
            if body.count >= Self.largestAnswer { break }
        }
        var headers: [String: String] = [:]
        for header in answer.headers { headers[header.name.lowercased()] = header.value }
        return InboundAnswer(status: Int(answer.status.code), headers: headers, body: body)
    }
}
