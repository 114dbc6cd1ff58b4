import TillStore

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

/// A backup of a PostgreSQL database, made and read by PostgreSQL's own programs.
///
/// They find the address, with its password, in their environment, where other users of the machine cannot see it.
struct PostgreSQLArchive {
    let url: String

    /// Dumps the tables of a schema into a file that appears when it is whole.
    func dump(_ schema: String, to file: String) throws {
        let temporary = "\(file).\(getpid()).part"
        // Made beforehand, so that nobody else may read it from its first byte on.
        let descriptor = open(temporary, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw CommandFailure(.usage, "\(temporary) cannot be made.") }
        close(descriptor)
        let quoted = schema.replacing("\"", with: "\"\"")
        do {
            try run(
                "pg_dump",
                [
                    "--format=custom", "--no-owner", "--no-privileges", "--table=\"\(quoted)\".*",
                    "--file=\(temporary)",
                ])
            try flush(temporary)
            guard rename(temporary, file) == 0 else { throw CommandFailure(.usage, "\(file) cannot be written.") }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    /// Refuses a file that pg_restore cannot read.
    func check(_ file: String) throws {
        try run("pg_restore", ["--list", "--file=/dev/null", file], failing: .invalid)
    }

    /// Brings the tables of an archive back, all of them or none, where there are none.
    func restore(_ file: String) throws {
        let environment = try PostgreSQLEnvironment.variables(for: url)
        let database = environment["PGDATABASE"] ?? environment["PGUSER"] ?? "postgres"
        try run(
            "pg_restore",
            [
                "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", "--dbname=\(database)",
                file,
            ])
    }

    private func run(
        _ program: String, _ arguments: [String], failing: ExitStatus = .providerFailure
    ) throws {
        let added = try PostgreSQLEnvironment.variables(for: url)
        let environment = ProcessInfo.processInfo.environment.merging(added) { _, ours in ours }
        switch try ExternalProgram.run(program, arguments, environment: environment) {
        case .some(0): return
        case .some(let status):
            throw CommandFailure(failing, "\(program) ended with status \(status); its words are above.")
        case nil:
            throw CommandFailure(
                .environmentMismatch,
                "\(program) is not installed: it comes with PostgreSQL's client programs (apt-get install "
                    + "postgresql-client, brew install libpq).")
        }
    }

    private func flush(_ path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw CommandFailure(.internalError, "\(path) cannot be flushed.")
        }
    }
}
