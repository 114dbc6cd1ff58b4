#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Writes whole files so that nobody ever sees half of one.
package enum FileReplacement {
    /// Why a file could not be written, in words.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// Gives a file other bytes: they are written beside it and take its name at once.
    ///
    /// Its permissions stay, and a symbolic link goes on leading to it. A file that is not there is made, which
    /// anybody may read.
    package static func write(_ bytes: [UInt8], to path: String) throws(Failure) {
        let target = resolved(path)
        var status = stat()
        let exists = stat(target, &status) == 0
        guard !exists || status.st_mode & S_IFMT == S_IFREG else { throw Failure(description: "it is not a file") }
        guard !exists || access(target, W_OK) == 0 else { throw failure(errno) }
        let (temporary, descriptor) = try openBeside(target)
        do {
            try fill(descriptor, bytes, permissions: exists ? status.st_mode & 0o7777 : 0o644)
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, target) == 0 else {
            let reason = failure(errno)
            unlink(temporary)
            throw reason
        }
    }

    /// The file that a symbolic link leads to; the path itself when there is nothing yet.
    private static func resolved(_ path: String) -> String {
        guard let real = realpath(path, nil) else { return path }
        defer { free(real) }
        return String(cString: real)
    }

    private static func openBeside(_ path: String) throws(Failure) -> (path: String, descriptor: Int32) {
        // Somebody who was stopped half-way may have left a file of this name.
        for number in 0..<100 {
            let name = "\(path).\(getpid()).\(number).tmp"
            let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
            if descriptor >= 0 { return (name, descriptor) }
            guard errno == EEXIST else { throw failure(errno) }
        }
        throw failure(EEXIST)
    }

    private static func fill(_ descriptor: Int32, _ bytes: [UInt8], permissions: mode_t) throws(Failure) {
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure(errno) }
            rest = rest.dropFirst(count)
        }
        guard fchmod(descriptor, permissions) == 0, fsync(descriptor) == 0 else { throw failure(errno) }
    }

    private static func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
        #if canImport(Glibc)
            Glibc.write(descriptor, bytes.baseAddress, bytes.count)
        #elseif canImport(Musl)
            Musl.write(descriptor, bytes.baseAddress, bytes.count)
        #else
            Darwin.write(descriptor, bytes.baseAddress, bytes.count)
        #endif
    }

    private static func failure(_ number: Int32) -> Failure {
        switch number {
        case ENOENT, ENOTDIR: Failure(description: "there is no such folder")
        case EACCES, EPERM: Failure(description: "this user may not change it")
        case EROFS: Failure(description: "its disk can only be read")
        case ENOSPC, EDQUOT: Failure(description: "the disk is full")
        default: Failure(description: "the system reports error \(number)")
        }
    }
}
