import ArgumentParser
import TillModel
import TillSync

/// `catalog migrate-subscribers`: who subscribed before a price changed pays the new amount from a renewal on.
struct MigrateSubscribersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate-subscribers",
        abstract: "Move subscriptions from earlier prices to those that the file has now.",
        discussion: """
            A price that changed is another object at its provider, and whoever subscribed before keeps the earlier \
            one. Where the file says `existing: at_renewal` or `existing: { on: 2027-07-01 }`, this moves them to the \
            new one; `existing: keep` moves nobody. Nothing is charged and no day of payment changes: the new amount \
            is asked for at the next renewal. Whoever is in a trial, paused, ending, not paid or paid in another \
            currency stays, and is counted.

            EXAMPLES
              catalog migrate-subscribers plan --env live
              catalog migrate-subscribers sample 5 --env live
              catalog migrate-subscribers apply --env live --yes
              catalog migrate-subscribers pause --env live         and then: resume, report

            Exit status: 0 done, 4 a key or account does not fit, 5 some could not be moved, 6 a confirmation is \
            missing, 7 a provider failed, 8 another run is going on or the file has changed, 130 stopped or paused.
            """,
        subcommands: [Plan.self, Sample.self, Apply.self, Pause.self, Resume.self, Report.self])

    /// `catalog migrate-subscribers plan`.
    struct Plan: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Count who would move and who would stay, and why.")

        @OptionGroup var options: MigrationOptions
        @OptionGroup var scope: MigrationScopeOptions

        func run() async throws {
            try await SyncSession.open(options.syncOptions(scope)) { session in
                let survey = try await MigrationSurvey.read(session, from: scope.from)
                var text = MigrationView.text(of: survey, mode: session.mode)
                if !survey.plan.moves.isEmpty {
                    text += "\nTo do it: catalog migrate-subscribers apply --env \(session.mode) --yes\n"
                }
                try SyncReport.tell(
                    Self.answerName, status: .success, options: session.options,
                    fields: MigrationAnswer.fields(of: survey, mode: session.mode), text: text, markdown: text)
            }
        }
    }

    /// `catalog migrate-subscribers sample`.
    struct Sample: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Show some who would move, with what they pay and will pay.")

        @Argument(help: "How many.") var count = 10
        @OptionGroup var options: MigrationOptions
        @OptionGroup var scope: MigrationScopeOptions

        func validate() throws {
            guard (1...10_000).contains(count) else { throw ValidationError("a sample has from 1 to 10000.") }
        }

        func run() async throws {
            try await SyncSession.open(options.syncOptions(scope)) { session in
                let plan = try await MigrationSurvey.read(session, from: scope.from).plan
                let moves = MigrationView.sample(count, of: plan)
                let text =
                    moves.isEmpty
                    ? "nobody moves\n"
                    : MigrationView.table(moves, of: plan) + "\n\(moves.count) of \(plan.moves.count)\n"
                try SyncReport.tell(
                    Self.answerName, status: .success, options: session.options,
                    fields: [
                        "env": session.mode.rawValue, "moves": plan.moves.count,
                        "sample": MigrationAnswer.sample(moves, of: plan),
                    ], text: text, markdown: text)
            }
        }
    }
}
