import ArgumentParser
import TillModel
import TillSync

/// `catalog resume`: goes on with a run that was cut off.
struct ResumeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Go on with a sync that was cut off.",
        discussion: """
            Reads the providers again, and does what is left of what was confirmed then. The same calls have the same
            idempotency keys, so nothing is done twice. Without a run that was cut off it does what `catalog sync`
            did not get done.

            EXAMPLES
              catalog resume --env test

            Exit status: as `catalog sync`; 8 when products.yaml is another one by now.
            """)

    @OptionGroup var options: SyncOptions
    @OptionGroup var running: RunOptions

    func run() async throws {
        var options = options
        let folder = try await options.place.read().folder
        guard case .began(let header) = try folder.records().first else {
            throw CommandFailure(.usage, "there is no run to go on with; use `catalog sync`.")
        }
        guard header.isRollback != true else {
            throw CommandFailure(
                .locked,
                "that run went back to an earlier lock, and not to the file. Give it up: catalog unlock --env "
                    + "\(header.environment) --run \(header.run). Then go back again with `catalog rollback`.")
        }
        let isCutOff = try folder.unfinished() != nil
        (options.prune, options.only) = (header.prunes, header.only)
        (options.ours, options.theirs, options.providers) = (header.ours, header.theirs, header.providers)
        try await SyncSession.open(options, rate: running.rate) { session in
            guard session.catalog.contentHash == header.catalog else {
                throw CommandFailure(
                    .locked,
                    "the file is another one than when the run began. Give that run up with `catalog unlock --env "
                        + "\(session.mode) --run \(header.run)`, and then: catalog sync --env \(session.mode)")
            }
            // A run whose outcomes are all known is over; what is left of it is a run of its own, confirmed before.
            let name = isCutOff ? header.run : Bootstrap.identifiers.token()
            if !isCutOff { try session.folder.shelve() }
            let run = SyncRun(
                session: session, options: running, name: name, saved: nil, resumed: isCutOff ? header : nil,
                command: "resume")
            try await run.perform()
        }
    }
}
