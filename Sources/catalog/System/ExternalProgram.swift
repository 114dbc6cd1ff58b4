#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Another program, run to its end; what it prints goes where ours goes, or nowhere.
enum ExternalProgram {
    /// Runs a program that is looked for in PATH, without a shell in between.
    ///
    /// Returns the status it ended with, or nil when there is no such program.
    ///
    /// - `isSilent`: Whether only the status is wanted, and nothing that it prints.
    static func run(
        _ program: String, _ arguments: [String], environment: [String: String], isSilent: Bool = false
    ) throws(CommandFailure) -> Int32? {
        var pid: pid_t = 0
        #if canImport(Glibc)
            var actions = posix_spawn_file_actions_t()
        #else
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if isSilent {
            for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
                posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
            }
        }
        let code = withStrings([program] + arguments) { arguments in
            withStrings(environment.map { "\($0)=\($1)" }) { environment in
                posix_spawnp(&pid, program, &actions, nil, arguments, environment)
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
