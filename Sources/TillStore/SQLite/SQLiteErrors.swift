import GRDB

/// SQLite's errors in our words.
enum SQLiteErrors {
    static func error(_ error: DatabaseError) -> StoreError {
        let words = "\(error.message ?? "no message") (SQLite \(error.extendedResultCode.rawValue))"
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR:
            StoreError(.unavailable, words)
        case .SQLITE_CANTOPEN, .SQLITE_NOTADB, .SQLITE_CORRUPT, .SQLITE_PERM, .SQLITE_AUTH:
            StoreError(.unusable, words)
        default:
            StoreError(.refused, words)
        }
    }
}
