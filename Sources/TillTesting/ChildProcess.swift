#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Starts programs for tests, with every signal as a shell would leave it.
///
/// A test process blocks signals that its children would inherit, and a server that never hears SIGTERM cannot be told
/// to end.
package enum ChildProcess {
    /// The program could not be started.
    package struct NotStarted: Error {
        package let program: String
        package let code: Int32
    }

    /// Starts a program.
    ///
    /// - `arguments`: The program's path or name, then its arguments.
    /// - `environment`: Everything the program finds in its environment; nil for the test's own.
    /// - `folder`: Where it runs; nil for the test's own.
    /// - `output`: Files that take its standard output and standard error; nil leaves them the test's own.
    package static func start(
        _ arguments: [String], environment: [String: String]? = nil, in folder: String? = nil,
        output: (out: String, error: String)? = nil
    ) throws -> pid_t {
        #if canImport(Glibc)
            var attributes = posix_spawnattr_t()
            var actions = posix_spawn_file_actions_t()
        #else
            var attributes: posix_spawnattr_t?
            var actions: posix_spawn_file_actions_t?
        #endif
        posix_spawnattr_init(&attributes)
        posix_spawn_file_actions_init(&actions)
        defer {
            posix_spawnattr_destroy(&attributes)
            posix_spawn_file_actions_destroy(&actions)
        }
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        if let output {
            let flags = O_CREAT | O_WRONLY | O_APPEND
            posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output.out, flags, 0o644)
            posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, output.error, flags, 0o644)
        }
        // The shell gives its place to the program, so that the number of the one is the other's.
        let moved = folder.map { ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", $0] + arguments } ?? arguments
        var pid: pid_t = 0
        let code = withStrings(moved) { arguments in
            withStrings(environment.map { $0.map { "\($0)=\($1)" } } ?? ownEnvironment()) { environment in
                posix_spawnp(&pid, moved[0], &actions, &attributes, arguments, environment)
            }
        }
        guard code == 0 else { throw NotStarted(program: arguments[0], code: code) }
        return pid
    }

    /// How a program ended; nil while it runs.
    ///
    /// A signal is told as its negative number.
    package static func status(of pid: pid_t) -> Int32? {
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return nil }
        let signal = status & 0x7F
        return signal == 0 ? (status >> 8) & 0xFF : -signal
    }

    private static func ownEnvironment() -> [String] {
        var strings: [String] = []
        var pointer = environ
        while let entry = pointer.pointee {
            strings.append(String(cString: entry))
            pointer += 1
        }
        return strings
    }

    private static func withStrings<Value>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = strings.map { strdup($0) }
        defer { copies.forEach { free($0) } }
        return body(copies + [nil])
    }
}
