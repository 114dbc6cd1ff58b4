/// A migration on disk: what it is to do, and what came of each subscription.
///
/// Every line is flushed before the migration goes on: one that was cut off goes on with what has no outcome yet.
package final class MigrationJournal: Sendable {
    private let file: JournalFile

    /// Begins a migration.
    ///
    /// - Throws: ``SyncJournal/Failure``.
    package init(path: String, header: MigrationHeader, plan: MigrationPlan) throws(SyncJournal.Failure) {
        file = try JournalFile(path: path, anew: true)
        try file.append(
            [.began(header)] + plan.parts.map { MigrationRecord.transition($0.transition) }
                + plan.moves.map(MigrationRecord.planned))
    }

    /// Goes on with one.
    ///
    /// - Throws: ``SyncJournal/Failure``.
    package init(continuing path: String) throws(SyncJournal.Failure) {
        file = try JournalFile(path: path, anew: false)
    }

    /// Adds a line and flushes it.
    ///
    /// - Throws: ``SyncJournal/Failure``: nothing may be sent then.
    package func append(_ record: MigrationRecord) throws(SyncJournal.Failure) { try file.append([record]) }

    /// How the migration of a file stands; nil when there is none.
    ///
    /// - Throws: ``SyncJournal/Failure``.
    package static func state(at path: String) throws(SyncJournal.Failure) -> MigrationState? {
        MigrationState(try JournalFile.lines(at: path, as: MigrationRecord.self))
    }
}
