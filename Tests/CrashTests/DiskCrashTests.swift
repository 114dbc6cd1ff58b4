#if canImport(Glibc)
    import Glibc
    import Testing
    import TillStore
    import TillTesting

    #if canImport(FoundationEssentials)
        import FoundationEssentials
    #else
        import Foundation
    #endif

    /// The real server on a disk that takes no more (row 20 of docs/crash-table.md).
    ///
    /// The kernel refuses to let any file of the process grow beyond a size, as it does on a full disk; no leave of an
    /// administrator is needed for that.
    @Suite(.timeLimit(.minutes(5))) struct DiskCrashTests {
        /// How much a file may still hold.
        enum Room: Sendable, CaseIterable {
            /// What the write-ahead log holds already, and nothing more.
            case asItIs
            case nothingAtAll
        }

        private struct NoLimit: Error {}

        private func limit(_ server: CatalogProcess, to bytes: String) async throws {
            let tool = try ChildProcess.start(["prlimit", "--pid", "\(server.pid)", "--fsize=\(bytes):unlimited"])
            while true {
                if let status = ChildProcess.status(of: tool) {
                    guard status == 0 else { throw NoLimit() }
                    return
                }
                try await Task.sleep(for: .milliseconds(2))
            }
        }

        @Test(arguments: Room.allCases)
        func `a disk that takes no more is told with 503, and nothing that was acknowledged is lost`(
            _ room: Room
        ) async throws {
            try await Shop.open(.sqlite) { shop in
                let server = try await shop.serve(failpoint: "apply-before-writing:stall=room")
                let (held, events) = try await shop.placePaidOrder()
                let paid = try #require(events.first { $0.type == "checkout.session.completed" })
                #expect(await shop.tell(paid) == 200)
                let (placed, later) = try await shop.placePaidOrder()
                guard case .sqlite(let path) = shop.database.address else { return }
                let size = try FileManager.default.attributesOfItem(atPath: "\(path)-wal")[.size]
                try await limit(server, to: room == .nothingAtAll ? "0" : "\(try #require(size as? UInt64))")
                // The worker goes on with what was acknowledged, and cannot write it.
                try "".write(toFile: "\(shop.folder)/room", atomically: true, encoding: .utf8)
                for event in later { #expect(await shop.tell(event) == 503) }
                let answer = await shop.askForCheckout()
                #expect(answer?.status == 503)
                #expect(answer?.headers["retry-after"] != nil)
                #expect(await shop.ask("GET", "/readyz")?.status == 503)
                #expect(await shop.ask("GET", "/livez")?.status == 200)
                #expect(await shop.ask("GET", "/api/products")?.status == 200)
                try await shop.expect(1, "inbox")
                try await shop.expect(2, "orders", where: "status = 'pending'")
                try await limit(server, to: "unlimited")
                for event in later { #expect(await shop.tell(event) == 200) }
                try await shop.untilSettled()
                try await shop.expectPaidOnce(held)
                try await shop.expectPaidOnce(placed)
                #expect(shop.published(held.order) == 1)
                #expect(shop.published(placed.order) == 1)
                #expect(await shop.ask("GET", "/readyz")?.status == 200)
                #expect(ChildProcess.status(of: server.pid) == nil)
            }
        }
    }
#endif
