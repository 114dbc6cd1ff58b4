import Synchronization
import TillModel

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a run was about to do and what came of it, kept line by line on disk.
///
/// Every line is flushed before the run goes on, so that a run that was cut off can be gone on with.
package final class SyncJournal: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32>

    /// A journal could not be read or written.
    package struct Failure: Error, Sendable, CustomStringConvertible {
        package let description: String
    }

    /// Opens a journal to append to; a new one is begun with `header`.
    ///
    /// - Throws: ``Failure``.
    package init(path: String, header: JournalHeader?) throws(Failure) {
        self.path = path
        let flags = O_WRONLY | O_APPEND | O_CREAT | (header == nil ? 0 : O_TRUNC) | O_CLOEXEC
        let opened = open(path, flags, 0o600)
        guard opened >= 0 else { throw Failure(description: "\(path) cannot be written: \(Self.words(errno))") }
        if header == nil, let fault = Self.dropCutOffLine(opened, path) {
            close(opened)
            throw Failure(description: "\(path) cannot be written: \(fault)")
        }
        descriptor = Mutex(opened)
        if let header { try append(.began(header)) }
    }

    /// Takes away a last line that was cut off, so that nothing is written behind it; what went wrong, or nil.
    private static func dropCutOffLine(_ descriptor: Int32, _ path: String) -> String? {
        let contents: Data
        do {
            contents = try Data(contentsOf: URL(filePath: path))
        } catch {
            return "\(error)"
        }
        let whole = contents.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard whole < contents.count else { return nil }
        return ftruncate(descriptor, off_t(whole)) == 0 ? nil : words(errno)
    }

    deinit { descriptor.withLock { _ = close($0) } }

    /// Adds a line and flushes it.
    ///
    /// - Throws: ``Failure``: nothing may be sent then.
    package func append(_ record: JournalRecord) throws(Failure) {
        var bytes: [UInt8]
        do {
            bytes = Array(try JSONEncoder.till.encode(record))
        } catch {
            throw Failure(description: "a record cannot be written: \(error)")
        }
        bytes.append(UInt8(ascii: "\n"))
        let fault: Int32? = descriptor.withLock { descriptor in
            var left = bytes[...]
            while !left.isEmpty {
                let written = left.withUnsafeBytes { Self.write(descriptor, $0) }
                if written < 0, errno == EINTR { continue }
                guard written > 0 else { return errno }
                left = left.dropFirst(written)
            }
            return fsync(descriptor) == 0 ? nil : errno
        }
        if let fault { throw Failure(description: "\(path) cannot be written: \(Self.words(fault))") }
    }

    /// The records of a journal, oldest first; none when there is no such file.
    ///
    /// A last line that was cut off is left out: what it would have said was not acted upon.
    ///
    /// - Throws: ``Failure``.
    package static func records(at path: String) throws(Failure) -> [JournalRecord] {
        guard access(path, F_OK) == 0 else { return [] }
        let contents: Data
        do {
            contents = try Data(contentsOf: URL(filePath: path))
        } catch {
            throw Failure(description: "\(path) cannot be read: \(error)")
        }
        var lines = contents.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)[...]
        if contents.last != UInt8(ascii: "\n") { lines = lines.dropLast() }
        var records: [JournalRecord] = []
        for (index, line) in lines.enumerated() {
            do {
                records.append(try JSONDecoder().decode(JournalRecord.self, from: Data(line)))
            } catch {
                throw Failure(description: "\(path):\(index + 1) is no record of a journal: \(error)")
            }
        }
        return records
    }

    private static func words(_ code: Int32) -> String { String(cString: strerror(code)) }

    /// The system's `write`, under a name that does not hide behind a method's.
    private static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }
}
