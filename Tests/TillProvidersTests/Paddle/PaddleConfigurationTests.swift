import Testing
import TillModel

@testable import TillProviders

/// What the adapter refuses to be started with.
@Suite struct PaddleConfigurationTests {
    static let sandboxKey = "pdl_sdbx_apikey_01abc_secret_xyz"
    static let liveKey = "pdl_live_apikey_01abc_secret_xyz"

    @Test(arguments: [
        (Mode.live, liveKey, "https://api.paddle.com"), (.test, sandboxKey, "https://sandbox-api.paddle.com"),
        (.live, "0123456789abcdef", "https://api.paddle.com"),
        (.test, "0123456789abcdef", "https://sandbox-api.paddle.com"),
    ])
    func `a key goes to where its mode is, and the oldest have no mode`(
        _ mode: Mode, _ key: String, _ address: String
    ) throws {
        #expect(try PaddleConfiguration(apiKey: key, mode: mode).baseURL == address)
    }

    @Test(arguments: [
        (Mode.live, sandboxKey, "pdl_live_"), (.test, liveKey, "pdl_sdbx_"), (.dev, liveKey, "pdl_sdbx_"),
        (.test, "pdl_ntfset_01abc_secret", "webhook secret"), (.test, "test_0123456789", "client-side token"),
        (.live, "live_0123456789", "client-side token"), (.test, "", "one word"),
        (.test, sandboxKey + "\n", "one word"), (.test, "pdl_other_xyz_secret", "pdl_sdbx_"),
    ])
    func `a key that cannot be used is told with the way to mend it, and never shown`(
        _ mode: Mode, _ key: String, _ words: String
    ) {
        let mistake = #expect(throws: ConfigurationMistake.self) { try PaddleConfiguration(apiKey: key, mode: mode) }
        #expect(mistake?.description.contains(words) == true)
        #expect(mistake?.description.hasPrefix("PADDLE_API_KEY ") == true)
        #expect(mistake?.description.contains("secret_xyz") == false)
        #expect(mistake?.description.contains("0123456789") == false)
    }

    @Test(arguments: [
        ("http://127.0.0.1:4010/paddle", "http://127.0.0.1:4010/paddle"),
        ("http://localhost:4010/paddle/", "http://localhost:4010/paddle"), ("http://[::1]:1", "http://[::1]:1"),
        ("https://proxy.example/paddle", "https://proxy.example/paddle"),
    ])
    func `another address may have a path, and no slash at its end`(_ given: String, _ kept: String) throws {
        #expect(try PaddleConfiguration(apiKey: Self.sandboxKey, baseURL: given, mode: .test).baseURL == kept)
    }

    @Test(arguments: [
        "http://api.example", "http://127.0.0.1@evil.example", "http://127.0.0.1.evil.example", "api.paddle.com", "",
        "https://proxy.example/?a=b", "https://proxy.example/#a", "ftp://127.0.0.1",
    ])
    func `another address is safe, or refused`(_ given: String) {
        let mistake = #expect(throws: ConfigurationMistake.self) {
            try PaddleConfiguration(apiKey: Self.sandboxKey, baseURL: given, mode: .test)
        }
        #expect(mistake?.description.hasPrefix("PADDLE_BASE_URL ") == true)
    }

    @Test func `live money goes to Paddle itself only`() {
        let mistake = #expect(throws: ConfigurationMistake.self) {
            try PaddleConfiguration(apiKey: Self.liveKey, baseURL: "https://api.paddle.com", mode: .live)
        }
        #expect(mistake?.description == "PADDLE_BASE_URL cannot be set with TILL_ENV=live")
    }
}
