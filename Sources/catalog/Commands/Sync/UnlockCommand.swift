import ArgumentParser
import TillModel
import TillSync

/// `catalog unlock`: gives up a run that was cut off.
struct UnlockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unlock",
        abstract: "Give up a sync that was cut off.",
        discussion: """
            What it did stays done; the next sync finds it at the providers. Its journal is kept. A run of another \
            machine is given up in the database that both use; if it is still running, it stops.

            EXAMPLES
              catalog unlock --env test --run 3x8k…

            Exit status: 0 given up, 8 the run is still running, 64 there is no such run.
            """)

    @OptionGroup var place: EnvironmentOptions

    @Option(help: "The run, by the name that `catalog sync` told when it refused to begin.")
    var run: String

    func run() async throws {
        let given = try await place.read()
        let folder = given.folder
        let turn = try SyncTurn(in: folder)
        let wasHere = try folder.unfinished()?.run == run
        let hadLease = try await clearLease(given.mode)
        guard wasHere || hadLease else { throw CommandFailure(.usage, "no run '\(run)' was cut off.") }
        if wasHere { try folder.shelve() }
        _ = consume turn
        Output.standardOutput("The run \(run) is given up. The next `catalog sync` finds what it did.\n")
    }

    /// Takes the lease from the run where there is a database; false when it does not have it.
    private func clearLease(_ mode: Mode) async throws -> Bool {
        guard let lease = try await SyncLease.open(mode) else { return false }
        let hadLease: Bool
        do {
            hadLease = try await lease.clear(run)
        } catch {
            try await lease.close()
            throw error
        }
        try await lease.close()
        return hadLease
    }
}
