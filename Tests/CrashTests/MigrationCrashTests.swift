import Testing
import TillTesting

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The real server, killed while it makes its tables (row 17 of docs/crash-table.md).
@Suite(.timeLimit(.minutes(15))) struct MigrationCrashTests {
    @Test(arguments: DatabaseKind.available, [1, 7, 20])
    func `killed inside a migration, no table is half made and the next start makes them all`(
        _ kind: DatabaseKind, _ statement: Int
    ) async throws {
        try await Shop.open(kind) { shop in
            let server = try shop.start(failpoint: "migration-statement:\(statement)")
            #expect(try await server.end() == -SIGKILL)
            #expect(try await shop.tables() == [])
            _ = try await shop.serve()
            let (placed, events) = try await shop.placePaidOrder()
            for event in events { #expect(await shop.tell(event) == 200) }
            try await shop.untilSettled()
            try await shop.expectPaidOnce(placed)
        }
    }
}
