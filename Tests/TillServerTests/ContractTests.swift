import NIOHTTP1
import Testing
import TillEngine
import TillModel
import TillStore
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

/// Everything the adapter sends and the sandbox answers is held to Stripe's own contract.
@Suite(.timeLimit(.minutes(15))) struct ContractTests {
    static let proxy = ProcessInfo.processInfo.environment["TILL_CONTRACT_PROXY"]

    @Test(
        .enabled(
            if: proxy != nil,
            "TILL_CONTRACT_PROXY does not name the contract checker, so nothing is held to the contract here"))
    func `every request and answer between adapter and sandbox keeps Stripe's contract`() async throws {
        let program = try #require(Self.proxy)
        let folder = FileManager.default.temporaryDirectory.appending(path: "till-contract-\(UUID().uuidString)").path()
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let checker = Checker(program: program, folder: folder)
        defer { checker.end() }
        var options = TestShop.Options()
        options.between = { sandbox in try await checker.start(upstream: sandbox) }
        try await TestShop.run(options) { shop in
            for product in ["job_posting", "pro/monthly", "pro/trial"] {
                let (order, page) = try await shop.begin(product, quantity: product == "job_posting" ? 3 : 1)
                #expect(try await shop.pay(page).status == 303)
                _ = try await shop.settled(order)
            }
            let (order, payment) = try await shop.paidOrder()
            try await shop.fault(#"{"api_error_after_success_next":3,"drop_next":1000}"#)
            let lost = try await shop.refunds.refund(RefundTests.demand(order, 1_000))
            shop.clock.advance(by: 90_000)
            try await shop.until(lost.operation.key, is: .done)
            try await shop.fault(#"{"drop_next":0}"#)
            // More than is left at the provider: refused there, in its own words.
            #expect(
                try await shop.atProvider(
                    .POST, "/v1/refunds", form: "payment_intent=\(payment.remoteID)&amount=8900"
                ).status == 200)
            _ = try await shop.settled(order, as: .refunded)
            let (renewing, _) = try await shop.paidOrder("pro/monthly")
            #expect(try await shop.refunds.refund(RefundTests.demand(renewing, 100)).operation.status == .done)
            let subscription = try await shop.until {
                try SubscriptionTable($0).list(order: renewing, tenant: "default").first
            }
            let cancels = try #require(shop.engine).cancels
            for atPeriodEnd in [true, false] {
                let ended = try await cancels.cancel(subscription.remoteID, atPeriodEnd: atPeriodEnd)
                #expect(ended.operation.status == .done)
            }
            let euro = try await shop.checkOut(
                #"{"items":[{"product":"job_posting"}],"currency":"EUR","customer":{"email":"a@example.com"},"metadata":{"a":"b"}}"#
            )
            #expect(euro.status == 201)
            // What is refused is answered in Stripe's shapes too.
            let refused = try await shop.checkOut(#"{"items":[{"product":"job_posting","quantity":10000}]}"#)
            #expect([201, 502].contains(refused.status))
            let report = try await shop.ask(.GET, "\(try checker.url())/__contract/report")
            #expect(report["summary.violations"] == "0", "\(report.body)")
            #expect(Int(report["summary.requests"] ?? "0") ?? 0 >= 5, "\(report.body)")
        }
    }

    /// The checker as a program of its own.
    final class Checker: Sendable {
        private let program: String
        private let folder: String

        init(program: String, folder: String) {
            self.program = program
            self.folder = folder
        }

        func start(upstream: String) async throws -> String {
            let child = try ChildProcess.start(
                [
                    program, "--provider", "stripe", "--listen", "127.0.0.1:0", "--upstream", upstream, "--report",
                    "\(folder)/report.json", "--port-file", "\(folder)/port", "--ignore", "/c/", "--ignore",
                    "/sandbox/",
                    "--quiet",
                ])
            try "\(child)".write(toFile: "\(folder)/pid", atomically: true, encoding: .utf8)
            while (try? port()) == nil {
                try await Task.sleep(for: .milliseconds(3))
            }
            return try url()
        }

        func url() throws -> String { "http://127.0.0.1:\(try port())" }

        private func port() throws -> Int {
            let text = try String(contentsOfFile: "\(folder)/port", encoding: .utf8)
            guard let port = Int(text.filter(\.isNumber)), port > 0 else { throw CancellationError() }
            return port
        }

        func end() {
            guard let pid = (try? String(contentsOfFile: "\(folder)/pid", encoding: .utf8)).flatMap(pid_t.init) else {
                return
            }
            kill(pid, SIGKILL)
            var status: Int32 = 0
            waitpid(pid, &status, 0)
        }
    }
}
