import Foundation

#if canImport(Glibc)
    import Glibc
#endif

/// A program that was run to its end.
struct Program {
    /// From its start to its end.
    let seconds: Double
    /// What it took of the processor itself.
    let processorSeconds: Double
    let status: Int32
    let output: String

    /// - `arguments`: The program and what it is given.
    static func run(_ arguments: [String], _ environment: [String: String]) throws -> Program {
        let process = Process()
        process.executableURL = URL(filePath: arguments[0])
        process.arguments = Array(arguments.dropFirst())
        process.environment = environment
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = FileHandle.nullDevice
        let before = processorTime()
        let start = ContinuousClock.now
        try process.run()
        let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let passed = (ContinuousClock.now - start) / .seconds(1)
        return Program(
            seconds: passed, processorSeconds: processorTime() - before, status: process.terminationStatus,
            output: String(decoding: output, as: UTF8.self))
    }

    /// What the programs that have ended took so far.
    private static func processorTime() -> Double {
        var usage = rusage()
        #if canImport(Glibc)
            getrusage(__rusage_who_t(RUSAGE_CHILDREN.rawValue), &usage)
        #else
            getrusage(RUSAGE_CHILDREN, &usage)
        #endif
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
