#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Another program, run to its end; what it prints goes where ours goes.
enum ExternalProgram {
    /// Runs a program that is looked for in PATH, without a shell in between.
    ///
    /// Returns the status it ended with, or nil when there is no such program.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String]
    ) throws(CommandFailure) -> Int32? {
        var pid: pid_t = 0
        let code = withStrings([program] + arguments) { arguments in
            withStrings(environment.map { "\($0)=\($1)" }) { environment in
                posix_spawnp(&pid, program, nil, nil, arguments, environment)
            }
        }
        if code == ENOENT { return nil }
        guard code == 0 else {
            throw CommandFailure(.internalError, "\(program) cannot be started: \(String(cString: strerror(code)))")
        }
        var status: Int32 = 0
        while waitpid(pid, &status, 0) < 0 {
            guard errno == EINTR else {
                throw CommandFailure(
                    .internalError, "\(program) cannot be waited for: \(String(cString: strerror(errno)))")
            }
        }
        // A signal that ended it stands in the low bits.
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    }

    private static func withStrings<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
