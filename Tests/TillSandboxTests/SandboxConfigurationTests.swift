import Logging
import Testing

@testable import TillSandbox

@Suite struct SandboxConfigurationTests {
    private static let wrongPaddleKeys: [(String?, String?, SandboxError)] = [
        ("pdl_live_apikey_1", nil, SandboxError.livePaddleKey), ("pdl_sdbx_apikey_", nil, .malformedPaddleKey),
        ("sk_test_1", nil, .malformedPaddleKey),
        ("pdl_sdbx_apikey_1", "pdl_live_apikey_1", .livePaddleKey),
        ("pdl_sdbx_apikey_1", "pdl_sdbx_apikey_1", .lonePaddleReadOnlyKey),
        (nil, "pdl_sdbx_apikey_1", .lonePaddleReadOnlyKey),
    ]

    private func make(_ configuration: SandboxConfiguration) throws -> Sandbox {
        try Sandbox(
            configuration: configuration, clock: MovableClock(), identifiers: CountingIdentifiers(),
            logger: Logger(label: "sandbox"))
    }

    @Test(arguments: ["0.0.0.0", "192.168.1.2", "example.com", "", "127.0.0.1.example.com"])
    func `only this machine may be listened on`(_ host: String) {
        #expect(throws: SandboxError.notLoopback(host: host)) {
            try make(SandboxConfiguration(host: host, port: 0, stripeSecretKey: Shop.key))
        }
    }

    @Test(arguments: ["127.0.0.1", "::1", "localhost"])
    func `each name of this machine will do`(_ host: String) throws {
        _ = try make(SandboxConfiguration(host: host, port: 0, stripeSecretKey: Shop.key))
    }

    @Test(arguments: ["sk_live_abc", "rk_live_abc", "pk_live_abc"])
    func `a live key stops the sandbox from being made`(_ key: String) {
        #expect(throws: SandboxError.liveKey) {
            try make(SandboxConfiguration(port: 0, stripeSecretKey: key))
        }
    }

    @Test(arguments: ["", "sk_test_", "abc"])
    func `a key that is no test key stops the sandbox from being made`(_ key: String) {
        #expect(throws: SandboxError.malformedKey) {
            try make(SandboxConfiguration(port: 0, stripeSecretKey: key))
        }
    }

    @Test(arguments: [
        ("rk_live_abc", SandboxError.liveKey), ("rk_test_", .malformedReadOnlyKey),
        ("sk_test_a", .malformedReadOnlyKey),
    ])
    func `a key that may only read is a restricted test key`(_ key: String, _ error: SandboxError) {
        #expect(throws: error) {
            try make(SandboxConfiguration(port: 0, stripeSecretKey: Shop.key, stripeReadOnlyKey: key))
        }
    }

    @Test(arguments: wrongPaddleKeys)
    func `a wrong key for Paddle stops the sandbox from being made`(
        _ key: String?, _ readOnlyKey: String?, _ error: SandboxError
    ) {
        #expect(throws: error) {
            try make(.init(port: 0, stripeSecretKey: Shop.key, paddleAPIKey: key, paddleReadOnlyKey: readOnlyKey))
        }
    }

    @Test func `an endpoint needs an address and a secret of the right shape`() {
        #expect(throws: SandboxError.invalidWebhookURL("file:///etc")) {
            try make(
                .init(
                    port: 0, stripeSecretKey: Shop.key,
                    stripeWebhookEndpoints: [.init(url: "file:///etc", secret: "whsec_1")]))
        }
        #expect(throws: SandboxError.malformedWebhookSecret(url: "http://localhost/")) {
            try make(
                .init(
                    port: 0, stripeSecretKey: Shop.key,
                    stripeWebhookEndpoints: [.init(url: "http://localhost/", secret: "s")]))
        }
    }

    @Test func `an error never repeats a key`() {
        let key = "sk_live_51abcdef"
        #expect(throws: SandboxError.self) { try make(.init(port: 0, stripeSecretKey: key)) }
        #expect(!SandboxError.liveKey.description.contains("51abcdef"))
    }

    @Test func `secrets are shaped like test secrets and new each time`() {
        let identifiers = CountingIdentifiers()
        let first = SandboxSecrets.draw(identifiers)
        let second = SandboxSecrets.draw(identifiers)
        #expect(first.stripeSecretKey.hasPrefix("sk_test_") && first.stripeSecretKey.count >= 34)
        #expect(first.stripeReadOnlyKey.hasPrefix("rk_test_") && first.stripeReadOnlyKey.count >= 34)
        #expect(first.stripeWebhookSecret.hasPrefix("whsec_") && first.stripeWebhookSecret.count >= 32)
        #expect(
            first.paddleAPIKey.wholeMatch(of: /pdl_sdbx_apikey_[a-z\d]{26}_[a-zA-Z\d]{22}_[a-zA-Z\d]{3}/) != nil)
        #expect(first.paddleAPIKey != second.paddleAPIKey)
        #expect(first.paddleReadOnlyKey.hasPrefix("pdl_sdbx_apikey_") && first.paddleReadOnlyKey != first.paddleAPIKey)
        #expect(first.stripeSecretKey != second.stripeSecretKey)
        #expect(first.stripeWebhookSecret != second.stripeWebhookSecret)
    }
}
