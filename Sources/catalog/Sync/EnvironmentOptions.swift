import ArgumentParser
import TillModel

/// Which environment is meant, and by which file.
struct EnvironmentOptions: ParsableArguments {
    @Option(help: "dev, test or live (TILL_ENV): which lock file, and keys of which mode.")
    var env: String?

    @Option(help: "The catalog file (TILL_CATALOG).")
    var catalog: String?

    /// What was given here, or in variables and files.
    struct Reading {
        let settings: Settings
        let mode: Mode
        /// The catalog's path.
        let catalog: String

        /// Where runs of the environment keep what is nobody else's business.
        var folder: SyncFolder { SyncFolder(beside: catalog, environment: mode.rawValue) }
    }

    /// - Throws: A failure when nobody said which environment is meant.
    func read() async throws -> Reading {
        let settings = try await Settings.read(overriding: ["TILL_ENV": env, "TILL_CATALOG": catalog])
        guard settings.isGiven("TILL_ENV") else {
            throw CommandFailure(.usage, "say which environment is meant: --env test or live (or set TILL_ENV).")
        }
        return Reading(settings: settings, mode: try settings.mode(), catalog: settings.value("TILL_CATALOG") ?? "")
    }
}
