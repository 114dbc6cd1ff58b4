import ArgumentParser
import TillModel

/// What every part of `catalog migrate-subscribers` takes.
struct MigrationOptions: ParsableArguments {
    @OptionGroup var place: EnvironmentOptions

    @Flag(help: "Print the result as JSON (TILL_OUTPUT=json).")
    var json = false

    @Option(help: "Write the result as JSON to this file besides.")
    var report: String?

    /// Whether the result is printed as JSON.
    var isJSON: Bool { json || AnswerForm.isJSONByDefault }

    /// The same for what compares the file with providers.
    ///
    /// - `scope`: Which providers and prices are meant; nil for all.
    func syncOptions(_ scope: MigrationScopeOptions? = nil) throws -> SyncOptions {
        var options = try SyncOptions.parse([])
        (options.place, options.only, options.report, options.json) = (place, scope?.only, report, json)
        options.providers = scope?.providers ?? []
        try options.validate()
        return options
    }

    /// Where the migrations of the environment are kept.
    func folder() async throws -> SyncFolder { try await place.read().folder }
}

/// Which subscriptions are meant.
struct MigrationScopeOptions: ParsableArguments {
    @Option(name: .customLong("provider"), help: "Only this provider; may be given again.")
    var providers: [String] = []

    @Option(help: "Only prices like this, such as 'pro/*'.")
    var only: String?

    @Option(help: "Only those who have this earlier price, by the provider's id; may be given again.")
    var from: [String] = []

    func validate() throws {
        let names = ProviderName.known.map(\.rawValue)
        for name in providers where !names.contains(name) {
            throw ValidationError("'\(name)' is not a provider; there are \(names.joined(separator: ", ")).")
        }
    }
}

/// How fast subscriptions are moved.
struct MigrationPaceOptions: ParsableArguments {
    @Option(help: "How many subscriptions of a provider are moved at once.")
    var concurrency = 4

    @Option(help: "How many writes a second at most.")
    var rate: Double?

    @Flag(help: "Print no progress.")
    var quiet = false

    func validate() throws {
        guard (1...64).contains(concurrency) else { throw ValidationError("--concurrency is a number from 1 to 64.") }
        guard rate.map({ $0 > 0 && $0 <= 1_000 }) ?? true else {
            throw ValidationError("--rate is a number above 0, at most 1000.")
        }
    }
}
