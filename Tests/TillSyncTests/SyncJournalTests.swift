import Testing
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a run keeps on disk.
@Suite struct SyncJournalTests {
    @Test func `a journal whose last line was cut off is gone on with`() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "till-journal-\(UUID().uuidString)")
        let path = file.path(percentEncoded: false)
        defer { try? FileManager.default.removeItem(at: file) }
        let header = JournalHeader(
            run: "run", environment: "test", startedAt: "2026-11-21T00:00:00Z", catalog: "c", prunes: false,
            providers: ["stripe"])
        try SyncJournal(path: path, header: header).append(.ended(failures: 1))
        try (Data(contentsOf: file) + Data("{\"record\":\"int".utf8)).write(to: file)
        try SyncJournal(path: path, header: nil).append(.ended(failures: 2))
        #expect(try SyncJournal.records(at: path) == [.began(header), .ended(failures: 1), .ended(failures: 2)])
    }
}
