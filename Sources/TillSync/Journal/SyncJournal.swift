import TillModel

/// What a run was about to do and what came of it, kept line by line on disk.
///
/// Every line is flushed before the run goes on, so that a run that was cut off can be gone on with.
package final class SyncJournal: Sendable {
    private let file: JournalFile

    /// A journal could not be read or written.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Opens a journal to append to; a new one is begun with `header`.
    ///
    /// - Throws: ``Failure``.
    package init(path: String, header: JournalHeader?) throws(Failure) {
        file = try JournalFile(path: path, anew: header != nil)
        if let header { try append(.began(header)) }
    }

    /// Adds a line and flushes it.
    ///
    /// - Throws: ``Failure``: nothing may be sent then.
    package func append(_ record: JournalRecord) throws(Failure) { try file.append([record]) }

    /// The records of a journal, oldest first; none when there is no such file.
    ///
    /// A last line that was cut off is left out: what it would have said was not acted upon.
    ///
    /// - Throws: ``Failure``.
    package static func records(at path: String) throws(Failure) -> [JournalRecord] {
        try JournalFile.lines(at: path, as: JournalRecord.self)
    }
}
