import ArgumentParser
import TillModel
import TillSync

/// What every command takes that compares the file with providers.
struct SyncOptions: ParsableArguments {
    @OptionGroup var place: EnvironmentOptions

    @Option(name: .customLong("provider"), help: "Only this provider; may be given again.")
    var providers: [String] = []

    @Option(help: "Only keys like this, such as 'pro/*'.")
    var only: String?

    @Flag(help: "Archive what left the file.")
    var prune = false

    @Option(help: "Where both sides changed this key, the file counts; may be given again.")
    var ours: [String] = []

    @Option(help: "Where both sides changed this key, the provider counts; may be given again.")
    var theirs: [String] = []

    @Flag(help: "Print the result as JSON (TILL_OUTPUT=json).")
    var json = false

    @Flag(help: "Print a table for a pull request.")
    var markdown = false

    @Option(help: "Write the result as JSON to this file besides.")
    var report: String?

    func validate() throws {
        guard !json || !markdown else { throw ValidationError("choose --json or --markdown.") }
        let names = ProviderName.known.map(\.rawValue)
        for name in providers where !names.contains(name) {
            throw ValidationError("'\(name)' is not a provider; there are \(names.joined(separator: ", ")).")
        }
        if let both = ours.first(where: theirs.contains) {
            throw ValidationError("--ours and --theirs both name '\(both)'; choose one.")
        }
    }

    var env: String? {
        get { place.env }
        set { place.env = newValue }
    }

    var catalog: String? {
        get { place.catalog }
        set { place.catalog = newValue }
    }

    /// Whether the result is printed as JSON.
    var isJSON: Bool { (json || AnswerForm.isJSONByDefault) && !markdown }

    /// What a person decided about these keys.
    ///
    /// - `managed`: The kinds that the file has a section for.
    /// - `reuses`: Whether what is archived is made active again, where another would be made.
    func choices(
        among keys: some Collection<CatalogObjectKey>, managed: Set<CatalogObjectKey.Kind>, reuses: Bool = false
    ) throws(CommandFailure) -> SyncChoices {
        var sides: [CatalogObjectKey: SyncChoices.Side] = [:]
        for (names, side) in [(ours, SyncChoices.Side.ours), (theirs, .theirs)] {
            for name in names {
                let meant = keys.filter { $0.name == name || $0.description == name }
                guard !meant.isEmpty else {
                    throw CommandFailure(.usage, "there is no '\(name)' in the file or in the lock.")
                }
                for key in meant { sides[key] = side }
            }
        }
        return SyncChoices(prunes: prune, sides: sides, managed: managed, reuses: reuses)
    }

    /// Whether a key is meant: `pro/*` means everything below `pro`.
    static func isMeant(_ name: String, by pattern: String?) -> Bool {
        guard let pattern else { return true }
        return matches(Array(name)[...], Array(pattern)[...])
    }

    /// Whether a text fits a pattern in which `*` stands for anything.
    private static func matches(_ text: ArraySlice<Character>, _ pattern: ArraySlice<Character>) -> Bool {
        var (text, pattern) = (text, pattern)
        var star: (pattern: ArraySlice<Character>, text: ArraySlice<Character>)?
        while let next = text.first {
            if pattern.first == "*" {
                pattern = pattern.dropFirst()
                star = (pattern, text)
            } else if pattern.first == next {
                (text, pattern) = (text.dropFirst(), pattern.dropFirst())
            } else if let last = star {
                star = (last.pattern, last.text.dropFirst())
                (pattern, text) = (last.pattern, last.text.dropFirst())
            } else {
                return false
            }
        }
        return pattern.allSatisfy { $0 == "*" }
    }
}
