import ArgumentParser
import TillModel
import TillSync

extension MigrateSubscribersCommand {
    /// `catalog migrate-subscribers apply`.
    struct Apply: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Move them; without --yes, only show who would move.")

        @OptionGroup var options: MigrationOptions
        @OptionGroup var scope: MigrationScopeOptions
        @OptionGroup var pace: MigrationPaceOptions

        @Flag(help: "Write. For live it needs --env live beside it.")
        var yes = false

        @Flag(help: "Give up a migration that was not finished.")
        var anew = false

        func run() async throws {
            try await SyncSession.open(options.syncOptions(scope), rate: pace.rate) { session in
                if yes { try Confirmation.ask(mode: session.mode, isGiven: true, namesMode: options.place.env != nil) }
                let survey = try await MigrationSurvey.read(session, from: scope.from)
                let text = MigrationView.text(of: survey, mode: session.mode)
                guard yes, !survey.plan.moves.isEmpty else {
                    let hint =
                        survey.plan.moves.isEmpty
                        ? "" : "Nothing was written. To do it: add --yes\(session.mode == .live ? " --env live" : "")\n"
                    return try SyncReport.tell(
                        Self.answerName, status: .success, options: session.options,
                        fields: MigrationAnswer.fields(of: survey, mode: session.mode).merging(
                            ["dry_run": true]) { $1 }, text: text + hint, markdown: text + hint)
                }
                if !pace.quiet { Output.standardError(text + "\n") }
                let run = MigrationRun(
                    session: session, files: MigrationFiles(folder: session.folder), pace: pace,
                    command: Self.answerName)
                try await run.begin(survey, name: Bootstrap.identifiers.token(), anew: anew)
            }
        }
    }

    /// `catalog migrate-subscribers pause`.
    struct Pause: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ask a migration that goes on to stop; what was sent is waited for.")

        @OptionGroup var options: MigrationOptions

        func run() async throws {
            let files = MigrationFiles(folder: try await options.folder())
            guard let state = try files.state(), !state.isOver else {
                throw CommandFailure(.usage, "no migration goes on.")
            }
            try files.requestPause()
            let text =
                "It stops as soon as what was sent is answered. Go on with: catalog migrate-subscribers resume "
                + "--env \(state.header.environment)\n"
            try SyncReport.tell(
                Self.answerName, status: .success, options: options.syncOptions(),
                fields: MigrationAnswer.fields(of: state), text: text, markdown: text)
        }
    }

    /// `catalog migrate-subscribers resume`.
    struct Resume: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Go on with a migration that was paused or cut off.")

        @OptionGroup var options: MigrationOptions
        @OptionGroup var pace: MigrationPaceOptions

        func run() async throws {
            try await SyncSession.open(options.syncOptions(), rate: pace.rate) { session in
                let run = MigrationRun(
                    session: session, files: MigrationFiles(folder: session.folder), pace: pace,
                    command: Self.answerName)
                try await run.resume()
            }
        }
    }

    /// `catalog migrate-subscribers report`.
    struct Report: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Tell how the last migration stands.")

        @OptionGroup var options: MigrationOptions

        func run() async throws {
            let files = MigrationFiles(folder: try await options.folder())
            guard let state = try files.state() else {
                throw CommandFailure(.usage, "there was no migration here.")
            }
            let next =
                state.isOver
                ? "" : "Go on with: catalog migrate-subscribers resume --env \(state.header.environment)\n"
            let text = MigrationView.text(of: state) + next
            try SyncReport.tell(
                Self.answerName, status: .success, options: options.syncOptions(),
                fields: MigrationAnswer.fields(of: state), text: text, markdown: text)
        }
    }
}
