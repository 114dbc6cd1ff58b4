import GRDB
import GRDBSQLite
import Synchronization

/// Brings the write-ahead log into the file beside the writer, so that who waits for a write does not wait for that too.
///
/// It copies over a connection of its own while writes go on behind it. When it is done the writer copies the little
/// that came meanwhile: then nothing in the log is needed any more, and the next write begins it anew. Left to itself
/// SQLite has the writer copy everything, and for a tenth of a second nobody is answered.
package final class Checkpointer: Sendable {
    /// After how many written pages of 4 KiB copying begins.
    package static let pagesBeforeCopying = 8_192
    /// At how many pages the writer copies by itself after all, where copying beside it fails.
    static let mostPages = 65_536

    private enum Step: Sendable { case counting, copying, finishing }

    private let connection: DatabaseQueue
    private let pagesBeforeCopying: Int
    private let state = Mutex((step: Step.counting, pages: 0))

    init(path: String, pagesBeforeCopying: Int = Checkpointer.pagesBeforeCopying) throws {
        connection = try DatabaseQueue(path: path)
        self.pagesBeforeCopying = pagesBeforeCopying
    }

    /// Called by the writer between two transactions.
    func committed(on database: Database) {
        let written = Self.pagesWritten(by: database)
        let step = state.withLock { state -> Step in
            state.pages += written
            switch state.step {
            case .counting where state.pages >= pagesBeforeCopying:
                state = (.copying, 0)
                return .copying
            case .finishing:
                state = (.counting, 0)
                return .finishing
            case .counting, .copying:
                return .counting
            }
        }
        switch step {
        case .counting: return
        case .copying:
            connection.asyncWriteWithoutTransaction { copier in
                let next: Step = Self.copy(copier) ? .finishing : .counting
                self.state.withLock { $0.step = next }
            }
        case .finishing: _ = Self.copy(database)
        }
    }

    func close() throws { try connection.close() }

    /// Copies what nobody reads any more, and waits for nobody.
    private static func copy(_ database: Database) -> Bool {
        do {
            try database.execute(sql: "PRAGMA wal_checkpoint(PASSIVE)")
            return true
        } catch {
            // The log only grows: it is tried again after as many pages, and a disk that is full or broken is told of
            // by the next write.
            return false
        }
    }

    /// How many pages the connection has written since it was asked last.
    private static func pagesWritten(by database: Database) -> Int {
        var current: Int32 = 0
        var highest: Int32 = 0
        sqlite3_db_status(database.sqliteConnection, SQLITE_DBSTATUS_CACHE_WRITE, &current, &highest, 1)
        return Int(current)
    }
}
