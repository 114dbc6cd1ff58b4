import Foundation

/// How often in a second the disk makes 4 KiB durable, one after another: what bounds every server that tells the truth.
enum DiskRate {
    static func measure(folder: String, seconds: Double = 2) throws -> Double {
        let path = "\(folder)/flushes"
        let descriptor = open(path, O_CREAT | O_RDWR | O_APPEND, 0o600)
        guard descriptor >= 0 else { throw ServerProcess.Failure("\(path) cannot be made") }
        defer {
            close(descriptor)
            unlink(path)
        }
        let page = [UInt8](repeating: 7, count: 4_096)
        let clock = ContinuousClock()
        let start = clock.now
        var count = 0
        while clock.now - start < .seconds(seconds) {
            guard write(descriptor, page, page.count) == page.count, flush(descriptor) == 0 else {
                throw ServerProcess.Failure("\(path) cannot be written")
            }
            count += 1
        }
        return Double(count) / ((clock.now - start) / .seconds(1))
    }

    private static func flush(_ descriptor: Int32) -> Int32 {
        #if canImport(Glibc)
            fdatasync(descriptor)
        #else
            fsync(descriptor)
        #endif
    }
}
