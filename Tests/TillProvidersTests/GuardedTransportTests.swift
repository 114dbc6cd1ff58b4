import Testing
import TillModel

@testable import TillProviders

@Suite(.timeLimit(.minutes(15))) struct GuardedTransportTests {
    static func transport(
        _ names: [String: [[UInt8]]], allowed: [String] = [], loopback: Bool = false
    ) -> GuardedTransport {
        GuardedTransport(
            allowedHosts: allowed, allowsLoopback: loopback,
            resolver: HostResolver { host in
                guard let addresses = names[host] else { throw HostResolver.Unknown(description: "no such name") }
                return addresses.compactMap { bytes in
                    IPAddress(bytes: bytes).map {
                        HostResolver.Address(address: $0, text: bytes.map(String.init).joined(separator: "."))
                    }
                }
            })
    }

    static let names: [String: [[UInt8]]] = [
        "open.example": [[8, 8, 8, 8]], "inside.example": [[10, 0, 0, 1]],
        "both.example": [[8, 8, 8, 8], [169, 254, 169, 254]], "here.example": [[127, 0, 0, 1]], "empty.example": [],
    ]

    @Test func `a name of the open internet is connected at the address that was checked`() async throws {
        #expect(try await Self.transport(Self.names).check("open.example") == "8.8.8.8")
    }

    @Test(arguments: ["inside.example", "both.example", "here.example"])
    func `a name with any address inside is refused, and told how to allow it`(_ host: String) async throws {
        let error = try await #require(throws: GuardedTransport.Refusal.self) {
            try await Self.transport(Self.names).check(host)
        }
        #expect(error.kind == .refused)
        #expect(error.description.contains("TILL_HOOK_ALLOWED_HOSTS"))
    }

    @Test func `a host that is listed may be anywhere`() async throws {
        let transport = Self.transport(Self.names, allowed: ["Inside.example"])
        #expect(try await transport.check("inside.example") == "10.0.0.1")
        await #expect(throws: GuardedTransport.Refusal.self) { try await transport.check("both.example") }
    }

    @Test func `this machine may be called where that is said, and nothing else inside`() async throws {
        let transport = Self.transport(Self.names, loopback: true)
        #expect(try await transport.check("here.example") == "127.0.0.1")
        await #expect(throws: GuardedTransport.Refusal.self) { try await transport.check("inside.example") }
    }

    @Test(arguments: ["empty.example", "unknown.example"])
    func `a name without an address has no answer`(_ host: String) async throws {
        let error = try await #require(throws: GuardedTransport.Refusal.self) {
            try await Self.transport(Self.names).check(host)
        }
        #expect(error.kind == .noAnswer)
    }

    @Test(arguments: ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "::1", "localhost", "0.0.0.0"])
    func `the system's own reading of a host is what is checked`(_ host: String) async throws {
        let transport = GuardedTransport(allowedHosts: [], allowsLoopback: false)
        await #expect(throws: GuardedTransport.Refusal.self) { try await transport.check(host) }
    }
}
