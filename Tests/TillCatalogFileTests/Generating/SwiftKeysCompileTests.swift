import Foundation
import Testing
import TillModel
import TillTesting

@testable import TillCatalogFile

@Suite(.timeLimit(.minutes(15))) struct SwiftKeysCompileTests {
    /// Checks files against the modules that were built beside the tests; what the compiler says.
    private func compile(_ hook: String) async throws -> (status: Int32, says: String) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "till-keys-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        // `Till` shows the words of `TillModel`, which is all that the keys need.
        let keys = SampleShop.generator.text(.swift, of: SampleShop.catalog)
            .replacing("import Till\n", with: "import TillModel\n")
        try keys.write(to: folder.appending(path: "Catalog.swift"), atomically: true, encoding: .utf8)
        try ("import TillModel\n" + hook).write(
            to: folder.appending(path: "Hook.swift"), atomically: true, encoding: .utf8)
        let modules = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent().appending(path: "Modules")
        let pid = try ChildProcess.start(
            [
                "/usr/bin/env", "swiftc", "-typecheck", "-swift-version", "6", "-I", modules.path, "Catalog.swift",
                "Hook.swift",
            ],
            in: folder.path, output: (folder.appending(path: "out").path, folder.appending(path: "error").path))
        while true {
            if let status = ChildProcess.status(of: pid) {
                let says = try String(contentsOf: folder.appending(path: "error"), encoding: .utf8)
                return (status, says)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    @Test func `keys of every spelling compile, and a hook reads well with them`() async throws {
        let (status, says) = try await compile(
            """
            func hook(_ order: Order) -> Int {
                var found = 0
                for item in order.items where item.is(Products.jobPosting) { found += item.quantity }
                for item in order.items where item.is(Prices.Pro.monthly) || item.is(Prices._3d) { found += 1 }
                if order.contains(Products.class) || order.contains(Prices.A_b.init_) { found += 1 }
                let coupon: CouponKey = Coupons.launch20
                return found + coupon.rawValue.count + Features.seats.rawValue.count
            }
            """)
        #expect(status == 0, "\(says)")
        #expect(!says.contains("warning"), "\(says)")
    }

    @Test(arguments: ["Products.jobPost", "Prices.Pro.weekly", "Features.mail", "Coupons.launch30"])
    func `what is not for sale does not compile`(_ name: String) async throws {
        let (status, says) = try await compile("let key = \(name)\n")
        #expect(status != 0)
        #expect(says.contains("has no member"), "\(says)")
    }

    @Test(arguments: [
        ("Products.jobListing", "'jobListing' is deprecated: job-listing is called job_posting now"),
        ("Prices.jobListing", "'jobListing' is deprecated: job-listing is called job_posting now"),
        ("Prices.Plus.monthly", "'Plus' is deprecated: plus is called pro now"),
        ("Prices.Pro.annual", "'annual' is deprecated: annual is called yearly now"),
    ])
    func `a former name still compiles and tells the new one`(_ name: String, _ warning: String) async throws {
        let (status, says) = try await compile("let key = \(name)\n")
        #expect(status == 0, "\(says)")
        #expect(says.contains(warning), "\(says)")
    }
}
