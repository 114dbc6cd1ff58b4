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

/// A file of lines of JSON, each on disk before whoever wrote it goes on.
final class JournalFile: Sendable {
    private let path: String
    private let descriptor: Mutex<Int32>

    /// Opens a file to append to.
    ///
    /// - `anew`: Whether what is in it goes; otherwise only a last line that was cut off does.
    init(path: String, anew: Bool) throws(SyncJournal.Failure) {
        self.path = path
        let flags = O_WRONLY | O_APPEND | O_CREAT | (anew ? O_TRUNC : 0) | O_CLOEXEC
        let opened = open(path, flags, 0o600)
        guard opened >= 0 else {
            throw SyncJournal.Failure(description: "\(path) cannot be written: \(Self.words(errno))")
        }
        descriptor = Mutex(opened)
        let contents = try Self.contents(of: path)
        let kept = contents.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        guard kept < contents.count else { return }
        guard ftruncate(opened, off_t(kept)) == 0 else {
            throw SyncJournal.Failure(description: "\(path) cannot be written: \(Self.words(errno))")
        }
    }

    deinit { descriptor.withLock { _ = close($0) } }

    /// Adds lines and flushes them together.
    func append(_ lines: some Sequence<some Encodable>) throws(SyncJournal.Failure) {
        var bytes: [UInt8] = []
        do {
            for line in lines {
                bytes += try JSONEncoder.till.encode(line)
                bytes.append(UInt8(ascii: "\n"))
            }
        } catch {
            throw SyncJournal.Failure(description: "a record cannot be written: \(error)")
        }
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
        if let fault { throw SyncJournal.Failure(description: "\(path) cannot be written: \(Self.words(fault))") }
    }

    /// The lines of a file, oldest first; none when there is no such file.
    ///
    /// A last line that was cut off is left out: what it would have said was not acted upon.
    static func lines<Line: Decodable>(at path: String, as type: Line.Type) throws(SyncJournal.Failure) -> [Line] {
        guard access(path, F_OK) == 0 else { return [] }
        let contents = try contents(of: path)
        var lines = contents.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true)[...]
        if contents.last != UInt8(ascii: "\n") { lines = lines.dropLast() }
        let decoder = JSONDecoder()
        var read: [Line] = []
        for (index, line) in lines.enumerated() {
            do {
                read.append(try decoder.decode(Line.self, from: Data(line)))
            } catch {
                throw SyncJournal.Failure(description: "\(path):\(index + 1) is no record of a journal: \(error)")
            }
        }
        return read
    }

    private static func contents(of path: String) throws(SyncJournal.Failure) -> [UInt8] {
        do {
            return Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw SyncJournal.Failure(description: "\(path) cannot be read: \(error)")
        }
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
