import ArgumentParser
import TillModel
import TillSync

/// `catalog resume`: goes on with a run that was cut off.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a sync that was cut off, or not everything of which was done.",
        discussion: """
            After a run that was killed or interrupted (130) it reads the providers again, and does what is left of \
            what was confirmed then, so it does not ask. The same calls have the same idempotency keys: nothing is \
            done twice.

            After a run that ended with 5 or 7 it does what that one did not get done. That is a run of its own: it \
            shows the plan and asks, as `catalog sync` does, and where nobody can be asked it needs --yes.

            EXAMPLES
              catalog resume --env live          a run that was cut off
              catalog resume --env live --yes    one that ended with 5, as in CI

            What the run was limited to, and whether it archives, is as it was given then.

            Exit status: as `catalog sync`; 8 when products.yaml is another one by now, 64 when there was no run.
            """)

    @OptionGroup var options: SyncOptions
    @OptionGroup var running: RunOptions

    func validate() throws {
        let isAsThen =
            !options.prune && options.only == nil && options.providers.isEmpty && options.ours.isEmpty
            && options.theirs.isEmpty
        guard isAsThen else {
            throw ValidationError(
                "--prune, --only, --provider, --ours and --theirs are as they were given to the run; for others use "
                    + "`catalog sync`.")
        }
    }

    func run() async throws {
        var options = options
        let folder = try await options.place.read().folder
        guard case .began(let header) = try folder.records().first else {
            throw CommandFailure(.usage, "there is no run to go on with; use `catalog sync`.")
        }
        let isCutOff = try folder.unfinished() != nil
        guard header.isRollback != true else { throw Self.refusal(ofRollback: header, isCutOff: isCutOff) }
        (options.prune, options.only) = (header.prunes, header.only)
        (options.ours, options.theirs, options.providers) = (header.ours, header.theirs, header.providers)
        try await SyncSession.open(options, rate: running.rate) { session in
            guard session.catalog.contentHash == header.catalog else {
                let giveUp = "Give that run up: catalog unlock --env \(session.mode) --run \(header.run). Then: "
                throw CommandFailure(
                    .locked,
                    "the file is another one than when the run began. \(isCutOff ? giveUp : "Use: ")catalog sync --env "
                        + "\(session.mode)")
            }
            // A run whose outcomes are all known is over; what is left of it is a run of its own, and asks as one.
            let name = isCutOff ? header.run : Bootstrap.identifiers.token()
            let run = SyncRun(
                session: session, options: running, name: name, saved: nil, resumed: isCutOff ? header : nil,
                command: "resume")
            try await run.perform()
        }
    }

    /// To go on would go forward to the file.
    private static func refusal(ofRollback header: JournalHeader, isCutOff: Bool) -> CommandFailure {
        let place = "--env \(header.environment)"
        let first = isCutOff ? "Give it up: catalog unlock \(place) --run \(header.run). Then go" : "Go"
        let again = "catalog rollback \(place)" + (header.goesBackTo.map { " --to \($0)" } ?? "")
        return CommandFailure(
            .locked, "that run went back to an earlier lock, and not to the file. \(first) back again: \(again)")
    }
}
