import ArgumentParser
import TillModel

/// `catalog pull`: what was changed at the providers, taken into the file.
struct PullCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pull",
        abstract: "Take what was changed at the providers into products.yaml.",
        discussion: """
            Prints a patch of the file, and with --write applies it: single values are changed in their own lines, \
            and every other byte stays as it is, comments as well. No entry is ever removed or moved, and none is \
            added unless --include-unknown asks for it; what the file cannot say is listed. Where the file and a \
            provider were both changed, nothing is done unless --theirs names the key. The file as it was is kept \
            under .till/backup.

            With --rebuild-lock the lock file is made anew from what is written on the providers' objects, for when \
            it is lost or of an older version; the catalog file stays as it is.

            With --from live --to test the values that live's providers have are taken for test: what test's overlay \
            says is changed there, anything else in the line that all environments share. It is live's key that is \
            needed. Never an id, never a lock file, and nothing at a provider is changed.

            EXAMPLES
              catalog pull --env live
              catalog pull --env live --write
              catalog pull --env test --theirs pro/monthly --write
              catalog pull --env test --include-unknown --write
              catalog pull --env live --rebuild-lock
              catalog pull --from live --to test --write

            Exit status: 0 nothing to do, or all of it is done, 2 differences that were not written, 3 the file is \
            not valid, 4 a key, mode or account does not fit, 6 both sides were changed or the file is not committed, \
            7 a provider cannot be read, 8 a sync is running or was cut off.
            """)

    @OptionGroup var options: SyncOptions

    @Option(help: "Take the values of this environment's providers for the one that --to names.")
    var from: Mode?

    @Option(name: .customLong("to"), help: "The environment that is to have the values of --from.")
    var target: Mode?

    @Flag(help: "Change the file, and let the lock file know.")
    var write = false

    @Flag(help: "Change the file although it has changes that are not committed.")
    var force = false

    @Flag(
        help: "Add products that carry our mark and that neither the file nor the lock knows, in a block of their own.")
    var includeUnknown = false

    @Flag(help: "Make the lock file anew from what is written on the providers' objects.")
    var rebuildLock = false

    func validate() throws {
        guard !options.prune, options.ours.isEmpty else {
            throw ValidationError("--prune and --ours are for catalog sync; pull never changes a provider.")
        }
        guard !rebuildLock || (!write && !includeUnknown && options.theirs.isEmpty && options.only == nil) else {
            throw ValidationError(
                "--rebuild-lock makes the whole lock anew and takes no --write, --include-unknown, --theirs or --only."
            )
        }
        guard (from == nil) == (target == nil) else {
            throw ValidationError("--from and --to go together: --from live --to test.")
        }
        if from != nil {
            guard from != target else { throw ValidationError("--from and --to name the same environment.") }
            guard options.env == nil else {
                throw ValidationError("--from and --to say which environments are meant; leave --env out.")
            }
            guard !rebuildLock, !includeUnknown else {
                throw ValidationError(
                    "--from and --to take values only; --rebuild-lock and --include-unknown go with --env.")
            }
        }
        guard !force || write else { throw ValidationError("--force goes with --write.") }
    }

    func run() async throws {
        if let from, let target {
            var options = options
            options.env = from.rawValue
            return try await SyncSession.open(options) { session in
                try await EnvironmentPullRun(session: session, target: target, writes: write, force: force).perform()
            }
        }
        try await SyncSession.open(options, forgets: rebuildLock) { session in
            guard !rebuildLock else { return try await LockRebuildRun(session: session).perform() }
            try await PullRun(
                session: session, writes: write, force: force, includesUnknown: includeUnknown
            ).perform()
        }
    }
}
