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
    /// administrator is needed for that. To have it refuse every change of a file that is open already takes the
    /// administrator, and a file system that can.
    @Suite(.timeLimit(.minutes(15))) struct DiskCrashTests {
        /// How much a file may still hold.
        enum Room: Sendable {
            /// What the write-ahead log holds already, and nothing more.
            case asItIs
            case nothingAtAll
            /// What it holds, and that may not be changed either.
            case readOnly

            /// Those that can be tried here; a run says so when one is left out.
            static func possible() async throws -> [Room] {
                let probe = FileManager.default.temporaryDirectory.appending(path: "till-probe-\(UUID())").path()
                try "".write(toFile: probe, atomically: true, encoding: .utf8)
                defer { try? FileManager.default.removeItem(atPath: probe) }
                do {
                    try await DiskCrashTests.run("chattr", "+i", probe)
                    try await DiskCrashTests.run("chattr", "-i", probe)
                    return [.asItIs, .nothingAtAll, .readOnly]
                } catch {
                    print("SKIPPED: no file can be made unchangeable here; a read-only SQLite is not tried (\(error))")
                    return [.asItIs, .nothingAtAll]
                }
            }
        }

        /// A program of the system did not do what it was asked.
        private struct Failed: Error {
            let program: String
            let status: Int32
        }

        private static func run(_ arguments: String...) async throws {
            let tool = try ChildProcess.start(arguments, output: ("/dev/null", "/dev/null"))
            while true {
                if let status = ChildProcess.status(of: tool) {
                    guard status == 0 else { throw Failed(program: arguments[0], status: status) }
                    return
                }
                try await Task.sleep(for: .milliseconds(2))
            }
        }

        private func limit(_ server: CatalogProcess, to bytes: String) async throws {
            try await Self.run("prlimit", "--pid", "\(server.pid)", "--fsize=\(bytes):unlimited")
        }

        /// Lets a closure run while a server's disk takes no more.
        private func filled(
            _ room: Room, _ path: String, under server: CatalogProcess, _ body: () async throws -> Void
        ) async throws {
            switch room {
            case .readOnly:
                let files = [path, "\(path)-wal"]
                for file in files { try await Self.run("chattr", "+i", file) }
                let outcome: Result<Void, any Error>
                do { outcome = .success(try await body()) } catch { outcome = .failure(error) }
                // Whatever came of it: nobody could remove the files.
                for file in files { try await Self.run("chattr", "-i", file) }
                try outcome.get()
            case .asItIs, .nothingAtAll:
                let size = try FileManager.default.attributesOfItem(atPath: "\(path)-wal")[.size]
                try await limit(server, to: room == .nothingAtAll ? "0" : "\(try #require(size as? UInt64))")
                try await body()
                try await limit(server, to: "unlimited")
            }
        }

        @Test(arguments: try await Room.possible())
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
                try await filled(room, path, under: server) {
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
                }
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
