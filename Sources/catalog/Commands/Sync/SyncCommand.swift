import ArgumentParser
import TillModel
import TillSync

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// `catalog sync`: brings every provider in step with the file.
struct SyncCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Bring every provider in step with products.yaml.",
        discussion: """
            Shows the plan, asks, writes, reads back what it wrote, and keeps what it did in the lock file \
            products.<environment>.lock, which belongs into version control. What can be sold comes first and \
            archiving last: a key is never without an active price. Nothing is archived without --prune, and nothing \
            is ever touched that is not ours. It may be cut off at any moment: `catalog resume` goes on with it.

            EXAMPLES
              catalog sync --env test
              catalog sync --env live --yes      where nobody can be asked, as in CI
              catalog sync --env live --plan plan.json --yes   exactly that, or nothing

            Exit status: 0 in step, 3 the file is not valid, 4 a key, mode or account does not fit, 5 some was done \
            and some not (see `catalog resume`), 6 a confirmation or decision is missing, 7 a provider failed, 8 \
            another sync is running or was cut off, somebody changed something meanwhile, or the plan is stale, 130 \
            interrupted.
            """)

    @OptionGroup var options: SyncOptions
    @OptionGroup var running: RunOptions

    @Option(help: "Apply exactly this plan, kept by `catalog plan --out`, or nothing.")
    var plan: String?

    func run() async throws {
        let saved = try plan.map(Self.read)
        var options = options
        if let saved {
            options.env = options.env ?? saved.environment
            (options.prune, options.only) = (saved.prunes, saved.only)
            (options.ours, options.theirs) = (saved.ours, saved.theirs)
        }
        try await SyncSession.open(options, rate: running.rate) { session in
            if let saved, saved.environment != session.mode.rawValue || saved.catalog != session.catalog.contentHash {
                throw CommandFailure(
                    .locked, "the plan was made for another file or environment; make a new one with `catalog plan`.")
            }
            let run = SyncRun(
                session: session, options: running, name: saved?.id ?? Bootstrap.identifiers.token(), saved: saved,
                resumed: nil, command: "sync")
            try await run.perform()
        }
    }

    private static func read(_ path: String) throws -> SavedPlan {
        let bytes: [UInt8]
        do {
            bytes = Array(try Data(contentsOf: URL(filePath: path)))
        } catch {
            throw CommandFailure(.usage, "\(path) cannot be read: \(error)")
        }
        do {
            return try SavedPlan.read(bytes, at: Bootstrap.clock.now())
        } catch SavedPlan.Refusal.expired {
            throw CommandFailure(.locked, "\(path) is older than 24 hours; make a new one with `catalog plan`.")
        } catch SavedPlan.Refusal.altered {
            throw CommandFailure(.locked, "\(path) is no plan, or was changed; make a new one with `catalog plan`.")
        }
    }
}

/// What every command takes that writes to providers.
struct RunOptions: ParsableArguments {
    @OptionGroup var impact: ImpactOptions

    @Flag(help: "Do not ask. For live it needs --env live beside it.")
    var yes = false

    @Option(help: "How many changes there may be at most; 25 in live without it.")
    var maxChanges: Int?

    @Option(help: "Let this price change by more than 30 percent in live; may be given again.")
    var allowLargeChange: [String] = []

    @Option(help: "Break a rule on purpose, as max-changes='the yearly increase'; it stays in the lock file.")
    var waive: [String] = []

    @Option(help: "How many objects of a provider are written at once.")
    var concurrency = 4

    @Option(help: "How many writes a second at most.")
    var rate: Double?

    @Flag(help: "Stop at the first failure.")
    var failFast = false

    @Flag(help: "Print what happens as JSON, one event on a line.")
    var jsonStream = false

    @Flag(help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard (1...64).contains(concurrency) else { throw ValidationError("--concurrency is a number from 1 to 64.") }
        guard rate.map({ $0 > 0 && $0 <= 1_000 }) ?? true else {
            throw ValidationError("--rate is a number above 0, at most 1000.")
        }
        guard maxChanges.map({ $0 >= 0 }) ?? true else { throw ValidationError("--max-changes is a number from 0.") }
        for text in waive {
            let parts = text.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, SyncPolicy.Rule(rawValue: String(parts[0])) != nil else {
                let rules = SyncPolicy.Rule.allCases.map(\.rawValue).joined(separator: ", ")
                throw ValidationError(
                    "--waive takes a rule and a reason, as max-changes='why'; the rules are \(rules).")
            }
        }
    }
}
