import AsyncHTTPClient
import NIOCore
import NIOHTTP1
import TillTesting

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A real browser without a window, driven over the WebDriver protocol.
struct Browser: Sendable {
    private let driver: String
    private let session: String

    /// Where the program that drives the browser is; nil when this machine has none.
    static let program: String? = [
        "/usr/bin/chromedriver", "/usr/local/bin/chromedriver", "/opt/homebrew/bin/chromedriver",
    ]
    .first { access($0, X_OK) == 0 }

    struct Refused: Error {
        let answer: String
    }

    /// Opens a browser for a test, and closes it afterwards.
    static func open(_ program: String, _ body: (Browser) async throws -> Void) async throws {
        let port = try await TestPorts.next()
        let pid = try ChildProcess.start(
            [program, "--port=\(port)", "--silent"], output: ("/dev/null", "/dev/null"))
        defer {
            kill(pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
        let driver = "http://127.0.0.1:\(port)"
        while (try? await ask(.GET, "\(driver)/status")) == nil { try await Task.sleep(for: .milliseconds(20)) }
        let options = #"{"args":["--headless=new","--no-sandbox","--disable-gpu","--disable-dev-shm-usage"]}"#
        let opened = try await ask(
            .POST, "\(driver)/session", #"{"capabilities":{"alwaysMatch":{"goog:chromeOptions":\#(options)}}}"#)
        guard let session = opened["value"]?["sessionId"]?.text else { throw Refused(answer: "\(opened)") }
        let browser = Browser(driver: driver, session: session)
        do {
            try await body(browser)
        } catch {
            _ = try? await ask(.DELETE, "\(driver)/session/\(session)")
            throw error
        }
        _ = try await ask(.DELETE, "\(driver)/session/\(session)")
    }

    func go(to url: String) async throws { try await post("/url", #"{"url":"\#(url)"}"#) }

    var url: String {
        get async throws { try await get("/url") ?? "" }
    }

    func text(_ selector: String) async throws -> String? {
        let element = try await element(selector)
        return try await get("/element/\(element)/text")
    }

    func click(_ selector: String) async throws {
        let element = try await element(selector)
        try await post("/element/\(element)/click", "{}")
    }

    func type(_ text: String, into selector: String) async throws {
        let element = try await element(selector)
        try await post("/element/\(element)/value", #"{"text":"\#(text)"}"#)
    }

    /// Looks until something holds; the test's time limit ends it when it never does.
    func until(_ holds: () async throws -> Bool) async throws {
        while true {
            if (try? await holds()) == true { return }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func element(_ selector: String) async throws -> String {
        let found = try await Self.ask(
            .POST, "\(driver)/session/\(session)/element", #"{"using":"css selector","value":"\#(selector)"}"#)
        // The protocol's own name for "an element".
        guard let id = found["value"]?["element-6066-11e4-a52e-4f735466cecf"]?.text else {
            throw Refused(answer: "\(selector): \(found)")
        }
        return id
    }

    private func get(_ path: String) async throws -> String? {
        try await Self.ask(.GET, "\(driver)/session/\(session)\(path)")["value"]?.text
    }

    private func post(_ path: String, _ body: String) async throws {
        _ = try await Self.ask(.POST, "\(driver)/session/\(session)\(path)", body)
    }

    @discardableResult
    private static func ask(_ method: HTTPMethod, _ url: String, _ body: String? = nil) async throws -> JSON {
        var request = HTTPClientRequest(url: url)
        request.method = method
        request.headers.add(name: "Content-Type", value: "application/json")
        if let body { request.body = .bytes(Array(body.utf8)) }
        let answer = try await HTTPClient.shared.execute(request, timeout: .seconds(300))
        let text = String(buffer: try await answer.body.collect(upTo: 8 * 1024 * 1024))
        guard answer.status == .ok else { throw Refused(answer: text) }
        return try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
    }
}
