import ArgumentParser

/// `catalog config`: what is set, with secrets masked.
struct ConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "config",
        abstract: "Show every setting and where it stands; secrets are masked.",
        discussion: """
            Settings come from the environment and, behind it, from .env in the current folder.

            EXAMPLES
              catalog config
              catalog config --json
            """)

    @Flag(help: "Print the result as JSON.")
    var json = false

    @Flag(help: "Print the page that explains every setting, in Markdown.")
    var markdown = false

    /// A setting on the wire.
    private struct Answer: Encodable {
        let name: String
        let value: String?
        let isSet: Bool
        let isSecret: Bool
    }

    func run() async throws {
        if markdown { return Output.standardOutput(SettingsReference.markdown) }
        let settings = try await Settings.read()
        let answers = Settings.entries.map { entry in
            Answer(
                name: entry.name, value: settings.shownValue(entry),
                isSet: settings.isGiven(entry.name), isSecret: entry.isSecret)
        }
        if json {
            try Output.json("config", ["settings": answers])
        } else {
            Output.standardOutput(
                TextTable.render(
                    ["SETTING", "", "VALUE"],
                    answers.map { [$0.name, $0.isSet ? "set" : "default", $0.value ?? "-"] }))
        }
    }
}
