import ArgumentParser
import TillCatalogFile
import TillModel
import TillSync

/// `catalog rollback`: brings the providers back to what they had.
struct RollbackCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rollback",
        abstract: "Bring the providers back to what they had after an earlier sync.",
        discussion: """
            Old prices are made active again and take their keys back; no third price is made. The file is not \
            changed: put it back as well, or the next sync goes forward again. `catalog history` shows the serials.

            EXAMPLES
              catalog rollback --env live --to 41
              catalog rollback --env live --lock <(git show HEAD~1:products.live.lock)

            Exit status: as `catalog sync`. One that was cut off is given up with `catalog unlock` and begun again \
            with the same --to.
            """)

    @OptionGroup var options: SyncOptions
    @OptionGroup var running: RunOptions

    @Option(help: "The serial of the lock to go back to; without it, the one before the last run.")
    var to: Int?

    @Option(help: "The lock file to go back to, as version control has it.")
    var lock: String?

    func validate() throws {
        guard to == nil || lock == nil else { throw ValidationError("choose --to or --lock.") }
    }

    func run() async throws {
        var options = options
        // What came since has to go.
        options.prune = true
        try await SyncSession.open(options, rate: running.rate) { session in
            var session = session
            session.target = try await target(session)
            let run = SyncRun(
                session: session, options: running, name: Bootstrap.identifiers.token(), saved: nil, resumed: nil,
                command: "rollback")
            try await run.perform()
            Output.standardError(
                "The file still says what it said: put it back too, or the next sync goes forward again.\n")
        }
    }

    private func target(_ session: SyncSession) async throws -> Lockfile {
        if let lock {
            let reading = Lockfile.read(contentsOf: lock)
            guard let lockfile = reading.lockfile else {
                Output.diagnostics(reading.diagnostics)
                throw CommandFailure(.invalid, "\(lock) is not valid.")
            }
            guard lockfile.environment == session.mode.rawValue else {
                throw CommandFailure(
                    .environmentMismatch,
                    "\(lock) is the lock file of '\(lockfile.environment)', not of '\(session.mode)'.")
            }
            return lockfile
        }
        let snapshots = LockSnapshots(folder: session.folder)
        let current = await session.keeper.lockfile.serial
        guard let serial = try to ?? snapshots.serials().last(where: { $0 < current }) else {
            throw CommandFailure(.usage, "nothing was kept to go back to; give a lock file with --lock.")
        }
        return try snapshots.read(serial)
    }
}
