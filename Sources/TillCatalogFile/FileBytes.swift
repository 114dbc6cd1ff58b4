import TillModel

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The bytes of a file on disk, never more than a little above the limit.
enum FileBytes {
    /// Why a file could not be read, in words.
    struct Failure: Error {
        let reason: String
        /// Whether there is more of it than is read of any file.
        var isTooLarge = false
    }

    /// Reads a file or a pipe; beyond `limit` bytes reading ends, with one byte more to show it.
    ///
    /// A file whose size is known to be larger is not read at all. Where only files on disk are meant, a pipe is
    /// refused rather than waited for.
    static func read(_ path: String, limit: Int, mayBePipe: Bool = true) throws(Failure) -> [UInt8] {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            throw Failure(reason: "its name is not one a file can have")
        }
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | (mayBePipe ? 0 : O_NONBLOCK))
        guard descriptor >= 0 else { throw failure(errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(errno) }
        guard status.st_mode & S_IFMT != S_IFDIR else { throw failure(EISDIR) }
        let isFile = status.st_mode & S_IFMT == S_IFREG
        guard isFile || mayBePipe else { throw Failure(reason: "it is not a file on disk") }
        guard !isFile || Int(status.st_size) <= limit else {
            throw Failure(reason: "it is larger than \(limit >> 20) MiB", isTooLarge: true)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(min(limit, max(0, Int(status.st_size))) + 1)
        var chunk = [UInt8](repeating: 0, count: 256 << 10)
        while bytes.count <= limit {
            let wanted = min(chunk.count, limit + 1 - bytes.count)
            let count = chunk.withUnsafeMutableBytes { systemRead(descriptor, $0.baseAddress, wanted) }
            if count == 0 { break }
            if count > 0 {
                bytes += chunk[..<count]
            } else if errno != EINTR {
                throw failure(errno)
            }
        }
        return bytes
    }

    private static func systemRead(_ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, buffer, count)
        #elseif canImport(Musl)
            Musl.read(descriptor, buffer, count)
        #else
            Darwin.read(descriptor, buffer, count)
        #endif
    }

    private static func failure(_ number: Int32) -> Failure {
        switch number {
        case ENOENT, ENOTDIR: Failure(reason: "there is no such file")
        case EACCES, EPERM: Failure(reason: "this user may not read it")
        case EISDIR: Failure(reason: "it is a folder")
        case ELOOP: Failure(reason: "its symbolic links lead in a circle")
        case ENAMETOOLONG: Failure(reason: "its name is too long")
        default: Failure(reason: "the system reports error \(number)")
        }
    }
}

extension CatalogReader {
    /// Reads the file at a path, which is also what diagnostics call it, and the files it includes.
    ///
    /// A file that cannot be read is a diagnostic as well, at its first line.
    package static func read(contentsOf path: String, _ options: ReadingOptions = ReadingOptions()) -> CatalogReading {
        do {
            let bytes = try FileBytes.read(path, limit: SourceText.maximumBytes)
            return CatalogReader(options).read(bytes, file: path) { FileBytes.read($0, beside: path) }
        } catch {
            return CatalogReading(catalog: nil, diagnostics: [.unreadable(path, error)], files: [path])
        }
    }
}

extension FileBytes {
    /// Reads a file in another one's folder or below it; symbolic links that lead elsewhere are refused.
    static func read(_ path: String, beside main: String) -> Result<[UInt8], Failure> {
        let folder = main.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(main[...$0]) } ?? "./"
        guard let root = resolved(folder) else { return .failure(failure(errno)) }
        guard let target = resolved(folder + path) else { return .failure(failure(errno)) }
        guard target.hasPrefix(root == "/" ? root : root + "/") else {
            return .failure(Failure(reason: "it leads out of the catalog's folder"))
        }
        do {
            return .success(try read(target, limit: SourceText.maximumBytes, mayBePipe: false))
        } catch {
            return .failure(error)
        }
    }

    /// A path without links and dots; nil, with `errno` set, when there is nothing.
    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}

extension Diagnostic {
    /// A file that could not be read.
    static func unreadable(_ path: String, _ failure: FileBytes.Failure) -> Diagnostic {
        Diagnostic(
            code: (failure.isTooLarge ? DiagnosticCode.fileTooLarge : .fileNotReadable).rawValue, severity: .error,
            message: "`\(Quoting.clipped(path))` cannot be read: \(failure.reason)",
            help: failure.isTooLarge ? SourceText.sizeHelp : nil,
            location: SourceLocation(file: path, line: 1, column: 1))
    }
}
